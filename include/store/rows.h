/* Parts of rows that several of the store's files read and write alike. For the store's own
 * files. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <sqlite3.h>

/* The first columns of a statement that reads a schedule. */
#define SCHEDULE_COLUMNS 9
struct schedule row_schedule(sqlite3_stmt *row);

/* Bring a card's schedule up to date with its reviews (reviews.c). */
enum err_code refold_schedule(struct store *store, int64_t card_id, struct err *err);

#endif
