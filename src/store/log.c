#include "store/log.h"

#include "store/sql.h"

#include <limits.h>

#define LAST_MS       INT64_C(253402214400000) /* 9999-12-31 */
#define MINUTES_A_DAY 1440

enum err_code log_size(struct store *store, int64_t *size, struct err *err)
{
    *size = 0;
    return sql_read_number(store, err, size, SQL_LOG_SIZE, "");
}

/* The row may be damaged, so the result is limited to the years 1970 to 9999. */
enum err_code log_last(struct store *store, struct moment *last, struct err *err)
{
    enum { REVIEWED_MS, OFFSET_MIN };
    int64_t ms = 0;
    int offset = 0;
    sqlite3_stmt *row = sql_query(store, SQL_LOG_LAST, "");
    if (sqlite3_step(row) == SQLITE_ROW) {
        ms = sqlite3_column_int64(row, REVIEWED_MS);
        offset = sqlite3_column_int(row, OFFSET_MIN);
    }
    *last = moment_at(ms < 0 ? 0 : ms > LAST_MS ? LAST_MS : ms, offset % MINUTES_A_DAY);
    return sql_end(store, row, err);
}

enum err_code log_bounds(
    struct store *store, int since, int until, int64_t *first, int64_t *last, struct err *err)
{
    enum { FIRST, LAST };
    *first = 0;
    *last = INT64_MAX;
    if (since == INT_MIN && until == INT_MAX)
        return ERR_NONE;
    *last = -1;
    sqlite3_stmt *row = sql_query(store, SQL_LOG_BOUNDS, "ii", (int64_t)since, (int64_t)until);
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, FIRST) != SQLITE_NULL) {
        *first = column_number(row, FIRST, REVIEWS_REVIEW_ID);
        *last = column_number(row, LAST, REVIEWS_REVIEW_ID);
    }
    return sql_end(store, row, err);
}

struct log_taker {
    log_row_fn *take;
    void *context;
};

static bool log_take_values(void *context, sqlite3_value **values)
{
    struct log_taker *taker = context;
    struct log_row row = {
        .review_id = value_number(values[LOG_REVIEW_ID], REVIEWS_REVIEW_ID),
        .card_id = value_number(values[LOG_CARD_ID], REVIEWS_CARD_ID),
        .reviewed_ms = value_number(values[LOG_AT_MS], REVIEWS_REVIEWED_MS),
        .offset_min = value_int(values[LOG_OFFSET_MIN], REVIEWS_OFFSET_MIN),
        .study_day = value_int(values[LOG_DAY], REVIEWS_STUDY_DAY),
        .kind = (enum review_kind)value_int(values[LOG_KIND], REVIEWS_KIND),
        .rating = (enum rating)value_int(values[LOG_RATING], REVIEWS_RATING),
        .spent_ms = value_number(values[LOG_SPENT_MS], REVIEWS_SPENT_MS),
        .interval_before = value_int(values[LOG_INTERVAL_BEFORE], REVIEWS_INTERVAL_BEFORE),
        .interval_after = value_int(values[LOG_INTERVAL_AFTER], REVIEWS_INTERVAL_AFTER),
    };
    return row_has_fault() || taker->take(taker->context, &row);
}

enum err_code log_read(
    struct store *store, int since, int until, log_row_fn *take, void *context, struct err *err)
{
    int64_t first, last;
    struct log_taker taker = {take, context};
    enum err_code code = log_bounds(store, since, until, &first, &last, err);
    return code ? code
                : sql_scan(store, err, SQL_LOG, LOG_COLUMNS, log_take_values, &taker, "iiii", first,
                      last, (int64_t)since, (int64_t)until);
}

enum err_code log_read_by_day(
    struct store *store, int since, int until, log_row_fn *take, void *context, struct err *err)
{
    struct log_taker taker = {take, context};
    return sql_scan(store, err, SQL_LOG_BY_DAY, LOG_COLUMNS, log_take_values, &taker, "ii",
        (int64_t)since, (int64_t)until);
}

enum err_code log_rating_before(
    struct store *store, int64_t card_id, int64_t review_id, int *rating, struct err *err)
{
    enum { RATING };
    *rating = 0;
    sqlite3_stmt *row = sql_query(store, SQL_LOG_RATING_BEFORE, "ii", card_id, review_id);
    if (sqlite3_step(row) == SQLITE_ROW)
        *rating = column_int(row, RATING, REVIEWS_RATING);
    return sql_end(store, row, err);
}
