/* The cards of a known deck, grouped by their entry in the deck's file. */
#ifndef REPORT_ENTRIES_H
#define REPORT_ENTRIES_H

#include "base/err.h"
#include "store/cards.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One or more cards from the same entry, ordered by variant. Either all of them are retired, or
 * none. */
struct entry_cards {
    const struct stored_card *cards;
    const struct card *plain; /* the member `card` of each element of `cards` */
    size_t count;
};

/* Calls `take` for each entry in file order, retired entries last. The cards are valid until it
 * returns. An error from `take` stops the reading. */
typedef enum err_code entry_cards_fn(
    void *context, const struct entry_cards *cards, struct err *err);
enum err_code entries_read(
    struct store *store, int64_t deck_id, entry_cards_fn *take, void *context, struct err *err);

#endif
