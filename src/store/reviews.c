#include "store/reviews.h"

#include "store/rows.h"
#include "store/sql.h"

static enum err_code read_schedule(
    struct store *store, int64_t card_id, struct schedule *schedule, struct err *err)
{
    *schedule = (struct schedule){.last_review = -1}; /* no card has that */
    sqlite3_stmt *row = sql_query(store, SQL_SCHEDULE, "i", card_id);
    if (sqlite3_step(row) == SQLITE_ROW)
        *schedule = row_schedule(row);
    return sql_end(store, row, err);
}

static enum err_code write_schedule(
    struct store *store, int64_t card_id, const struct schedule *s, struct err *err)
{
    sqlite3_stmt *row = sql_query(store, SQL_SCHEDULE_UPDATE, "iiiddiiiii",
        (int64_t)s->sm2.repetitions, (int64_t)s->sm2.interval, (int64_t)s->sm2.ease, s->due,
        s->repeat_day, (int64_t)s->lapses, (int64_t)s->reviews, (int64_t)s->last_rating,
        s->last_review, card_id);
    if (row && s->last_review == 0)
        sqlite3_bind_null(row, 9);
    sqlite3_step(row);
    return sql_end(store, row, err);
}

static enum err_code write_review(
    struct store *store, const struct rated *rated, struct schedule *schedule, struct err *err)
{
    struct review review = {1, rated->kind, rated->rating, rated->at.day};
    struct sm2 before = schedule->sm2;
    *schedule = schedule_add(*schedule, &review);
    enum err_code code = sql_run(store, err, SQL_REVIEW_INSERT, "iiidiiiiiiid", rated->card_id,
        rated->at.utc_ms, (int64_t)rated->at.offset_min, rated->at.day, (int64_t)rated->kind,
        (int64_t)rated->rating, rated->spent_ms, (int64_t)before.interval,
        (int64_t)schedule->sm2.interval, (int64_t)before.ease, (int64_t)schedule->sm2.ease,
        schedule->due);
    schedule->last_review = sqlite3_last_insert_rowid(store->db);
    return code ? code : write_schedule(store, rated->card_id, schedule, err);
}

enum err_code store_rate(
    struct store *store, const struct rated *rated, struct schedule *after, struct err *err)
{
    struct schedule schedule;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    code = read_schedule(store, rated->card_id, &schedule, err);
    if (!code && schedule.last_review != rated->last_review)
        code = err_set(err, ERR_STALE, "the card was rated in another window");
    if (!code)
        code = write_review(store, rated, &schedule, err);
    if (!code)
        code = store_commit(store, err);
    else
        store_rollback(store);
    if (!code)
        *after = schedule;
    return code;
}

/* ---- undo ---- */

static enum err_code find_last(struct store *store, const int64_t *deck_ids, size_t count,
    struct undone *last, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < count && !code; i++) {
        sqlite3_stmt *row = sql_query(store, SQL_REVIEW_LAST, "i", deck_ids[i]);
        if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int64(row, 1) > last->review_id)
            *last = (struct undone){sqlite3_column_int64(row, 0), deck_ids[i],
                sqlite3_column_int64(row, 1), (enum review_kind)sqlite3_column_int(row, 2)};
        code = sql_end(store, row, err);
    }
    return code;
}

/* The card's schedule as its reviews tell it. */
static enum err_code fold(
    struct store *store, int64_t card_id, struct schedule *schedule, struct err *err)
{
    *schedule = schedule_new();
    sqlite3_stmt *row = sql_query(store, SQL_REVIEWS_OF_CARD, "i", card_id);
    while (sqlite3_step(row) == SQLITE_ROW) {
        struct review review = {
            .review_id = sqlite3_column_int64(row, 0),
            .kind = (enum review_kind)sqlite3_column_int(row, 1),
            .rating = (enum rating)sqlite3_column_int(row, 2),
            .day = sqlite3_column_int(row, 3),
        };
        *schedule = schedule_add(*schedule, &review);
    }
    return sql_end(store, row, err);
}

enum err_code refold_schedule(struct store *store, int64_t card_id, struct err *err)
{
    struct schedule schedule;
    enum err_code code = fold(store, card_id, &schedule, err);
    return code ? code : write_schedule(store, card_id, &schedule, err);
}

static enum err_code take_back(
    struct store *store, const struct undone *last, struct moment at, struct err *err)
{
    enum err_code code = sql_run(store, err, SQL_REVIEW_UNDO, "ii", at.utc_ms, last->review_id);
    return code ? code : refold_schedule(store, last->card_id, err);
}

enum err_code store_undo(struct store *store, const int64_t *deck_ids, size_t count,
    struct moment at, struct undone *undone, struct err *err)
{
    *undone = (struct undone){0};
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    struct undone last = {0};
    code = find_last(store, deck_ids, count, &last, err);
    if (!code && last.card_id)
        code = take_back(store, &last, at, err);
    if (!code)
        code = store_commit(store, err);
    else
        store_rollback(store);
    if (!code)
        *undone = last;
    return code;
}
