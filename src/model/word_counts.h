/* How many cards have a word on a side, among old cards and among added ones. Words are told apart
 * by a hash; those that collide seem more common than they are, which does little harm. */
#ifndef MODEL_WORD_COUNTS_H
#define MODEL_WORD_COUNTS_H

#include "model/pairing.h"

enum pairing_list { OLD, ADDED };

struct word_counts {
    uint16_t *of[2]; /* no further than UINT16_MAX */
    uint32_t mask;
};

/* The hash of a word and its side of the card, 0 or 1. */
uint32_t word_counts_key(sketch_word word, int side);
unsigned word_counts_in(
    const struct word_counts *counts, enum pairing_list list, sketch_word word, int side);

/* Counts of up to that many cards, all 0. False when memory runs out; _done frees either way. */
bool word_counts_init(struct word_counts *counts, size_t cards);
void word_counts_add(
    struct word_counts *counts, enum pairing_list list, const struct candidates *candidates);
void word_counts_done(struct word_counts *counts);

#endif
