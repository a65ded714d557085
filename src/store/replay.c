#include "store/replay.h"

#include "store/history.h"
#include "store/numbers.h"
#include "store/regimes.h"
#include "store/sql.h"

#include <assert.h>

struct schedule row_schedule(sqlite3_stmt *row)
{
    /* clang-format off */
    enum {
        REPETITIONS, INTERVAL, EASE, DUE, REPEAT_DAY, LAPSES, REVIEWS, LAST_RATING, LAST_REVIEW,
        SUSPENDED, LEECH, BURIED_DAY, LAST_CHANGE, SM2_INTERVAL, STABILITY, DIFFICULTY, MEMORY_DAY,
        MEMORY_MS, COLUMNS
    };
    /* clang-format on */
    static_assert(COLUMNS == SCHEDULE_COLUMNS, "readers find their own columns after these");
    assert(sqlite3_column_count(row) >= COLUMNS);
    int interval = column_int(row, INTERVAL, CARDS_INTERVAL);
    bool recalls = sqlite3_column_type(row, MEMORY_MS) != SQLITE_NULL;
    return (struct schedule){
        .sm2 = {column_int(row, REPETITIONS, CARDS_REPETITIONS),
            recalls ? column_int(row, SM2_INTERVAL, CARDS_SM2_INTERVAL) : interval,
            column_int(row, EASE, CARDS_EASE)},
        .interval = interval,
        .due = column_day(row, DUE, CARDS_DUE),
        .repeat_day = column_day(row, REPEAT_DAY, CARDS_REPEAT_DAY),
        .lapses = column_int(row, LAPSES, CARDS_LAPSES),
        .reviews = column_int(row, REVIEWS, CARDS_REVIEWS),
        .last_rating = column_int(row, LAST_RATING, CARDS_LAST_RATING),
        .last_review = column_number(row, LAST_REVIEW, CARDS_LAST_REVIEW_ID),
        .suspended = column_int(row, SUSPENDED, CARDS_SUSPENDED),
        .leech = column_int(row, LEECH, CARDS_LEECH),
        .buried_day = column_day(row, BURIED_DAY, CARDS_BURIED_DAY),
        .last_change = column_number(row, LAST_CHANGE, CARDS_LAST_CHANGE_ID),
        .past = {.memory.state = {[MEMORY_STABILITY] =
                                      bits_float(column_int(row, STABILITY, CARDS_STABILITY)),
                     [MEMORY_DIFFICULTY] =
                         bits_float(column_int(row, DIFFICULTY, CARDS_DIFFICULTY))},
            .day = recalls ? column_int(row, MEMORY_DAY, CARDS_MEMORY_DAY) : 0,
            .at_ms = column_number(row, MEMORY_MS, CARDS_MEMORY_MS)},
    };
}

enum err_code read_schedule(struct store *store, int64_t id, struct schedule *s, struct err *err)
{
    *s = (struct schedule){.last_review = -1}; /* not the id of any review */
    sqlite3_stmt *row = sql_query(store, SQL_SCHEDULE, "i", id);
    if (sqlite3_step(row) == SQLITE_ROW)
        *s = row_schedule(row);
    return sql_end(store, row, err);
}

enum err_code write_schedule(
    struct store *store, int64_t card_id, const struct schedule *s, struct err *err)
{
    bool recalls = s->past.at_ms != 0, known = past_is_known(&s->past);
    const float *memory = s->past.memory.state;
    return sql_run(store, err, SQL_SCHEDULE_UPDATE, "iiiddiiiniidnvvvvvi",
        (int64_t)s->sm2.repetitions, (int64_t)s->interval, (int64_t)s->sm2.ease, s->due,
        s->repeat_day, (int64_t)s->lapses, (int64_t)s->reviews, (int64_t)s->last_rating,
        s->last_review, (int64_t)s->suspended, (int64_t)s->leech, s->buried_day, s->last_change,
        recalls ? (int64_t)s->sm2.interval : INT64_MIN,
        known ? (int64_t)float_bits(memory[MEMORY_STABILITY]) : INT64_MIN,
        known ? (int64_t)float_bits(memory[MEMORY_DIFFICULTY]) : INT64_MIN,
        recalls ? (int64_t)s->past.day : INT64_MIN, recalls ? s->past.at_ms : INT64_MIN, card_id);
}

