/* Acts on retired cards at the user's request: gives a card's history to another card, or deletes
 * the card with its history. Each change is one transaction, as in store/reviews.h. */
#ifndef STORE_RETIRED_H
#define STORE_RETIRED_H

#include "base/err.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* Append the cards that a word names, by number (12, #12) or by card_name (bias, relu#2). A prefix
 * "DECK/" limits the search to decks with that id or, if none has it, that name. */
enum err_code store_cards_called(
    struct store *store, const char *word, struct card_ids *cards, struct err *err);

/* Append a deck's retired cards; store_every_card appends all of its cards, in file order. */
enum err_code store_retired(
    struct store *store, int64_t deck_id, struct card_ids *cards, struct err *err);
enum err_code store_every_card(
    struct store *store, int64_t deck_id, struct card_ids *cards, struct err *err);

/* Merge a retired card and a present one. The retired card's row takes over the text and position
 * of the present one, whose row is deleted. The merged history has the reviews and changes of both
 * cards, in the order in which they were made. ERR_STALE, with nothing changed, unless the first is
 * still retired and the second present. */
enum err_code store_adopt(struct store *store, int64_t retired, int64_t present, struct err *err);

/* Delete cards and their events. ERR_STALE, with nothing changed, if a card is not retired. */
enum err_code store_forget_cards(
    struct store *store, const int64_t *card_ids, size_t count, struct err *err);
/* Delete decks with all their cards and reviews. */
enum err_code store_forget_decks(
    struct store *store, const struct known_decks *decks, struct err *err);

#endif
