#include "store/regimes.h"

#include "base/buf.h"
#include "model/schedule.h"
#include "store/fold.h"
#include "store/sql.h"

#include <stdlib.h>
#include <string.h>

#define REGIME_WEIGHT_MAX (100 * WEIGHT_UNIT)

/* ---- weights as text ---- */

static void regimes_put_weights(
    const struct scheduler *scheduler, const int32_t *units, struct buf *out)
{
    for (size_t i = 0; i < scheduler->weight_count; i++)
        buf_format(out, "%s%d", i ? " " : "", (int)units[i]);
}

/* Whether the text is weights of the scheduler. */
static bool regimes_take_weights(
    const struct scheduler *scheduler, const char *text, int32_t units[WEIGHTS_MAX])
{
    for (size_t i = 0; i < scheduler->weight_count; i++) {
        char *end;
        long unit = strtol(text, &end, 10);
        if (end == text || unit < 0 || unit > REGIME_WEIGHT_MAX)
            return false;
        units[i] = (int32_t)unit;
        text = end;
    }
    return *text == '\0';
}

bool regime_is_readable(bool for_all, int number, int retention, const char *text)
{
    int32_t units[WEIGHTS_MAX];
    const struct scheduler *scheduler = scheduler_numbered(number);
    if (!text)
        return scheduler && !for_all && (retention || number == SCHEDULER_SM2);
    return scheduler && (!*text || regimes_take_weights(scheduler, text, units));
}

bool regime_of_weights(int number, const char *text, struct regime *regime)
{
    int32_t units[WEIGHTS_MAX];
    const struct scheduler *scheduler = scheduler_numbered(number);
    *regime = (struct regime){.scheduler = scheduler};
    if (!text || !scheduler || !scheduler->weight_count ||
        (*text && !regimes_take_weights(scheduler, text, units)))
        return false;
    regime->weights = scheduler_weights(scheduler, *text ? units : scheduler->defaults);
    return true;
}

/* ---- what is in force ---- */

/* deck_id is 0 for the weights that decks share. *found is false if there are none. */
static enum err_code regimes_read_weights(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, int32_t units[WEIGHTS_MAX], bool *found, struct err *err)
{
    int32_t read[WEIGHTS_MAX] = {0};
    sqlite3_stmt *row =
        sql_query(store, SQL_REGIME_WEIGHTS, "ni", deck_id, (int64_t)scheduler->number);
    *found = sqlite3_step(row) == SQLITE_ROW &&
             regimes_take_weights(scheduler, column_text(row, 0), read);
    if (*found)
        memcpy(units, read, sizeof read);
    return sql_end(store, row, err);
}

enum err_code store_has_own_weights(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, bool *own, struct err *err)
{
    int32_t units[WEIGHTS_MAX];
    return regimes_read_weights(store, deck_id, scheduler, units, own, err);
}

enum err_code store_weights(struct store *store, int64_t deck_id, const struct scheduler *scheduler,
    int32_t units[WEIGHTS_MAX], struct err *err)
{
    bool found = false;
    enum err_code code = ERR_NONE;
    memset(units, 0, WEIGHTS_MAX * sizeof *units);
    memcpy(units, scheduler->defaults, scheduler->weight_count * sizeof *units);
    if (deck_id)
        code = regimes_read_weights(store, deck_id, scheduler, units, &found, err);
    return code || found ? code : regimes_read_weights(store, 0, scheduler, units, &found, err);
}

/* Reads the scheduler and the retention of the deck's last row, by SQL_REGIME or SQL_REGIME_LAST.
 */
static enum err_code regimes_read(
    struct store *store, enum sql sql, int64_t deck_id, struct regime *regime, struct err *err)
{
    enum { SCHEDULER, RETENTION };
    *regime = (struct regime){0};
    sqlite3_stmt *row = sql_query(store, sql, "i", deck_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        int number = column_int(row, SCHEDULER, REGIMES_SCHEDULER);
        regime->scheduler = number == SCHEDULER_SM2 ? NULL : scheduler_numbered(number);
        regime->retention = column_int(row, RETENTION, REGIMES_RETENTION);
    }
    return sql_end(store, row, err);
}

enum err_code store_regime(
    struct store *store, int64_t deck_id, struct regime *regime, struct err *err)
{
    int32_t units[WEIGHTS_MAX];
    enum err_code code = regimes_read(store, SQL_REGIME, deck_id, regime, err);
    if (code || !regime_has_memory(regime))
        return code;
    code = store_weights(store, deck_id, regime->scheduler, units, err);
    regime->weights = scheduler_weights(regime->scheduler, units);
    return code;
}

enum err_code store_is_in_force(
    struct store *store, const struct scheduler *scheduler, bool *in_force, struct err *err)
{
    enum { DECK_ID };
    struct regime regime;
    enum err_code code = ERR_NONE;
    *in_force = false;
    sqlite3_stmt *row = sql_query(store, SQL_REGIME_DECKS, "");
    while (!*in_force && !code && sqlite3_step(row) == SQLITE_ROW) {
        code = regimes_read(store, SQL_REGIME, sqlite3_column_int64(row, DECK_ID), &regime, err);
        *in_force = regime.scheduler == scheduler;
    }
    enum err_code ended = sql_end(store, row, code ? &(struct err){0} : err);
    return code ? code : ended;
}

