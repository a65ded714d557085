/* Cards that may be paired: old cards that a deck has lost, and cards that were added to it. */
#ifndef MODEL_CANDIDATE_H
#define MODEL_CANDIDATE_H

#include "model/similarity.h"

#include <stddef.h>

struct candidate {
    struct sketch *sketch; /* borrowed */
    int64_t card_id;       /* for the caller's use */
    uint64_t entry;        /* cards of one entry do not compete with each other */
    uint64_t id;           /* hash of the entry's id, or 0; cards with different ids never pair */
    int kind;              /* cards of different kinds never pair */
    uint64_t gaps; /* hash of its gaps, 0 if fewer than 2; equal hashes halve the difference */
    bool paired;   /* paired with a card to which it is clearly the most similar */
    struct candidate *slip; /* for an added card: the only old card that differs just by slips */
    struct candidate *best;
    int first, second; /* similarity to best, and to the best card of another entry */
};

struct candidates {
    struct candidate *cards;
    size_t count;
};

/* Whether the two may be the same card, judging by kind and id. */
static inline bool candidate_may_be(const struct candidate *a, const struct candidate *b)
{
    return a->kind == b->kind && !(a->id && b->id && a->id != b->id);
}

/* The caller's test of whether two cards have the same text except for slips (texts_slipped). A
 * sketch cannot tell, since it does not keep the order of letters in a word. */
struct candidate_texts {
    bool (*slipped)(void *context, const struct candidate *old, const struct candidate *added);
    void *context;
};

#endif
