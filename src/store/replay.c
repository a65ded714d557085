/* A card's row is the fold of its events, its reviews and changes in the order of their ids. Here
 * they are read and folded, and the row is written. */
#include "store/changes.h"
#include "store/rows.h"
#include "store/sql.h"

static struct review replay_row_review(sqlite3_stmt *row)
{
    return (struct review){
        .review_id = sqlite3_column_int64(row, 0),
        .kind = (enum review_kind)sqlite3_column_int(row, 4),
        .rating = (enum rating)sqlite3_column_int(row, 6),
        .day = sqlite3_column_int(row, 3),
    };
}

static struct change replay_row_change(sqlite3_stmt *row)
{
    return (struct change){
        .change_id = sqlite3_column_int64(row, 0),
        .kind = (enum change_kind)sqlite3_column_int(row, 5),
        .day = sqlite3_column_int(row, 3),
        .sm2 = {sqlite3_column_int(row, 8), sqlite3_column_int(row, 9),
            sqlite3_column_int(row, 10)},
        .due = column_day(row, 11),
        .lapses = sqlite3_column_int(row, 12),
        .imported = sqlite3_column_int(row, 13),
    };
}

static void replay_read_event(sqlite3_stmt *row, struct event *event)
{
    event->is_change = sqlite3_column_type(row, 5) != SQLITE_NULL;
    event->review = replay_row_review(row);
    event->change = replay_row_change(row);
    event->at_ms = sqlite3_column_int64(row, 1);
    event->offset_min = sqlite3_column_int(row, 2);
    event->spent_ms = sqlite3_column_int64(row, 7);
    event->after = event->is_change ? schedule_change(event->after, &event->change)
                                    : schedule_add(event->after, &event->review);
}

enum err_code store_history(
    struct store *store, int64_t card_id, event_fn *take, void *context, struct err *err)
{
    struct event event = {.after = schedule_new()};
    bool more = true;
    sqlite3_stmt *row = sql_query(store, SQL_HISTORY, "i", card_id);
    while (more && sqlite3_step(row) == SQLITE_ROW) {
        replay_read_event(row, &event);
        more = take(context, &event);
    }
    return sql_end(store, row, err);
}

static bool replay_keep_schedule(void *context, const struct event *event)
{
    *(struct schedule *)context = event->after;
    return true;
}

enum err_code read_schedule(
    struct store *store, int64_t card_id, struct schedule *schedule, struct err *err)
{
    *schedule = (struct schedule){.last_review = -1}; /* no card has that */
    sqlite3_stmt *row = sql_query(store, SQL_SCHEDULE, "i", card_id);
    if (sqlite3_step(row) == SQLITE_ROW)
        *schedule = row_schedule(row);
    return sql_end(store, row, err);
}

enum err_code write_schedule(
    struct store *store, int64_t card_id, const struct schedule *s, struct err *err)
{
    return sql_run(store, err, SQL_SCHEDULE_UPDATE, "iiiddiiiniidni", (int64_t)s->sm2.repetitions,
        (int64_t)s->sm2.interval, (int64_t)s->sm2.ease, s->due, s->repeat_day, (int64_t)s->lapses,
        (int64_t)s->reviews, (int64_t)s->last_rating, s->last_review, (int64_t)s->suspended,
        (int64_t)s->leech, s->buried_day, s->last_change, card_id);
}

enum err_code replay_schedule(struct store *store, int64_t card_id, struct err *err)
{
    struct schedule schedule = schedule_new();
    enum err_code code = store_history(store, card_id, replay_keep_schedule, &schedule, err);
    return code ? code : write_schedule(store, card_id, &schedule, err);
}

enum err_code adopt_history(struct store *store, int64_t card_id, int64_t other_id, struct err *err)
{
    enum err_code code;
    if ((code = sql_run(store, err, SQL_ADOPT_REVIEWS, "ii", card_id, other_id)) ||
        (code = sql_run(store, err, SQL_ADOPT_CHANGES, "ii", card_id, other_id)))
        return code;
    return replay_schedule(store, card_id, err);
}
