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
#define ALIKE_ENOUGH (1000 - SIMILAR_MARGIN)

#define ALIKE_BANDS 10

struct alike_card {
    uint32_t bands[ALIKE_BANDS];
    size_t number;         /* the caller's */
    bool wanted;           /* it has something in common with another */
    struct sketch *sketch; /* NULL without one; owned */
    size_t first; /* the index of the first card that is nearly the same; its own for none */
};
/* All of it zero is none; alike_done frees what it holds. */
struct alike {
    struct alike_card *cards;
    size_t count, capacity;
    size_t wanted;
};

/* Functions that return bool return false when memory runs out. */

/* Add a card by its texts, which are not kept. */
bool alike_add(struct alike *alike, const char *question, const char *answer, size_t number);
/* See which cards are to be compared. */
bool alike_look(struct alike *alike);
/* The texts of one of them, once more. */
bool alike_sketch(struct alike_card *card, const char *question, const char *answer);
/* Set each card's first. A pair that is just alike enough is missed once in some thousand times,
 * and in a deck of cards all made to one pattern more often: the time for a card has a bound. */
bool alike_find(struct alike *alike);
void alike_done(struct alike *alike);

#endif
