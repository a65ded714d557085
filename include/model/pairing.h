/* Pairs a deck's old cards with its added ones by similarity (model/similarity.h). Only a pair that
 * is clearly the best counts, since two different cards must never exchange their histories.
 * Near-linear: a card is compared only with cards that share one of its rarest words on the same
 * side. Where no word is rare, cards that differ by a letter or two are looked up by all of their
 * other words (src/model/slips.h). A card found neither way is too different to match. */
#ifndef MODEL_PAIRING_H
#define MODEL_PAIRING_H

#include "model/similarity.h"

#include <stddef.h>

/* A card to be paired. */
struct candidate {
    struct sketch *sketch; /* borrowed */
    int64_t card_id;       /* the caller's */
    uint64_t entry;        /* cards of one entry do not compete with each other */
    uint64_t id;           /* hash of the entry's id, or 0; cards with different ids never pair */
    int kind;              /* cards of different kinds never pair */
    uint64_t gaps; /* hash of its gaps, 0 if fewer than 2; equal hashes halve the difference */
    struct candidate *slip; /* of an added card: the old one that it can only be, by slips */
    struct candidate *best;
    int first, second; /* similarity to best, and to the best card of another entry */
};

struct candidates {
    struct candidate *cards;
    size_t count;
};

/* Compare two cards, and record the result in both. */
void pairing_compare(struct candidate *old, struct candidate *added);
/* Compare old cards with the added cards that may be edits of them. kept: some of the cards that
 * the deck has before and after, which show how many words it has. False when memory runs out. */
bool pairing_find(
    const struct candidates *old, const struct candidates *added, const struct candidates *kept);

/* The old card that clearly matches added, with a similarity >= enough, or by slips; NULL if none
 * does. */
const struct candidate *pairing_of(const struct candidate *added, int enough);

#endif