enum err_code read_regime(
    struct store *store, int64_t card_id, struct regime *regime, struct err *err)
{
    int64_t deck_id = 0;
    enum err_code code = sql_read_number(store, err, &deck_id, SQL_CARD_DECK, "i", card_id);
    return code ? code : store_regime(store, deck_id, regime, err);
}

/* Compute the schedule of a card whose deck is under a scheduler with a memory. */
static enum err_code replay_memory(struct store *store, int64_t card_id,
    const struct regime *regime, struct schedule *schedule, struct err *err)
{
    struct card_history history = {0};
    enum err_code code = card_history_read(store, card_id, &history, err);
    if (!code)
        code = card_history_memory(&history, regime, schedule, err);
    card_history_done(&history);
    return code;
}

static bool replay_keep_schedule(void *context, const struct event *event)
{
    *(struct schedule *)context = event->after;
    return true;
}

enum err_code replay_fold(
    struct store *store, int64_t card_id, struct schedule *schedule, struct err *err)
{
    struct regime regime;
    *schedule = schedule_new();
    enum err_code code = read_regime(store, card_id, &regime, err);
    if (code || regime_has_memory(&regime))
        return code ? code : replay_memory(store, card_id, &regime, schedule, err);
    return store_history(store, card_id, replay_keep_schedule, schedule, err);
}

enum err_code replay_schedule(struct store *store, int64_t card_id, struct err *err)
{
    struct schedule schedule;
    enum err_code code = replay_fold(store, card_id, &schedule, err);
    return code ? code : write_schedule(store, card_id, &schedule, err);
}

enum err_code write_changed(
    struct store *store, int64_t card_id, struct schedule *schedule, struct err *err)
{
    struct regime regime;
    enum err_code code = read_regime(store, card_id, &regime, err);
    if (!code && regime_has_memory(&regime))
        code = replay_memory(store, card_id, &regime, schedule, err);
    return code ? code : write_schedule(store, card_id, schedule, err);
}

enum err_code write_change(struct store *store, int64_t card_id, struct change change,
    int64_t review_id, struct moment at, const char *extra, struct schedule *s, struct err *err)
{
    assert(store->depth > 0);
    assert(change.kind > CHANGE_NONE && change.kind <= CHANGE_LAST);
    bool all = change.kind == CHANGE_SET, due = all || change.kind == CHANGE_SET_DUE;
    enum err_code code = numbers_next_event(store, &change.change_id, err);
    if (!code)
        code = sql_insert(store, err, SQL_CHANGE_INSERT, ROW_CHANGES, "iiiidinicccdcovn",
            change.change_id, card_id, at.utc_ms, (int64_t)at.offset_min, at.day,
            (int64_t)change.kind, review_id, (int64_t)change.imported,
            all ? (int64_t)change.sm2.repetitions : -1, all ? (int64_t)change.sm2.interval : -1,
            all ? (int64_t)change.sm2.ease : -1, due ? change.due : NO_DAY,
            all ? (int64_t)change.lapses : -1, extra, INT64_MIN, change.batch);
    change.day = at.day;
    *s = schedule_change(*s, &change);
    return code;
}

enum err_code take_over_texts(struct store *store, int64_t card, int64_t other, struct err *err)
{
    assert(store->depth > 0 && card != other);
    enum err_code code;
    if ((code = numbers_keep_card(store, other, err)) ||
        (code = sql_run(store, err, SQL_TEXTS_DELETE, "i", card)) ||
        (code = sql_run(store, err, SQL_TAKE_OVER_TEXTS, "ii", card, other)) ||
        (code = sql_run(store, err, SQL_TAKE_OVER_ROW, "ii", card, other)))
        return code;
    return sql_run(store, err, SQL_CARD_DELETE, "i", other);
}

enum err_code take_over_history(struct store *store, int64_t card, int64_t other, struct err *err)
{
    assert(store->depth > 0 && card != other);
    enum err_code code;
    if ((code = sql_run(store, err, SQL_TAKE_OVER_REVIEWS, "ii", card, other)) ||
        (code = sql_run(store, err, SQL_TAKE_OVER_CHANGES, "ii", card, other)))
        return code;
    return replay_schedule(store, card, err);
}
