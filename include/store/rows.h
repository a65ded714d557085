/* Every row of the database, for what checks, copies or replaces a database as a whole. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/err.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

enum bad_row_fault {
    BAD_ROW_CHECK,     /* the row's check is wrong: something changed the row behind drill's back */
    BAD_ROW_UNCHECKED, /* the row has no check: another program wrote it. Commands accept that */
    BAD_ROW_VALUE,     /* a value is not one that its column may hold */
};

struct bad_row {
    enum bad_row_fault fault;
    const char *table;
    int64_t row_id;
    const char *column; /* of BAD_ROW_VALUE; else NULL */
    const char *value;  /* of BAD_ROW_VALUE: as text, "NULL", or "" if it is not UTF-8; else NULL */
};
/* The strings last until it returns. False stops the reading. */
typedef bool bad_row_fn(void *context, const struct bad_row *row);

/* Read all rows of all tables in the order of their ids, and pass on those that are not whole: a
 * row once for its check, and once for each bad value. Texts must be UTF-8. */
enum err_code store_verify_rows(
    struct store *store, bad_row_fn *take, void *context, struct err *err);

/* The highest numbers that deleted cards, and deleted reviews and changes, had; 0 for none. */
enum err_code store_deleted_numbers(
    struct store *store, int64_t *cards, int64_t *events, struct err *err);
/* Have no card numbered up to cards, and no review or change numbered up to events, from now on.
 * Numbers only rise: lower ones than those already given change nothing. */
enum err_code store_raise_numbers(
    struct store *store, int64_t cards, int64_t events, struct err *err);

#endif
