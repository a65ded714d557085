/* The numbers of cards, and those of reviews and changes, which are numbered together. None is
 * given twice: the table numbers keeps the highest that a deleted row had. */
#ifndef STORE_NUMBERS_H
#define STORE_NUMBERS_H

#include "base/err.h"
#include "store/store.h"

#include <stdint.h>

/* The highest card_id ever given, 0 if none. */
enum err_code numbers_last_card(struct store *store, int64_t *last, struct err *err);
/* The review_id or change_id for the next event. */
enum err_code numbers_next_event(struct store *store, int64_t *next, struct err *err);
/* Call these before rows are deleted, in the same transaction: they keep all numbers given so far,
 * or if they may not include that of a card, the numbers of cards. */
enum err_code numbers_keep(struct store *store, struct err *err);
enum err_code numbers_keep_card(struct store *store, int64_t card_id, struct err *err);

/* Write the table, in an empty database; 0 for none. */
enum err_code numbers_set(struct store *store, int64_t cards, int64_t events, struct err *err);

#endif
