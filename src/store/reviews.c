#include "store/reviews.h"

#include "store/numbers.h"
#include "store/replay.h"
#include "store/sql.h"

static enum err_code reviews_write_review(
    struct store *store, const struct rated *rated, struct schedule *schedule, struct err *err)
{
    struct review review = {0, rated->kind, rated->rating, rated->at.day};
    enum err_code code = numbers_next_event(store, &review.review_id, err);
    if (code)
        return code;
    struct schedule before = *schedule;
    *schedule = schedule_add(before, &review);
    code = sql_insert(store, err, SQL_REVIEW_INSERT, ROW_REVIEWS, "iiiidiiiiiiiddi",
        review.review_id, rated->card_id, rated->at.utc_ms, (int64_t)rated->at.offset_min,
        rated->at.day, (int64_t)rated->kind, (int64_t)rated->rating, rated->spent_ms,
        (int64_t)before.sm2.interval, (int64_t)schedule->sm2.interval, (int64_t)before.sm2.ease,
        (int64_t)schedule->sm2.ease, schedule->due, NO_DAY, INT64_C(0));
    if (!code && !before.leech && schedule_makes_leech(&before, schedule, rated->leech_lapses))
        code = write_change(store, rated->card_id, (struct change){.kind = CHANGE_LEECH},
            schedule->last_review, rated->at, NULL, schedule, err);
    return code ? code : write_schedule(store, rated->card_id, schedule, err);
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
        code = reviews_write_review(store, r, &schedule, err);
    code = store_end(store, code, err);
    if (!code)
        *after = schedule;
    return code;
}

/* The kind of a review; REVIEW_NONE for a change made by hand, which has no review. */
static enum review_kind reviews_kind(sqlite3_stmt *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL
               ? REVIEW_NONE
               : (enum review_kind)column_int(row, column, REVIEWS_KIND);
}

/* Replace *last with the deck's last review or change (whichever the statement finds) if that is
 * later. A change made by a rating stands for that rating. */
static enum err_code reviews_last_of_deck(struct store *store, enum sql sql, int64_t deck_id,
    struct undone *last, int64_t *last_id, struct err *err)
{
    enum { CARD_ID, EVENT_ID, CHANGE_KIND, REVIEW_ID, REVIEW_KIND };
    sqlite3_stmt *row = sql_query(store, sql, "i", deck_id);
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int64(row, EVENT_ID) > *last_id) {
        *last_id = sqlite3_column_int64(row, EVENT_ID);
        *last = (struct undone){.card_id = column_number(row, CARD_ID, CARDS_CARD_ID),
            .deck_id = deck_id,
            .review_id = sqlite3_column_int64(row, REVIEW_ID),
            .kind = reviews_kind(row, REVIEW_KIND)};
        if (!last->review_id) {
            last->change_id = *last_id;
            last->change = (enum change_kind)column_int(row, CHANGE_KIND, CHANGES_KIND);
        }
    }
    return sql_end(store, row, err);
}

static enum err_code reviews_find_last(struct store *store, const int64_t *deck_ids, size_t count,
    struct undone *last, struct err *err)
{
    static const enum sql events[] = {SQL_REVIEW_LAST, SQL_CHANGE_LAST};
    int64_t last_id = 0;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < 2 * count && !code; i++)
        code = reviews_last_of_deck(store, events[i % 2], deck_ids[i / 2], last, &last_id, err);
    return code;
}

static enum err_code reviews_take_back(
    struct store *store, const struct undone *last, struct moment at, struct err *err)
{
    enum err_code code;
    if (last->change_id)
        code = sql_run(store, err, SQL_CHANGE_UNDO, "ii", at.utc_ms, last->change_id);
    else if (!(code = sql_run(store, err, SQL_REVIEW_UNDO, "ii", at.utc_ms, last->review_id)))
        code = sql_run(
            store, err, SQL_REVIEW_UNDO_MARK, "iii", at.utc_ms, last->card_id, last->review_id);
    return code ? code : replay_schedule(store, last->card_id, err);
}

enum err_code store_undo(struct store *store, const int64_t *deck_ids, size_t count,
    struct moment at, struct undone *undone, struct err *err)
{
    *undone = (struct undone){0};
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    struct undone last = {0};
    code = reviews_find_last(store, deck_ids, count, &last, err);
    if (!code && last.card_id)
        code = reviews_take_back(store, &last, at, err);
    code = store_end(store, code, err);
    if (!code)
        *undone = last;
    return code;
}

enum err_code store_review_stands(
    struct store *store, int64_t review_id, bool *stands, struct err *err)
{
    int64_t found = 0;
    enum err_code code = sql_read_number(store, err, &found, SQL_REVIEW_STANDS, "i", review_id);
    *stands = found;
    return code;
}
