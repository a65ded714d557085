#include "store/log.h"

#include "store/sql.h"

#include <limits.h>

enum err_code log_bounds(
    struct store *store, int since, int until, int64_t *first, int64_t *last, struct err *err)
{
    *first = 0;
    *last = INT64_MAX;
    if (since == INT_MIN && until == INT_MAX)
        return ERR_NONE;
    *last = -1;
    sqlite3_stmt *row = sql_query(store, SQL_LOG_BOUNDS, "ii", (int64_t)since, (int64_t)until);
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, 0) != SQLITE_NULL) {
        *first = sqlite3_column_int64(row, 0);
        *last = sqlite3_column_int64(row, 1);
    }
    return sql_end(store, row, err);
}

static enum err_code read_rows(
    struct store *store, sqlite3_stmt *query, log_row_fn *take, void *context, struct err *err)
{
    bool more = true;
    while (more && sqlite3_step(query) == SQLITE_ROW) {
        struct log_row row = {
            .review_id = sqlite3_column_int64(query, 0),
            .card_id = sqlite3_column_int64(query, 1),
            .reviewed_ms = sqlite3_column_int64(query, 2),
            .offset_min = sqlite3_column_int(query, 3),
            .study_day = sqlite3_column_int(query, 4),
            .kind = (enum review_kind)sqlite3_column_int(query, 5),
            .rating = (enum rating)sqlite3_column_int(query, 6),
            .spent_ms = sqlite3_column_int64(query, 7),
            .interval_before = sqlite3_column_int(query, 8),
            .interval_after = sqlite3_column_int(query, 9),
        };
        more = take(context, &row);
    }
    return sql_end(store, query, err);
}

enum err_code log_read(
    struct store *store, int since, int until, log_row_fn *take, void *context, struct err *err)
{
    int64_t first, last;
    enum err_code code = log_bounds(store, since, until, &first, &last, err);
    return code
               ? code
               : read_rows(store,
                     sql_query(store, SQL_LOG, "iiii", first, last, (int64_t)since, (int64_t)until),
                     take, context, err);
}

enum err_code log_read_by_day(
    struct store *store, int since, int until, log_row_fn *take, void *context, struct err *err)
{
    return read_rows(store, sql_query(store, SQL_LOG_BY_DAY, "ii", (int64_t)since, (int64_t)until),
        take, context, err);
}

enum err_code log_rating_before(
    struct store *store, int64_t card_id, int64_t review_id, int *rating, struct err *err)
{
    *rating = 0;
    sqlite3_stmt *row = sql_query(store, SQL_LOG_RATING_BEFORE, "ii", card_id, review_id);
    if (sqlite3_step(row) == SQLITE_ROW)
        *rating = sqlite3_column_int(row, 0);
    return sql_end(store, row, err);
}
