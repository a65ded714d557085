/* Pairs a deck's old cards with its added ones by similarity (model/similarity.h). Only a pair that
 * is clearly the best counts, since two different cards must never exchange their histories.
 * Near-linear: a card is compared only with cards that share one of its rarest words on the same
 * side. A card that shares none of them is too different to match. */
#ifndef MODEL_PAIRING_H
#define MODEL_PAIRING_H

#include "model/similarity.h"

#include <stddef.h>

/* A card to be paired. */
struct candidate {
    struct sketch *sketch; /* borrowed */
    uint64_t entry;        /* cards of one entry do not compete with each other */
    uint64_t id;           /* cards with different ids never pair; 0 for none */
    int kind;              /* cards of different kinds never pair */
    uint64_t gaps; /* hash of the entry's gaps, 0 if under two; equal hashes halve the difference */
    struct candidate *best;
    int first, second; /* similarity to the best, and to the best of another entry */
};

/* Compare two cards, and record the result in both. */
void pairing_compare(struct candidate *old, struct candidate *added);
/* Compare old cards with the added ones that may be the same. False when memory runs out. */
bool pairing_find(
    struct candidate *old, size_t old_count, struct candidate *added, size_t added_count);

/* The clear match of an added card, with a similarity of at least enough; NULL if none. */
const struct candidate *pairing_of(const struct candidate *added, int enough);

#endif
