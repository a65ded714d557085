#include "store/export.h"

#include "store/rows.h"
#include "store/sql.h"

static struct review_row read_review(sqlite3_stmt *row)
{
    return (struct review_row){
        .review_id = sqlite3_column_int64(row, 0),
        .reviewed_ms = sqlite3_column_int64(row, 1),
        .offset_min = sqlite3_column_int(row, 2),
        .study_day = sqlite3_column_int(row, 3),
        .deck = column_text(row, 4),
        .card_id = sqlite3_column_int64(row, 5),
        .id = column_text_or_null(row, 6),
        .variant = sqlite3_column_int(row, 7),
        .question = column_text(row, 8),
        .kind = (enum review_kind)sqlite3_column_int(row, 9),
        .rating = (enum rating)sqlite3_column_int(row, 10),
        .spent_ms = sqlite3_column_int64(row, 11),
        .interval_before = sqlite3_column_int(row, 12),
        .interval_after = sqlite3_column_int(row, 13),
        .ease_before = sqlite3_column_int(row, 14),
        .ease_after = sqlite3_column_int(row, 15),
        .due = column_day(row, 16),
        .deck_name = column_text(row, 17),
        .deck_tags = column_text(row, 18),
        .tags = column_text(row, 19),
    };
}

enum err_code export_reviews(
    struct store *store, review_row_fn *take, void *context, struct err *err)
{
    sqlite3_stmt *query = sql_query(store, SQL_EXPORT_REVIEWS, "");
    bool more = true;
    while (more && sqlite3_step(query) == SQLITE_ROW) {
        struct review_row row = read_review(query);
        more = take(context, &row);
    }
    return sql_end(store, query, err);
}

static struct card_row read_card(sqlite3_stmt *row)
{
    enum {
        DECK = SCHEDULE_COLUMNS,
        CARD,
        ID,
        VARIANT,
        QUESTION,
        DECK_TAGS,
        TAGS,
        AT,
        OFFSET,
        NAME,
        DECK_ID,
        RETIRED
    };
    return (struct card_row){
        .schedule = row_schedule(row),
        .deck = column_text(row, DECK),
        .card_id = sqlite3_column_int64(row, CARD),
        .id = column_text_or_null(row, ID),
        .variant = sqlite3_column_int(row, VARIANT),
        .question = column_text(row, QUESTION),
        .deck_tags = column_text(row, DECK_TAGS),
        .tags = column_text(row, TAGS),
        .rated = sqlite3_column_type(row, AT) != SQLITE_NULL,
        .reviewed_ms = sqlite3_column_int64(row, AT),
        .offset_min = sqlite3_column_int(row, OFFSET),
        .deck_name = column_text(row, NAME),
        .deck_id = sqlite3_column_int64(row, DECK_ID),
        .retired_day = column_day(row, RETIRED),
    };
}

static enum err_code read_cards(
    struct store *store, enum sql sql, card_row_fn *take, void *context, struct err *err)
{
    sqlite3_stmt *query = sql_query(store, sql, "");
    bool more = true;
    while (more && sqlite3_step(query) == SQLITE_ROW) {
        struct card_row row = read_card(query);
        more = take(context, &row);
    }
    return sql_end(store, query, err);
}

enum err_code export_cards(struct store *store, card_row_fn *take, void *context, struct err *err)
{
    return read_cards(store, SQL_EXPORT_CARDS, take, context, err);
}

enum err_code export_retired(struct store *store, card_row_fn *take, void *context, struct err *err)
{
    return read_cards(store, SQL_EXPORT_RETIRED, take, context, err);
}
