/* Which of the cards that a deck had are which of those that it has now, by how alike they are
 * (model/similarity.h): only where one pair is clearly the best, for two different cards must never
 * exchange their histories. Near-linear: only cards that share one of their rarest words, on the
 * same side, are compared. A rival that has none of these lacks what is telling in the card. */
#ifndef MODEL_PAIRING_H
#define MODEL_PAIRING_H

#include "model/similarity.h"

/* A card to be paired. */
struct candidate {
    struct sketch *sketch; /* borrowed */
    uint64_t entry;        /* whose card it is: cards of one entry are no rivals of each other */
    uint64_t id;           /* two cards with different ones are two; 0 for none */
    int kind;              /* so are two of different kinds */
    uint64_t gaps; /* the texts of all gaps of the entry; 0 where it has less than two: entries that
                      have the same ones are alike by half for that alone */
    struct candidate *best;
    int first, second; /* its likeness to the best, and to the best of another entry */
};

/* Compare two cards, and note it in both. */
void pairing_compare(struct candidate *old, struct candidate *added);
/* Compare old cards with those fresh ones that they may be. False when memory runs out. */
bool pairing_find(
    struct candidate *old, size_t old_count, struct candidate *added, size_t added_count);

/* The old card that a fresh one clearly is, being at least that much alike; NULL where there is
 * none. */
const struct candidate *pairing_of(const struct candidate *added, int enough);

#endif
