/* The cards of a known deck, gathered by the entry of its file that they come from. */
#ifndef REPORT_ENTRIES_H
#define REPORT_ENTRIES_H

#include "base/err.h"
#include "store/cards.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The cards of one entry, at least one, by variant; plain are the same. All of them have left the
 * deck's file, or none. */
struct entry_cards {
    const struct stored_card *cards;
    const struct card *plain;
    size_t count;
};

/* Call take for each entry in the order of the file; those that have left it come last. It lasts
 * until take returns; what that returns ends the call where it is an error. */
typedef enum err_code entry_cards_fn(
    void *context, const struct entry_cards *cards, struct err *err);
enum err_code entries_read(
    struct store *store, int64_t deck_id, entry_cards_fn *take, void *context, struct err *err);

#endif
