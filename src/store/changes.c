#include "store/changes.h"

#include "store/rows.h"
#include "store/sql.h"

enum err_code write_change(struct store *store, int64_t card_id, struct change change,
    int64_t review_id, struct moment at, struct schedule *schedule, struct err *err)
{
    bool all = change.kind == CHANGE_SET, due = all || change.kind == CHANGE_SET_DUE;
    enum err_code code = sql_run(store, err, SQL_CHANGE_INSERT, "iiidinicccdco", card_id, at.utc_ms,
        (int64_t)at.offset_min, at.day, (int64_t)change.kind, review_id, (int64_t)change.imported,
        all ? (int64_t)change.sm2.repetitions : -1, all ? (int64_t)change.sm2.interval : -1,
        all ? (int64_t)change.sm2.ease : -1, due ? change.due : NO_DAY,
        all ? (int64_t)change.lapses : -1, (const char *)NULL);
    change.change_id = sqlite3_last_insert_rowid(store->db);
    change.day = at.day;
    *schedule = schedule_change(*schedule, &change);
    return code;
}

enum err_code end_change(struct store *store, enum err_code code, struct err *err)
{
    if (!code)
        return store_commit(store, err);
    store_rollback(store);
    return code;
}

static bool changes_is_stale(const struct schedule *now, const struct schedule *seen)
{
    return now->last_review < 0 || (seen && (now->last_review != seen->last_review ||
                                                now->last_change != seen->last_change));
}

enum err_code store_change(
    struct store *store, const struct changing *changing, struct schedule *after, struct err *err)
{
    struct schedule schedule;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = read_schedule(store, changing->card_id, &schedule, err);
    if (!code && changes_is_stale(&schedule, changing->seen))
        code = err_set(err, ERR_STALE, "the card was changed in another window");
    if (!code)
        code = write_change(
            store, changing->card_id, changing->change, 0, changing->at, &schedule, err);
    if (!code)
        code = write_schedule(store, changing->card_id, &schedule, err);
    code = end_change(store, code, err);
    if (!code && after)
        *after = schedule;
    return code;
}

static enum err_code changes_find_card(
    struct store *store, int64_t change_id, int64_t *card_id, struct err *err)
{
    *card_id = 0;
    sqlite3_stmt *row = sql_query(store, SQL_CHANGE_CARD, "i", change_id);
    if (sqlite3_step(row) == SQLITE_ROW)
        *card_id = sqlite3_column_int64(row, 0);
    return sql_end(store, row, err);
}

enum err_code store_change_undo(
    struct store *store, int64_t change_id, struct moment at, struct err *err)
{
    int64_t card_id;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = changes_find_card(store, change_id, &card_id, err);
    if (!code && !card_id)
        code = err_set(err, ERR_STALE, "the change was taken back in another window");
    if (!code && !(code = sql_run(store, err, SQL_CHANGE_UNDO, "ii", at.utc_ms, change_id)))
        code = replay_schedule(store, card_id, err);
    return end_change(store, code, err);
}

int event_day(const struct event *event)
{
    return event->is_change ? event->change.day : event->review.day;
}
