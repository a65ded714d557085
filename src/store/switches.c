#include "store/switches.h"

#include "base/buf.h"
#include "store/fold.h"
#include "store/regimes.h"
#include "store/row_check.h"
#include "store/sql.h"

#include <string.h>

/* ---- what comes into force ---- */

static void switches_put_weights(
    const struct scheduler *scheduler, const int32_t *units, struct buf *out)
{
    for (size_t i = 0; i < scheduler->weight_count; i++)
        buf_format(out, "%s%d", i ? " " : "", (int)units[i]);
}

static enum err_code switches_insert(struct store *store, int64_t deck_id, struct moment at,
    int scheduler, int retention, const char *weights, bool imported, struct err *err)
{
    int64_t last = 0;
    enum err_code code = sql_read_number(store, err, &last, SQL_REGIME_NUMBER, "");
    return code ? code
                : sql_insert(store, err, SQL_REGIME_INSERT, ROW_REGIMES, "iniidinoi", last + 1,
                      deck_id, at.utc_ms, (int64_t)at.offset_min, at.day, (int64_t)scheduler,
                      (int64_t)retention, weights, (int64_t)imported);
}

/* Of what is logged, the latest in time is in force. If the clock was ahead at an earlier switch,
 * or earlier weights, give this a time after theirs, or the user's latest wish would have no effect
 * until then. The study day stays as it is. */
static enum err_code switches_find_time(
    struct store *store, bool of_weights, struct moment *at, struct err *err)
{
    int64_t ahead_ms = 0;
    enum err_code code = sql_read_number(
        store, err, &ahead_ms, SQL_REGIME_AHEAD, "ii", at->utc_ms, (int64_t)!of_weights);
    if (!code && ahead_ms)
        at->utc_ms = ahead_ms < ROW_MS_LAST ? ahead_ms + 1 : ROW_MS_LAST;
    return code;
}

/* Whether the wish is the deck's last one, undone or not. *changes is whether it changes the
 * scheduler in force. */
static enum err_code switches_compare(
    struct store *store, const struct regime_wish *wish, bool *same, bool *changes, struct err *err)
{
    struct regime last, now;
    enum err_code code;
    if ((code = store_wanted(store, wish->deck_id, &last, err)) ||
        (code = store_regime(store, wish->deck_id, &now, err)))
        return code;
    *same = regime_number(&last) == wish->scheduler &&
            (!regime_has_memory(&last) || last.retention == wish->retention);
    *changes = !*same && regime_number(&now) != wish->scheduler;
    return ERR_NONE;
}

static enum err_code switches_count(
    struct store *store, const struct regime_wish *wish, struct switched *switched, struct err *err)
{
    int64_t rated = 0;
    enum err_code code = sql_read_number(store, err, &rated, SQL_DECK_IS_RATED, "i", wish->deck_id);
    if (code || !rated)
        return code;
    switched->count++;
    switched->to_sm2 += wish->scheduler == SCHEDULER_SM2;
    switched->deck_id = wish->deck_id;
    return ERR_NONE;
}

static enum err_code switches_follow(struct store *store, const struct regime_wish *wishes,
    size_t count, struct moment at, struct switched *switched, struct err *err)
{
    enum err_code code = switches_find_time(store, false, &at, err);
    bool any = false;
    for (size_t i = 0; i < count && !code; i++) {
        bool same = false, changes = false;
        code = switches_compare(store, &wishes[i], &same, &changes, err);
        if (!code && !same)
            code = switches_insert(store, wishes[i].deck_id, at, wishes[i].scheduler,
                wishes[i].retention, NULL, false, err);
        any |= changes;
        if (!code && changes)
            code = switches_count(store, &wishes[i], switched, err);
    }
    return code || !any ? code : fold_and_write(store, NULL, err);
}

