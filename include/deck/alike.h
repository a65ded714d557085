/* Finds cards that are nearly the same, among many, without comparing each with each. */
#ifndef DECK_ALIKE_H
#define DECK_ALIKE_H

#include "model/similarity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* So alike that, were one of them edited, the other might be taken for it. */
#define ALIKE_ENOUGH (1000 - SIMILAR_MARGIN)

#define ALIKE_BANDS 10

struct alike_card {
    struct sketch *sketch; /* owned */
    uint32_t bands[ALIKE_BANDS];
    size_t number; /* the caller's */
    size_t first;  /* the index of the first card that is nearly the same; its own for none */
};
/* All of it zero is none; alike_done frees what it holds. */
struct alike {
    struct alike_card *cards;
    size_t count, room;
};

/* Add a card by its texts. False when memory runs out. */
bool alike_add(struct alike *alike, const char *question, const char *answer, size_t number);

/* Set each card's first. A pair that is just alike enough is missed once in some thousand times,
 * and in a deck of cards all made to one pattern more often: the time for a card has a bound. False
 * when memory runs out. */
bool alike_find(struct alike *alike);
void alike_done(struct alike *alike);

#endif
