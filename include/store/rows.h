/* Parts of rows that several of the store's files read and write alike. For the store's own
 * files. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "base/date.h"
#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <sqlite3.h>

/* The first columns of a statement that reads a schedule. */
#define SCHEDULE_COLUMNS 13
struct schedule row_schedule(sqlite3_stmt *row);

/* A card's schedule as its row has it; last_review is -1 where there is no such card (fold.c). */
enum err_code read_schedule(
    struct store *store, int64_t card_id, struct schedule *schedule, struct err *err);
enum err_code write_schedule(
    struct store *store, int64_t card_id, const struct schedule *schedule, struct err *err);
/* Bring a card's row up to date with its reviews and changes. */
enum err_code replay_schedule(struct store *store, int64_t card_id, struct err *err);

/* Make the events of another card, which is gone, those of a card, too, and fold all of them. */
enum err_code adopt_history(
    struct store *store, int64_t card_id, int64_t other_id, struct err *err);

/* Add a change, made by hand or by the rating review_id, to the log, and to *schedule (changes.c).
 */
enum err_code write_change(struct store *store, int64_t card_id, struct change change,
    int64_t review_id, struct moment at, struct schedule *schedule, struct err *err);

/* End what store_begin began: commit, or roll back where code says that it failed. */
enum err_code end_change(struct store *store, enum err_code code, struct err *err);

#endif
