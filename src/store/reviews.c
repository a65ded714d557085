#include "store/reviews.h"

#include "store/numbers.h"
#include "store/replay.h"
#include "store/sql.h"

#include <stdlib.h>

/* Write the card's row after a rating. If the clock went back, the rating comes before others in
 * the order of time, and the memory is replayed. */
static enum err_code reviews_write_schedule(struct store *store, const struct rated *rated,
    const struct past *before, struct schedule *schedule, struct err *err)
{
    if (regime_has_memory(&rated->regime) && rated->at.utc_ms < before->at_ms)
        return write_changed(store, rated->card_id, schedule, err);
    return write_schedule(store, rated->card_id, schedule, err);
}

static enum err_code reviews_write_review(
    struct store *store, const struct rated *rated, struct schedule *schedule, struct err *err)
{
    const struct regime *regime = &rated->regime;
    bool recalls = regime_has_memory(regime), gives = recalls && rated->kind != REVIEW_CRAM;
    struct review review = {.kind = rated->kind,
        .rating = rated->rating,
        .day = rated->at.day,
        .scheduler = gives ? regime->scheduler->number : 0,
        .due = rated->at.day + rated->days};
    enum err_code code = numbers_next_event(store, &review.review_id, err);
    if (code)
        return code;
    struct schedule before = *schedule;
    *schedule = schedule_add(before, &review);
    if (recalls)
        *schedule = schedule_with_past(
            *schedule, past_review(regime, before.past, &review, rated->at.utc_ms));
    const float *memory = schedule->past.memory.state;
    code = sql_insert(store, err, SQL_REVIEW_INSERT, ROW_REVIEWS, "iiiidiiiiiiiddivvvv",
        review.review_id, rated->card_id, rated->at.utc_ms, (int64_t)rated->at.offset_min,
        rated->at.day, (int64_t)rated->kind, (int64_t)rated->rating, rated->spent_ms,
        (int64_t)before.interval, (int64_t)schedule->interval, (int64_t)before.sm2.ease,
        (int64_t)schedule->sm2.ease, schedule->due, NO_DAY, INT64_C(0),
        gives ? (int64_t)review.scheduler : INT64_MIN,
        gives ? (int64_t)regime->retention : INT64_MIN,
        gives ? (int64_t)float_bits(memory[MEMORY_STABILITY]) : INT64_MIN,
        gives ? (int64_t)float_bits(memory[MEMORY_DIFFICULTY]) : INT64_MIN);
    if (!code && !before.leech && schedule_makes_leech(&before, schedule, rated->leech_lapses))
        code = write_change(store, rated->card_id, (struct change){.kind = CHANGE_LEECH},
            schedule->last_review, rated->at, NULL, schedule, err);
    return code ? code : reviews_write_schedule(store, rated, &before.past, schedule, err);
}

/* Whether the regime in force is the one that the rating was announced under. */
static enum err_code reviews_check_regime(
    struct store *store, const struct rated *rated, struct err *err)
{
    struct regime now;
    enum err_code code = read_regime(store, rated->card_id, &now, err);
    if (code || regime_is_same(&now, &rated->regime))
        return code;
    return err_set(err, ERR_STALE, "the scheduler was changed in another window");
}

enum err_code store_rate(
    struct store *store, const struct rated *r, struct schedule *after, struct err *err)
{
    struct schedule schedule;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = read_schedule(store, r->card_id, &schedule, err);
    if (!code && (schedule.last_review != r->last_review || schedule.last_change != r->last_change))
        code = err_set(err, ERR_STALE, "the card was changed in another window");
    if (!code)
        code = reviews_check_regime(store, r, err);
    if (!code)
        code = reviews_write_review(store, r, &schedule, err);
    code = store_end(store, code, err);
    if (!code)
        *after = schedule;
    return code;
}

/* Replace *last with the deck's last review or change (whichever the statement finds) if that is
 * later. A change made by a rating stands for that rating, unless damage has lost the rating. */
static enum err_code reviews_last_of_deck(struct store *store, enum sql sql, int64_t deck_id,
    struct undone *last, int64_t *last_id, struct err *err)
{
    /* clang-format off */
    enum {
        CARD_ID, EVENT_ID, AT_MS, OFFSET_MIN, DAY, CHANGE_KIND, REVIEW_ID, REVIEW_KIND, RATING, BATCH
    };
    /* clang-format on */
    sqlite3_stmt *row = sql_query(store, sql, "i", deck_id);
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int64(row, EVENT_ID) > *last_id) {
        bool rated = sqlite3_column_type(row, REVIEW_KIND) != SQLITE_NULL;
        *last_id = sqlite3_column_int64(row, EVENT_ID);
        *last = (struct undone){.card_id = column_number(row, CARD_ID, CARDS_CARD_ID),
            .deck_id = deck_id,
            .review_id = rated ? sqlite3_column_int64(row, REVIEW_ID) : 0,
            .at = {column_number(row, AT_MS, REVIEWS_REVIEWED_MS),
                column_int(row, OFFSET_MIN, REVIEWS_OFFSET_MIN),
                column_int(row, DAY, REVIEWS_STUDY_DAY)}};
        if (rated) {
            last->kind = (enum review_kind)column_int(row, REVIEW_KIND, REVIEWS_KIND);
            last->rating = (enum rating)column_int(row, RATING, REVIEWS_RATING);
        } else {
            last->change_id = *last_id;
            last->change = (enum change_kind)column_int(row, CHANGE_KIND, CHANGES_KIND);
            last->batch = column_number(row, BATCH, CHANGES_BATCH);
        }
    }
    return sql_end(store, row, err);
}

/* ---- batches ---- */

