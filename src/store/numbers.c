#include "store/numbers.h"

#include "store/rows.h"
#include "store/sql.h"

/* The rows of the table `numbers`. */
static const int64_t NUMBERS_OF_CARDS = 1, NUMBERS_OF_EVENTS = 2;

/* Read a statement's only value, from a field whose numbers begin at 1; 0 means none. */
static enum err_code numbers_read(
    struct store *store, enum sql sql, enum row_field field, int64_t *number, struct err *err)
{
    enum { NUMBER };
    *number = 0;
    sqlite3_stmt *row = sql_query(store, sql, "");
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int64(row, NUMBER) != 0)
        *number = column_number(row, NUMBER, field);
    return sql_end(store, row, err);
}

enum err_code numbers_last_card(struct store *store, int64_t *last, struct err *err)
{
    return numbers_read(store, SQL_CARD_LAST, CARDS_CARD_ID, last, err);
}

enum err_code numbers_next_event(struct store *store, int64_t *next, struct err *err)
{
    return numbers_read(store, SQL_NEXT_EVENT, REVIEWS_REVIEW_ID, next, err);
}

enum err_code store_deleted_numbers(
    struct store *store, int64_t *cards, int64_t *events, struct err *err)
{
    *cards = *events = 0;
    enum err_code code = sql_read_number(store, err, cards, SQL_NUMBER, "i", NUMBERS_OF_CARDS);
    return code ? code : sql_read_number(store, err, events, SQL_NUMBER, "i", NUMBERS_OF_EVENTS);
}

enum err_code numbers_set(struct store *store, int64_t cards, int64_t events, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (cards)
        code = sql_insert(store, err, SQL_NUMBER_SET, ROW_NUMBERS, "ii", NUMBERS_OF_CARDS, cards);
    if (!code && events)
        code = sql_insert(store, err, SQL_NUMBER_SET, ROW_NUMBERS, "ii", NUMBERS_OF_EVENTS, events);
    return code;
}

enum err_code numbers_keep(struct store *store, struct err *err)
{
    return store_raise_numbers(store, 0, 0, err);
}

static enum err_code numbers_raise(
    struct store *store, int64_t row_id, int64_t last, int64_t to, struct err *err)
{
    int64_t kept = 0;
    enum err_code code = sql_read_number(store, err, &kept, SQL_NUMBER, "i", row_id);
    last = to > last ? to : last;
    if (code || last <= kept)
        return code;
    return sql_insert(store, err, SQL_NUMBER_SET, ROW_NUMBERS, "ii", row_id, last);
}

enum err_code numbers_keep_card(struct store *store, int64_t card_id, struct err *err)
{
    int64_t kept = 0, last = 0;
    enum err_code code = sql_read_number(store, err, &kept, SQL_NUMBER, "i", NUMBERS_OF_CARDS);
    if (code || card_id <= kept || (code = numbers_last_card(store, &last, err)))
        return code;
    return sql_insert(store, err, SQL_NUMBER_SET, ROW_NUMBERS, "ii", NUMBERS_OF_CARDS, last);
}

enum err_code store_raise_numbers(
    struct store *store, int64_t cards, int64_t events, struct err *err)
{
    int64_t last_card, next_event;
    enum err_code code = store_begin(store, err);
    if (code)
        return code;
    if (!(code = numbers_last_card(store, &last_card, err)) &&
        !(code = numbers_next_event(store, &next_event, err)) &&
        !(code = numbers_raise(store, NUMBERS_OF_CARDS, last_card, cards, err)))
        code = numbers_raise(store, NUMBERS_OF_EVENTS, next_event - 1, events, err);
    return store_end(store, code, err);
}
