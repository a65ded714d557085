#include "model/word_counts.h"

#include "base/random.h"

#include <stdlib.h>

uint32_t word_counts_key(sketch_word word, int side)
{
    return (uint32_t)(word >> 32) + (side ? UINT32_C(0x9e3779b9) : 0);
}

static uint32_t word_counts_first(const struct word_counts *counts, uint32_t key)
{
    return key & (counts->size - 1);
}

static uint32_t word_counts_second(const struct word_counts *counts, uint32_t key)
{
    return counts->size + ((uint32_t)(random_mix(0, key)) & (counts->size - 1));
}

unsigned word_counts_in(
    const struct word_counts *counts, enum pairing_list list, sketch_word word, int side)
{
    uint32_t key = word_counts_key(word, side);
    unsigned first = counts->of[list][word_counts_first(counts, key)];
    unsigned second = counts->of[list][word_counts_second(counts, key)];
    return first < second ? first : second;
}

bool word_counts_init(struct word_counts *counts, size_t cards)
{
    counts->size = 1 << 16;
    while (counts->size < 8 * cards && counts->size < 1 << 25)
        counts->size *= 2;
    for (int list = 0; list < 2; list++)
        counts->of[list] = calloc(2 * (size_t)counts->size, sizeof *counts->of[list]);
    return counts->of[OLD] && counts->of[ADDED];
}

static void word_counts_raise(uint16_t *count)
{
    *count = (uint16_t)(*count + (*count < UINT16_MAX));
}

void word_counts_add(
    struct word_counts *counts, enum pairing_list list, const struct candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++) {
        const struct sketch *sketch = candidates->cards[i].sketch;
        size_t first = sketch->sides[0].count, all = first + sketch->sides[1].count;
        for (size_t w = 0; w < all; w++) {
            uint32_t key = word_counts_key(sketch->words[w], w >= first);
            word_counts_raise(&counts->of[list][word_counts_first(counts, key)]);
            word_counts_raise(&counts->of[list][word_counts_second(counts, key)]);
        }
    }
}

void word_counts_done(struct word_counts *counts)
{
    for (int list = 0; list < 2; list++)
        free(counts->of[list]);
}