#define NOT_UNDONE INT64_MIN /* no mark */

/* The cards that a batch changed. */
struct reviews_batch {
    struct reviews_batched {
        int64_t card_id, change_id; /* the card's last change in it */
    } * cards;
    size_t count, capacity;
};

/* Read the cards of those changes of the batch that have the mark. */
static enum err_code reviews_read_batch(
    struct store *store, int64_t number, int64_t mark, struct reviews_batch *batch, struct err *err)
{
    enum { CARD_ID, CHANGE_ID };
    bool ok = true;
    sqlite3_stmt *row = sql_query(store, SQL_BATCH, "iv", number, mark);
    while (ok && sqlite3_step(row) == SQLITE_ROW) {
        struct reviews_batched card = {column_number(row, CARD_ID, CHANGES_CARD_ID),
            column_number(row, CHANGE_ID, CHANGES_CHANGE_ID)};
        ok = array_add(&batch->cards, &batch->count, &batch->capacity, &card, sizeof card);
    }
    return sql_end_list(store, row, ok, err);
}

static enum err_code reviews_count_batch(struct store *store, struct undone *last, struct err *err)
{
    struct reviews_batch batch = {0};
    enum err_code code = reviews_read_batch(store, last->batch, NOT_UNDONE, &batch, err);
    last->cards = batch.count;
    free(batch.cards);
    return code;
}

/* ERR_STALE if one of the cards was rated or changed since. */
static enum err_code reviews_check_batch(
    struct store *store, const struct reviews_batch *batch, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < batch->count && !code; i++) {
        struct schedule now;
        int64_t id = batch->cards[i].change_id;
        code = read_schedule(store, batch->cards[i].card_id, &now, err);
        if (!code && (now.last_review > id || now.last_change > id))
            code = err_set(err, ERR_STALE, "the card was changed in another window");
    }
    return code;
}

/* Change the marks of a batch, and replay its cards. ERR_STALE if no change has the mark `from`;
 * to redo it, also if one of its cards was rated or changed since. */
static enum err_code reviews_mark_batch(
    struct store *store, int64_t number, int64_t from, int64_t to, struct err *err)
{
    struct reviews_batch batch = {0};
    enum err_code code = reviews_read_batch(store, number, from, &batch, err);
    if (!code && batch.count == 0)
        code = err_set(err, ERR_STALE, "it was changed in another window");
    if (!code && to == NOT_UNDONE)
        code = reviews_check_batch(store, &batch, err);
    if (!code)
        code = sql_run(store, err, SQL_BATCH_UNDO, "viv", to, number, from);
    for (size_t i = 0; i < batch.count && !code; i++)
        code = replay_schedule(store, batch.cards[i].card_id, err);
    free(batch.cards);
    return code;
}

enum err_code store_last(struct store *store, const int64_t *deck_ids, size_t count,
    struct undone *last, struct err *err)
{
    static const enum sql events[] = {SQL_REVIEW_LAST, SQL_CHANGE_LAST};
    int64_t last_id = 0;
    enum err_code code = ERR_NONE;
    *last = (struct undone){0};
    for (size_t i = 0; i < 2 * count && !code; i++)
        code = reviews_last_of_deck(store, events[i % 2], deck_ids[i / 2], last, &last_id, err);
    if (!code && last->batch)
        code = reviews_count_batch(store, last, err);
    return code;
}

/* ---- undo and redo ---- */

/* Change the mark of an event, and of the leech mark that it made. ERR_STALE if it is not `from`.
 */
static enum err_code reviews_mark(
    struct store *store, const struct undone *event, int64_t from, int64_t to, struct err *err)
{
    enum err_code code;
    if (event->change_id)
        code = sql_run(store, err, SQL_CHANGE_UNDO, "viv", to, event->change_id, from);
    else
        code = sql_run(store, err, SQL_REVIEW_UNDO, "viv", to, event->review_id, from);
    if (code)
        return code;
    if (sqlite3_changes(store->db) == 0)
        return err_set(err, ERR_STALE, "it was changed in another window");
    return event->change_id ? ERR_NONE
                            : sql_run(store, err, SQL_REVIEW_UNDO_MARK, "viiv", to, event->card_id,
                                  event->review_id, from);
}

static enum err_code reviews_mark_and_replay(
    struct store *store, const struct undone *event, int64_t from, int64_t to, struct err *err)
{
    if (event->batch)
        return reviews_mark_batch(store, event->batch, from, to, err);
    enum err_code code = reviews_mark(store, event, from, to, err);
    return code ? code : replay_schedule(store, event->card_id, err);
}

enum err_code store_undo(
    struct store *store, struct undone *undone, struct moment at, struct err *err)
{
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = reviews_mark_and_replay(store, undone, NOT_UNDONE, at.utc_ms, err);
    if (!(code = store_end(store, code, err)))
        undone->undone_ms = at.utc_ms;
    return code;
}

enum err_code store_redo(struct store *store, const struct undone *undone, struct err *err)
{
    struct schedule now;
    int64_t id = undone->change_id ? undone->change_id : undone->review_id;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = read_schedule(store, undone->card_id, &now, err);
    if (!code && (now.last_review > id || now.last_change > id))
        code = err_set(err, ERR_STALE, "the card was changed in another window");
    if (!code)
        code = reviews_mark_and_replay(store, undone, undone->undone_ms, NOT_UNDONE, err);
    return store_end(store, code, err);
}

enum err_code store_review_stands(
    struct store *store, int64_t review_id, bool *stands, struct err *err)
{
    int64_t found = 0;
    enum err_code code = sql_read_number(store, err, &found, SQL_REVIEW_STANDS, "i", review_id);
    *stands = found;
    return code;
}
