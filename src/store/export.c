#include "store/export.h"

#include "store/log.h"
#include "store/name_cache.h"
#include "store/replay.h"
#include "store/sql.h"

#include <assert.h>

struct export_taker {
    struct store *store;
    int since, until;
    struct name_cache cache;
    review_row_fn *take;
    void *context;
    enum err_code code;
    struct err *err;
};

/* The columns of SQL_EXPORT_REVIEWS, counted from the one after row_check. */
/* clang-format off */
enum {
    EASE_BEFORE = LOG_COLUMNS, EASE_AFTER, DUE, UNDONE_MS, IMPORTED, SCHEDULER, RETENTION,
    STABILITY, DIFFICULTY, REVIEW_COLUMNS
};
/* clang-format on */

/* Read a row's numbers. False if the row is damaged or is not to be exported. Both are checked here
 * rather than by the statement, so that each column is read only once. */
static bool export_read_numbers(
    const struct export_taker *taker, sqlite3_value **values, int64_t numbers[REVIEW_COLUMNS])
{
    sqlite3_value *check = *values++;
    uint32_t nulls = 0;
    for (int i = 0; i < REVIEW_COLUMNS; i++)
        numbers[i] = sqlite3_value_int64(values[i]);
    for (int i = DUE; i < REVIEW_COLUMNS; i++)
        if (row_fields[REVIEWS_REVIEW_ID + (enum row_field)i].null)
            nulls |= (uint32_t)(sqlite3_value_type(values[i]) == SQLITE_NULL) << i;
    if (!row_numbers_are_whole(ROW_REVIEWS, numbers, nulls, sqlite3_value_int64(check))) {
        struct row_fault fault = row_find_fault(ROW_REVIEWS, check, values);
        if (fault.wrong) {
            row_keep_fault(fault);
            return false;
        }
    }
    numbers[DUE] = nulls >> DUE & 1 ? NO_DAY : numbers[DUE];
    return nulls >> UNDONE_MS & 1 && numbers[LOG_DAY] >= taker->since &&
           numbers[LOG_DAY] <= taker->until;
}

static bool export_take_review(void *context, sqlite3_value **values)
{
    struct export_taker *taker = context;
    const struct card_names *names;
    int64_t numbers[REVIEW_COLUMNS];
    if (!export_read_numbers(taker, values, numbers))
        return true;
    taker->code =
        name_cache_find(&taker->cache, taker->store, numbers[LOG_CARD_ID], &names, taker->err);
    if (taker->code || !names)
        return !taker->code;
    struct review_row row = {
        .review_id = numbers[LOG_REVIEW_ID],
        .reviewed_ms = numbers[LOG_AT_MS],
        .offset_min = (int)numbers[LOG_OFFSET_MIN],
        .study_day = (int)numbers[LOG_DAY],
        .deck = names->deck,
        .deck_name = names->deck_name,
        .card_id = names->card_id,
        .id = names->id,
        .variant = names->variant,
        .question = names->question,
        .deck_tags = names->deck_tags,
        .tags = names->tags,
        .kind = (enum review_kind)numbers[LOG_KIND],
        .rating = (enum rating)numbers[LOG_RATING],
        .spent_ms = numbers[LOG_SPENT_MS],
        .interval_before = (int)numbers[LOG_INTERVAL_BEFORE],
        .interval_after = (int)numbers[LOG_INTERVAL_AFTER],
        .ease_before = (int)numbers[EASE_BEFORE],
        .ease_after = (int)numbers[EASE_AFTER],
        .due = (int)numbers[DUE],
        .scheduler = (int)numbers[SCHEDULER],
        .memory.state = {[MEMORY_STABILITY] = bits_float((int32_t)numbers[STABILITY]),
            [MEMORY_DIFFICULTY] = bits_float((int32_t)numbers[DIFFICULTY])},
    };
    return taker->take(taker->context, &row);
}

enum err_code export_reviews(
    struct store *store, int since, int until, review_row_fn *take, void *context, struct err *err)
{
    struct export_taker taker = {.store = store,
        .since = since,
        .until = until,
        .take = take,
        .context = context,
        .err = err};
    int64_t first, last;
    enum err_code code = log_bounds(store, since, until, &first, &last, err);
    if (!code)
        code = sql_scan(store, err, SQL_EXPORT_REVIEWS, 1 + REVIEW_COLUMNS, export_take_review,
            &taker, "ii", first, last);
    name_cache_done(&taker.cache);
    return taker.code ? taker.code : code;
}

enum err_code export_numbers(
    struct store *store, card_numbers_fn *take, void *context, struct err *err)
{
    enum { CARD_ID = SCHEDULE_COLUMNS, DECK_ID, ADDED_DAY, RETIRED_DAY };
    sqlite3_stmt *row = sql_query(store, SQL_CARD_NUMBERS, "");
    bool more = true;
    while (more && sqlite3_step(row) == SQLITE_ROW) {
        struct card_numbers card = {
            .card_id = column_number(row, CARD_ID, CARDS_CARD_ID),
            .deck_id = column_number(row, DECK_ID, CARDS_DECK_ID),
            .schedule = row_schedule(row),
            .added_day = column_int(row, ADDED_DAY, CARDS_ADDED_DAY),
            .retired_day = column_day(row, RETIRED_DAY, CARDS_RETIRED_DAY),
        };
        more = take(context, &card);
    }
    return sql_end(store, row, err);
}

static struct card_row export_read_card(sqlite3_stmt *row)
{
    /* clang-format off */
    enum {
        DECK = SCHEDULE_COLUMNS, CARD, ID, VARIANT, QUESTION, DECK_TAGS, TAGS, AT, OFFSET, NAME,
        DECK_ID, RETIRED, CLOZE
    };
    /* clang-format on */
    assert(sqlite3_column_count(row) == CLOZE + 1);
    bool rated = sqlite3_column_type(row, AT) != SQLITE_NULL;
    return (struct card_row){
        .schedule = row_schedule(row),
        .deck = column_text(row, DECK),
        .card_id = column_number(row, CARD, CARDS_CARD_ID),
        .id = column_text_or_null(row, ID),
        .variant = column_int(row, VARIANT, CARDS_VARIANT),
        .question = column_text(row, QUESTION),
        .deck_tags = column_text(row, DECK_TAGS),
        .tags = column_text(row, TAGS),
        .cloze = column_text_or_null(row, CLOZE),
        .rated = rated,
        .reviewed_ms = rated ? column_number(row, AT, REVIEWS_REVIEWED_MS) : 0,
        .offset_min = rated ? column_int(row, OFFSET, REVIEWS_OFFSET_MIN) : 0,
        .deck_name = column_text(row, NAME),
        .deck_id = column_number(row, DECK_ID, DECKS_DECK_ID),
        .retired_day = column_day(row, RETIRED, CARDS_RETIRED_DAY),
    };
}

static enum err_code export_read_cards(
    struct store *store, enum sql sql, card_row_fn *take, void *context, struct err *err)
{
    sqlite3_stmt *query = sql_query(store, sql, "");
    bool more = true;
    while (more && sqlite3_step(query) == SQLITE_ROW) {
        struct card_row row = export_read_card(query);
        more = take(context, &row);
    }
    return sql_end(store, query, err);
}

enum err_code export_cards(struct store *store, card_row_fn *take, void *context, struct err *err)
{
    return export_read_cards(store, SQL_EXPORT_CARDS, take, context, err);
}

enum err_code export_retired(struct store *store, card_row_fn *take, void *context, struct err *err)
{
    return export_read_cards(store, SQL_EXPORT_RETIRED, take, context, err);
}
