/* Lets histories follow an entry that the user has edited as a whole. The load of its deck matches
 * edited cards by their texts; here it is known which entry was edited, however much of it. */
#ifndef STUDY_FOLLOWING_H
#define STUDY_FOLLOWING_H

#include "base/err.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/store.h"

#include <stdint.h>

/* Set *retired, which is empty, to the deck's retired cards, sorted. The caller frees
 * retired->ids. */
enum err_code following_begin(
    struct store *store, int64_t deck_id, struct card_ids *retired, struct err *err);
/* After the load: give the history of each card that it retired to the new card of the entry at
 * `position`, from 1, that asks the same way: for the question, the answer, or the same gap.
 * Corrects *report. */
enum err_code following_end(struct store *store, int64_t deck_id, int64_t position, int today,
    const struct card_ids *retired, struct load_report *report, struct err *err);

#endif
