/* How many cards have a word on a side, separately for old and added cards. Each word is counted in
 * two places, and the lower count is used, because a word rarely shares both places with other
 * words (G. Cormode, S. Muthukrishnan, "An improved data stream summary: the count-min sketch",
 * 2005). A word may seem more common than it is, but never rarer. */
#ifndef MODEL_WORD_COUNTS_H
#define MODEL_WORD_COUNTS_H

#include "model/candidate.h"

enum pairing_list { OLD, ADDED };

struct word_counts {
    uint16_t *of[2]; /* by list: two adjacent tables; a count stops at UINT16_MAX */
    uint32_t size;   /* of each table; a power of two */
};

/* The hash of a word and its side of the card, 0 or 1. */
uint32_t word_counts_key(sketch_word word, int side);
unsigned word_counts_in(
    const struct word_counts *counts, enum pairing_list list, sketch_word word, int side);

/* Set all counts to 0, with room for up to `cards` cards. False when memory runs out. Call
 * word_counts_done even then. */
bool word_counts_init(struct word_counts *counts, size_t cards);
void word_counts_add(
    struct word_counts *counts, enum pairing_list list, const struct candidates *candidates);
void word_counts_done(struct word_counts *counts);

#endif
