/* Every row of the database, for code that checks, copies or replaces a database as a whole. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/err.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

enum bad_row_fault {
    BAD_ROW_CHECK,     /* the row's check is wrong: the row was changed, but not by drill */
    BAD_ROW_UNCHECKED, /* the row has no check: another program wrote it. Commands accept that */
    BAD_ROW_VALUE,     /* a value is not allowed in its column */
};

struct bad_row {
    enum bad_row_fault fault;
    const char *table;
    int64_t row_id;
    const char *column; /* for BAD_ROW_VALUE; else NULL */
    const char *value; /* for BAD_ROW_VALUE: as text, "NULL", or "" if it is not UTF-8; else NULL */
};
/* Takes a faulty row, whose strings last until the function returns. Returns false to stop the
 * reading. */
typedef bool bad_row_fn(void *context, const struct bad_row *row);

/* Read all rows of all tables in order of id, and pass on the faulty ones: a row once for its
 * check, and once for each bad value. Text must be UTF-8. */
enum err_code store_verify_rows(
    struct store *store, bad_row_fn *take, void *context, struct err *err);

/* The highest numbers of deleted cards, and of deleted reviews and changes; 0 for none. */
enum err_code store_deleted_numbers(
    struct store *store, int64_t *cards, int64_t *events, struct err *err);
/* From now on, give cards only numbers above `cards`, and reviews and changes only numbers above
 * `events`. Numbers only rise: if higher ones were already given, nothing changes. */
enum err_code store_raise_numbers(
    struct store *store, int64_t cards, int64_t events, struct err *err);

#endif
