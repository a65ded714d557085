/* Finds cards that are nearly the same, among many, without comparing each with each:
 *
 *   alike_add, each ──> alike_look ──> alike_sketch, each that is wanted ──> alike_find
 */
#ifndef DECK_SIMILAR_H
#define DECK_SIMILAR_H

#include "model/similarity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* So alike that, were one of them edited, the other might be taken for it. */
#define NEARLY_SAME (1000 - SIMILAR_MARGIN)

#define SIMILAR_BANDS 10

struct similar_card {
    uint32_t bands[SIMILAR_BANDS];
    size_t number;         /* the caller's */
    bool wanted;           /* it has something in common with another */
    struct sketch *sketch; /* NULL without one; owned */
    size_t first; /* the index of the first card that is nearly the same; its own for none */
};
/* All of it zero is none; alike_done frees what it holds. */
struct similar {
    struct similar_card *cards;
    size_t count, capacity;
    size_t wanted;
};

/* Functions that return bool return false when memory runs out. */

/* Add a card by its texts, which are not kept. */
bool similar_add(struct similar *similar, const char *question, const char *answer, size_t number);
/* See which cards are to be compared. */
bool similar_look(struct similar *similar);
/* The texts of one of them, once more. */
bool similar_sketch(struct similar_card *card, const char *question, const char *answer);
/* Set each card's first. A pair that is just alike enough is missed once in some thousand times,
 * and in a deck of cards all made to one pattern more often: the time for a card has a bound. */
bool similar_find(struct similar *similar);
void similar_done(struct similar *similar);

#endif