/* ---- training ---- */

enum err_code store_last_trained(
    struct store *store, const struct scheduler *scheduler, int64_t *trained_ms, struct err *err)
{
    enum { CHANGED_MS };
    *trained_ms = INT64_MIN;
    sqlite3_stmt *row = sql_query(store, SQL_REGIME_TRAINED, "i", (int64_t)scheduler->number);
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, CHANGED_MS) != SQLITE_NULL)
        *trained_ms = column_number(row, CHANGED_MS, REGIMES_CHANGED_MS);
    return sql_end(store, row, err);
}

enum err_code store_count_ratings(
    struct store *store, int64_t before_ms, int64_t *before, int64_t *now, struct err *err)
{
    enum { BEFORE, NOW };
    sqlite3_stmt *row = sql_query(store, SQL_RATINGS_BEFORE, "i", before_ms);
    *before = *now = 0;
    if (sqlite3_step(row) == SQLITE_ROW) {
        *before = sqlite3_column_int64(row, BEFORE);
        *now = sqlite3_column_int64(row, NOW);
    }
    return sql_end(store, row, err);
}

/* ---- what comes into force ---- */

static enum err_code regimes_insert(struct store *store, int64_t deck_id, struct moment at,
    int scheduler, int retention, const char *weights, bool imported, struct err *err)
{
    int64_t last = 0;
    enum err_code code = sql_read_number(store, err, &last, SQL_REGIME_NUMBER, "");
    return code ? code
                : sql_insert(store, err, SQL_REGIME_INSERT, ROW_REGIMES, "iniidinoi", last + 1,
                      deck_id, at.utc_ms, (int64_t)at.offset_min, at.day, (int64_t)scheduler,
                      (int64_t)retention, weights, (int64_t)imported);
}

/* Whether the wish is the deck's last one, undone or not. *changes is whether it changes the
 * scheduler in force. */
static enum err_code regimes_compare(
    struct store *store, const struct regime_wish *wish, bool *same, bool *changes, struct err *err)
{
    struct regime last, now;
    enum err_code code;
    if ((code = regimes_read(store, SQL_REGIME_LAST, wish->deck_id, &last, err)) ||
        (code = regimes_read(store, SQL_REGIME, wish->deck_id, &now, err)))
        return code;
    *same = regime_number(&last) == wish->scheduler &&
            (!regime_has_memory(&last) || last.retention == wish->retention);
    *changes = !*same && regime_number(&now) != wish->scheduler;
    return ERR_NONE;
}

static enum err_code regimes_follow(struct store *store, const struct regime_wish *wishes,
    size_t count, struct moment at, size_t *switched, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < count && !code; i++) {
        bool same = false, changes = false;
        code = regimes_compare(store, &wishes[i], &same, &changes, err);
        if (!code && !same)
            code = regimes_insert(store, wishes[i].deck_id, at, wishes[i].scheduler,
                wishes[i].retention, NULL, false, err);
        *switched += changes;
    }
    return code || !*switched ? code : fold_and_write(store, NULL, err);
}

enum err_code store_set_regimes(struct store *store, const struct regime_wish *wishes, size_t count,
    struct moment at, size_t *switched, struct err *err)
{
    enum err_code code = ERR_NONE;
    bool same = true;
    *switched = 0;
    for (size_t i = 0; i < count && same && !code; i++) {
        bool changes;
        code = regimes_compare(store, &wishes[i], &same, &changes, err);
    }
    if (code || same) /* a write transaction would wait for other programs */
        return code;
    code = store_begin(store, err);
    if (code)
        return code;
    return store_end(store, regimes_follow(store, wishes, count, at, switched, err), err);
}

/* Put weights into force for a deck, or for all if deck_id is 0. *changed is set if they differ
 * from those in force. */
static enum err_code regimes_put(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, const int32_t *units, const char *text, bool imported,
    struct moment at, bool *changed, struct err *err)
{
    int32_t now[WEIGHTS_MAX];
    enum err_code code = store_weights(store, deck_id, scheduler, now, err);
    *changed |= !units || memcmp(now, units, scheduler->weight_count * sizeof *now) != 0;
    return code ? code
                : regimes_insert(store, deck_id, at, scheduler->number, 0, text, imported, err);
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
        regimes_put_weights(scheduler, units, &text);
    if (text.failed)
        code = err_memory(err);
    for (size_t i = 0; i < (count ? count : 1) && !code; i++)
        code = regimes_put(store, count ? deck_ids[i] : 0, scheduler, units, buf_string(&text),
            imported, at, &changed, err);
    buf_done(&text);
    if (!code && changed)
        code = fold_and_write(store, NULL, err);
    return store_end(store, code, err);
}

enum err_code store_weights_were_imported(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, const int32_t *units, bool *imported, struct err *err)
{
    int32_t last[WEIGHTS_MAX] = {0};
    sqlite3_stmt *row =
        sql_query(store, SQL_REGIME_IMPORTED, "ii", deck_id, (int64_t)scheduler->number);
    *imported = sqlite3_step(row) == SQLITE_ROW &&
                regimes_take_weights(scheduler, column_text(row, 0), last) &&
                memcmp(last, units, scheduler->weight_count * sizeof *last) == 0;
    return sql_end(store, row, err);
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
