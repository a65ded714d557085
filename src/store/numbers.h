/* The numbers of cards, and the shared numbering of reviews and changes. No number is given twice,
 * because the table `numbers` records the highest one that a deleted row had. */
#ifndef STORE_NUMBERS_H
#define STORE_NUMBERS_H

#include "base/err.h"
#include "store/store.h"

#include <stdint.h>

/* The highest card_id ever given, 0 if none. */
enum err_code numbers_last_card(struct store *store, int64_t *last, struct err *err);
/* The review_id or change_id for the next event. */
enum err_code numbers_next_event(struct store *store, int64_t *next, struct err *err);
/* Call these before deleting rows, in the same transaction. numbers_keep records all numbers given
 * so far; numbers_keep_card records those of cards, unless card_id is covered already. */
enum err_code numbers_keep(struct store *store, struct err *err);
enum err_code numbers_keep_card(struct store *store, int64_t card_id, struct err *err);

/* Write the table `numbers` of an empty database; 0 means none. */
enum err_code numbers_set(struct store *store, int64_t cards, int64_t events, struct err *err);

#endif
