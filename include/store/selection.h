/* Selects the cards of some decks that pass a tag filter. */
#ifndef STORE_SELECTION_H
#define STORE_SELECTION_H

#include "base/err.h"
#include "model/tags.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* The caller owns the struct, and frees what it holds with selection_done. */
struct card_selection {
    int32_t *decks; /* indexed by card_id, below count: 1 + the index of the card's deck, 0 if the
                       card is not selected. Unused card_ids cost no memory: their pages from calloc
                       stay untouched */
    int64_t count;
};
#define NOT_SELECTED (-1)

/* Select the cards of count decks that pass the filter, including retired ones. */
enum err_code store_select(struct store *store, const int64_t *deck_ids, size_t count,
    const struct tag_filter *filter, struct card_selection *selection, struct err *err);
void selection_done(struct card_selection *selection);

/* The index of the card's deck in deck_ids, or NOT_SELECTED. */
static inline int32_t selection_deck(const struct card_selection *selection, int64_t card_id)
{
    return card_id >= 0 && card_id < selection->count ? selection->decks[card_id] - 1
                                                      : NOT_SELECTED;
}

#endif
