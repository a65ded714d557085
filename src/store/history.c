#include "store/history.h"

#include "base/buf.h"
#include "store/sql.h"

#include <assert.h>
#include <stdlib.h>

int event_day(const struct event *event)
{
    return event->is_change ? event->change.day : event->review.day;
}

/* Read an event from SQL_HISTORY, which verifies its rows, so all values are in range. event->after
 * must hold the previous schedule, and is updated. */
static void history_read_event(sqlite3_stmt *row, struct event *event)
{
    /* clang-format off */
    enum {
        EVENT_ID, AT_MS, OFFSET_MIN, DAY, REVIEW_KIND, CHANGE_KIND, RATING, SPENT_MS, REPETITIONS,
        INTERVAL, EASE, DUE, LAPSES, IMPORTED, SCHEDULER,
        WHOLE
    };
    /* clang-format on */
    assert(sqlite3_column_count(row) == WHOLE + 1);
    event->is_change = sqlite3_column_type(row, CHANGE_KIND) != SQLITE_NULL;
    event->review = (struct review){
        .review_id = sqlite3_column_int64(row, EVENT_ID),
        .kind = (enum review_kind)sqlite3_column_int(row, REVIEW_KIND),
        .rating = (enum rating)sqlite3_column_int(row, RATING),
        .day = sqlite3_column_int(row, DAY),
        .scheduler = sqlite3_column_int(row, SCHEDULER),
        .due = column_day(row, DUE, REVIEWS_DUE),
    };
    event->change = (struct change){
        .change_id = sqlite3_column_int64(row, EVENT_ID),
        .kind = (enum change_kind)sqlite3_column_int(row, CHANGE_KIND),
        .day = sqlite3_column_int(row, DAY),
        .sm2 = {sqlite3_column_int(row, REPETITIONS), sqlite3_column_int(row, INTERVAL),
            sqlite3_column_int(row, EASE)},
        .due = column_day(row, DUE, CHANGES_DUE),
        .lapses = sqlite3_column_int(row, LAPSES),
        .imported = sqlite3_column_int(row, IMPORTED),
    };
    event->at_ms = sqlite3_column_int64(row, AT_MS);
    event->offset_min = sqlite3_column_int(row, OFFSET_MIN);
    event->spent_ms = sqlite3_column_int64(row, SPENT_MS);
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
        history_read_event(row, &event);
        more = take(context, &event);
    }
    return sql_end(store, row, err);
}

void card_history_done(struct card_history *history)
{
    free(history->events);
    *history = (struct card_history){0};
}

/* Collects events until memory runs out. */
struct history_collector {
    struct card_history *history;
    bool failed;
};

static bool history_keep(void *context, const struct event *event)
{
    struct history_collector *collector = context;
    struct card_history *history = collector->history;
    collector->failed =
        !array_add(&history->events, &history->count, &history->capacity, event, sizeof *event);
    return !collector->failed;
}

enum err_code card_history_read(
    struct store *store, int64_t card_id, struct card_history *history, struct err *err)
{
    struct history_collector collector = {history, false};
    history->count = 0;
    enum err_code code = store_history(store, card_id, history_keep, &collector, err);
    return code || !collector.failed ? code : err_memory(err);
}

/* ---- the memory ---- */

static int history_by_time(const void *a, const void *b)
{
    const struct event *x = *(const struct event *const *)a, *y = *(const struct event *const *)b;
    int64_t ids[] = {x->is_change ? x->change.change_id : x->review.review_id,
        y->is_change ? y->change.change_id : y->review.review_id};
    return x->at_ms != y->at_ms ? (x->at_ms < y->at_ms ? -1 : 1)
                                : array_by_number(&ids[0], &ids[1]);
}

enum err_code card_history_memory(struct card_history *history, const struct regime *regime,
    struct schedule *last, struct err *err)
{
    struct past past = {0};
    struct event **order = calloc(history->count + 1, sizeof *order);
    if (!order)
        return err_memory(err);
    for (size_t i = 0; i < history->count; i++)
        order[i] = &history->events[i];
    qsort(order, history->count, sizeof(struct event *), history_by_time);
    for (size_t i = 0; i < history->count; i++) {
        struct event *event = order[i];
        if (!event->is_change && event->review.day > past.day)
            event->predicted = past_recall(regime, &past, event->review.day);
        past = event->is_change ? past_change(regime, past, &event->change, event->at_ms)
                                : past_review(regime, past, &event->review, event->at_ms);
        event->after = schedule_with_past(event->after, past);
    }
    *last = history->count ? history->events[history->count - 1].after : schedule_new();
    *last = schedule_with_past(*last, past);
    free(order);
    return ERR_NONE;
}

enum err_code card_history_show(struct store *store, int64_t card_id, const struct regime *regime,
    struct card_history *history, struct err *err)
{
    struct schedule last;
    enum err_code code = card_history_read(store, card_id, history, err);
    history->regime = *regime;
    if (!code && regime_has_memory(regime))
        code = card_history_memory(history, regime, &last, err);
    return code;
}
