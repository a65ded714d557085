#include "store/changes.h"

#include "store/numbers.h"
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

/* Set a card's due day. The memory stays, so nothing is replayed. The batch is the number of its
 * first change, which is 0 until that is written. */
static enum err_code changes_move_due(struct store *store, const struct due_move *move,
    struct moment at, int64_t *batch, struct err *err)
{
    struct schedule schedule;
    struct change change = {.kind = CHANGE_SET_DUE, .due = move->due, .batch = *batch};
    enum err_code code = ERR_NONE;
    if (!*batch) {
        code = numbers_next_event(store, batch, err);
        change.batch = *batch;
    }
    if (code || (code = read_schedule(store, move->card_id, &schedule, err)) ||
        (code = write_change(store, move->card_id, change, 0, at, NULL, &schedule, err)))
        return code;
    schedule = schedule_with_past(schedule, schedule.past);
    return write_schedule(store, move->card_id, &schedule, err);
}

enum err_code store_move_due(struct store *store, const struct due_move *moves, size_t count,
    struct moment at, struct err *err)
{
    int64_t batch = 0;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    for (size_t i = 0; i < count && !code; i++)
        code = changes_move_due(store, &moves[i], at, &batch, err);
    return store_end(store, code, err);
}
