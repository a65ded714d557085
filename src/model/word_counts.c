#include "model/word_counts.h"

#include <stdlib.h>

uint32_t word_counts_key(sketch_word word, int side)
{
    return (uint32_t)(word >> 32) + (side ? UINT32_C(0x9e3779b9) : 0);
}

unsigned word_counts_in(
    const struct word_counts *counts, enum pairing_list list, sketch_word word, int side)
{
    return counts->of[list][word_counts_key(word, side) & counts->mask];
}

bool word_counts_init(struct word_counts *counts, size_t cards)
{
    size_t size = 1 << 16;
    while (size < 16 * cards && size < (size_t)1 << 26)
        size *= 2;
    counts->mask = (uint32_t)size - 1;
    for (int list = 0; list < 2; list++)
        counts->of[list] = calloc(size, sizeof *counts->of[list]);
    return counts->of[OLD] && counts->of[ADDED];
}

void word_counts_add(
    struct word_counts *counts, enum pairing_list list, const struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++) {
        const struct sketch *sketch = candidates->cards[i].sketch;
        size_t first = sketch->sides[0].count, all = first + sketch->sides[1].count;
        for (size_t w = 0; w < all; w++) {
            uint32_t key = word_counts_key(sketch->words[w], w >= first) & counts->mask;
            uint16_t *count = &counts->of[list][key];
            *count = (uint16_t)(*count + (*count < UINT16_MAX));
        }
    }
}

void word_counts_done(struct word_counts *counts)
{
    for (int list = 0; list < 2; list++)
        free(counts->of[list]);
}