enum err_code store_set_regimes(struct store *store, const struct regime_wish *wishes, size_t count,
    struct moment at, struct switched *switched, struct err *err)
{
    enum err_code code = ERR_NONE;
    bool same = true;
    *switched = (struct switched){0};
    for (size_t i = 0; i < count && same && !code; i++) {
        bool changes;
        code = switches_compare(store, &wishes[i], &same, &changes, err);
    }
    if (code || same) /* a write transaction would wait for other programs */
        return code;
    code = store_begin(store, err);
    if (code)
        return code;
    return store_end(store, switches_follow(store, wishes, count, at, switched, err), err);
}

enum err_code store_preview_regimes(struct store *store, const struct regime_wish *wishes,
    size_t count, struct switched *switched, struct err *err)
{
    enum err_code code = ERR_NONE;
    *switched = (struct switched){0};
    for (size_t i = 0; i < count && !code; i++) {
        bool same, changes = false;
        code = switches_compare(store, &wishes[i], &same, &changes, err);
        if (!code && changes)
            code = switches_count(store, &wishes[i], switched, err);
    }
    return code;
}

/* Put weights into force for a deck, or for all if deck_id is 0. *changed is set if they differ
 * from those in force. */
static enum err_code switches_put(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, const int32_t *units, const char *text, bool imported,
    struct moment at, bool *changed, struct err *err)
{
    int32_t now[WEIGHTS_MAX];
    enum err_code code = store_weights(store, deck_id, scheduler, now, err);
    *changed |= !units || memcmp(now, units, scheduler->weight_count * sizeof *now) != 0;
    return code ? code
                : switches_insert(store, deck_id, at, scheduler->number, 0, text, imported, err);
}

enum err_code store_set_weights(struct store *store, const int64_t *deck_ids, size_t count,
    const struct scheduler *scheduler, const int32_t *units, bool imported, struct moment at,
    struct err *err)
{
    struct buf text = {0};
    bool changed = false;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    if (units)
        switches_put_weights(scheduler, units, &text);
    code = text.failed ? err_memory(err) : switches_find_time(store, true, &at, err);
    for (size_t i = 0; i < (count ? count : 1) && !code; i++)
        code = switches_put(store, count ? deck_ids[i] : 0, scheduler, units, buf_string(&text),
            imported, at, &changed, err);
    buf_done(&text);
    if (!code && changed)
        code = fold_and_write(store, NULL, err);
    return store_end(store, code, err);
}

/* ---- undo ---- */

enum err_code store_last_switch(struct store *store, struct regime_switch *last, struct err *err)
{
    enum { DECK_ID, CHANGED_MS, OFFSET_MIN, DAY, SCHEDULER };
    *last = (struct regime_switch){0};
    sqlite3_stmt *row = sql_query(store, SQL_REGIME_BATCH, "");
    while (sqlite3_step(row) == SQLITE_ROW) {
        last->at = (struct moment){column_number(row, CHANGED_MS, REGIMES_CHANGED_MS),
            column_int(row, OFFSET_MIN, REGIMES_OFFSET_MIN),
            column_int(row, DAY, REGIMES_STUDY_DAY)};
        last->scheduler = column_int(row, SCHEDULER, REGIMES_SCHEDULER);
        last->deck_id = column_number(row, DECK_ID, REGIMES_DECK_ID);
        last->decks++;
    }
    return sql_end(store, row, err);
}

bool regime_switch_is_after(
    const struct regime_switch *last, struct moment event, struct moment now)
{
    if (last->at.utc_ms <= now.utc_ms || event.utc_ms > now.utc_ms)
        return last->at.utc_ms > event.utc_ms;
    return last->at.day > event.day && last->at.day <= now.day;
}

enum err_code store_undo_switch(
    struct store *store, const struct regime_switch *last, struct moment at, struct err *err)
{
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = sql_run(store, err, SQL_REGIME_UNDO, "ii", at.utc_ms, last->at.utc_ms);
    if (!code && sqlite3_changes(store->db) == 0)
        code = err_set(err, ERR_STALE, "it was undone in another window");
    if (!code)
        code = fold_and_write(store, NULL, err);
    return store_end(store, code, err);
}
