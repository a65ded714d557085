#include "store/changes.h"

#include "store/replay.h"
#include "store/sql.h"

static bool changes_is_stale(const struct schedule *now, const struct schedule *seen)
{
    return now->last_review < 0 || (seen && (now->last_review != seen->last_review ||
                                                now->last_change != seen->last_change));
}

enum err_code store_change(
    struct store *store, const struct changing *c, struct schedule *after, struct err *err)
{
    struct schedule schedule;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = read_schedule(store, c->card_id, &schedule, err);
    if (!code && changes_is_stale(&schedule, c->seen))
        code = err_set(err, ERR_STALE, "the card was changed in another window");
    if (!code)
        code = write_change(store, c->card_id, c->change, 0, c->at, NULL, &schedule, err);
    if (!code)
        code = write_changed(store, c->card_id, &schedule, err);
    code = store_end(store, code, err);
    if (!code && after)
        *after = schedule;
    return code;
}

enum err_code store_change_undo(struct store *store, int64_t id, struct moment at, struct err *err)
{
    int64_t card_id = 0;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = sql_read_number(store, err, &card_id, SQL_CHANGE_CARD, "i", id);
    if (!code && !card_id)
        code = err_set(err, ERR_STALE, "the change was undone in another window");
    if (!code && !(code = sql_run(store, err, SQL_CHANGE_UNDO, "viv", at.utc_ms, id, INT64_MIN)))
        code = replay_schedule(store, card_id, err);
    return store_end(store, code, err);
}
