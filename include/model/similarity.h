/* How alike two texts are. */
#ifndef MODEL_SIMILARITY_H
#define MODEL_SIMILARITY_H

#include <stddef.h>
#include <stdint.h>

/* What is compared of a text: which of SKETCH_BITS values the hashes of its runs of three bytes
 * have. Fixed in size, so that a changed deck can be compared card by card in little memory. */
#define SKETCH_BITS 1024
struct sketch {
    uint64_t bits[SKETCH_BITS / 64];
};

/* The sketch of two texts together (a card's question and answer). */
struct sketch sketch_of(const char *first, const char *second);

/* Dice's coefficient of the two sets, in thousandths: 0 nothing in common, 1000 the same
 * (L. R. Dice, "Measures of the amount of ecologic association between species", 1945). */
int sketch_similarity(const struct sketch *a, const struct sketch *b);

/* Two cards are taken for one that was edited when they are at least this alike, and each is at
 * least SIMILAR_MARGIN less like any other card that is left over. */
#define SIMILAR_ENOUGH 600
#define SIMILAR_MARGIN 100

#endif
