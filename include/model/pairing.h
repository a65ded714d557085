/* Pairs a deck's old cards with its added ones by similarity (model/similarity.h). Only a pair that
 * is clearly the best counts, since two different cards must never exchange their histories. Takes
 * near-linear time, because a card is compared only with cards that share one of its rarest words
 * on the same side. Where no word is rare, cards that differ by a letter or two are looked up by
 * all of their other words (src/model/slips.h). A card found neither way is too different to
 * match. */
#ifndef MODEL_PAIRING_H
#define MODEL_PAIRING_H

#include "model/candidate.h"

/* Compare two cards, and record the result in both. */
void pairing_compare(struct candidate *old, struct candidate *added);
/* Compare old cards with the added cards that may be edits of them. `kept`: some of the cards that
 * the deck had before and still has, which show how many different words it has. False when memory
 * runs out. */
bool pairing_find(const struct candidates *old, const struct candidates *added,
    const struct candidates *kept, struct candidate_texts texts);

/* The old card that clearly matches `added`, because their similarity is at least `enough` or
 * because they differ only by slips; NULL if none does. */
const struct candidate *pairing_of(const struct candidate *added, int enough);

#endif
