#include "model/pairing.h"

#include <stdlib.h>

#define RAREST 4  /* words of a side that a card is looked for by */
#define COMMON 32 /* a word of more old cards than this tells nothing */

/* ---- how many cards have a word ---- */

/* Counts of the words of each side, by their hashes: words that share a place seem less rare than
 * they are, which costs little. */
struct pairing_counts {
    uint16_t *old, *fresh;
    uint32_t mask;
};

/* A word on its side of the card, as a number. */
static uint32_t pairing_place_of(sketch_word word, int side)
{
    return (uint32_t)(word >> 32) + (side ? UINT32_C(0x9e3779b9) : 0);
}

static bool pairing_counts_init(struct pairing_counts *counts, size_t cards)
{
    size_t size = 1024;
    while (size < 16 * cards && size < (size_t)1 << 26)
        size *= 2;
    counts->mask = (uint32_t)size - 1;
    counts->old = calloc(size, sizeof *counts->old);
    counts->fresh = calloc(size, sizeof *counts->fresh);
    return counts->old && counts->fresh;
}

static void pairing_count_words(
    uint16_t *of, uint32_t mask, const struct candidate *cards, size_t card_count)
{
    for (size_t i = 0; i < card_count; i++) {
        const struct sketch *sketch = cards[i].sketch;
        size_t first = sketch->sides[0].count, all = first + sketch->sides[1].count;
        for (size_t w = 0; w < all; w++) {
            uint16_t *count = &of[pairing_place_of(sketch->words[w], w >= first) & mask];
            *count = (uint16_t)(*count + (*count < UINT16_MAX));
        }
    }
}

/* ---- the index ---- */

/* An old card has a word. */
struct pairing_posting {
    uint32_t word, card;
};

/* The rarest words of a side that cards on both sides have, rarest first. */
static size_t pairing_rarest(const struct pairing_counts *counts, const struct sketch *sketch,
    int side, uint32_t words[RAREST])
{
    unsigned rarity[RAREST];
    size_t found = 0, start = side ? sketch->sides[0].count : 0;
    for (size_t w = start; w < start + sketch->sides[side].count; w++) {
        uint32_t word = pairing_place_of(sketch->words[w], side);
        unsigned old = counts->old[word & counts->mask], fresh = counts->fresh[word & counts->mask];
        if (old == 0 || fresh == 0 || old > COMMON)
            continue;
        size_t at = found < RAREST ? found++ : RAREST;
        for (; at > 0 && (rarity[at - 1] > old + fresh ||
                             (rarity[at - 1] == old + fresh && words[at - 1] > word));
             at--)
            if (at < RAREST) {
                words[at] = words[at - 1];
                rarity[at] = rarity[at - 1];
            }
        if (at < RAREST) {
            words[at] = word;
            rarity[at] = old + fresh;
        }
    }
    return found;
}

static int pairing_by_word(const void *a, const void *b)
{
    const struct pairing_posting *x = a, *y = b;
    return x->word != y->word ? (x->word > y->word ? 1 : -1)
                              : (x->card > y->card) - (x->card < y->card);
}

static size_t pairing_make_index(const struct pairing_counts *counts, const struct candidate *old,
    size_t old_count, struct pairing_posting *postings)
{
    size_t count = 0;
    for (size_t i = 0; i < old_count; i++)
        for (int side = 0; side < 2; side++) {
            uint32_t words[RAREST];
            size_t found = pairing_rarest(counts, old[i].sketch, side, words);
            for (size_t w = 0; w < found; w++)
                postings[count++] = (struct pairing_posting){words[w], (uint32_t)i};
        }
    qsort(postings, count, sizeof *postings, pairing_by_word);
    return count;
}

static size_t pairing_first_posting(
    const struct pairing_posting *postings, size_t count, uint32_t word)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (postings[middle].word < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- comparing ---- */

/* Note that card is that much like other. */
static void pairing_note(struct candidate *card, struct candidate *other, int alike)
{
    if (alike > card->first) {
        if (card->best && card->best->entry != other->entry)
            card->second = card->first;
        card->first = alike;
        card->best = other;
    } else if (alike > card->second && card->best && card->best->entry != other->entry) {
        card->second = alike;
    }
}

void pairing_compare(struct candidate *old, struct candidate *fresh)
{
    if (old->kind != fresh->kind || (old->id && fresh->id && old->id != fresh->id))
        return;
    int alike = sketch_similarity(old->sketch, fresh->sketch);
    if (old->gaps && old->gaps == fresh->gaps)
        alike = 500 + alike / 2;
    pairing_note(old, fresh, alike);
    pairing_note(fresh, old, alike);
}

/* Compare a fresh card with the old ones that share one of its rarest words, each once: asked[i] is
 * the number of the card that was last compared with old card i. */
static void pairing_look_up(const struct pairing_counts *counts,
    const struct pairing_posting *postings, size_t count, struct candidate *old,
    struct candidate *fresh, uint32_t number, uint32_t *asked)
{
    for (int side = 0; side < 2; side++) {
        uint32_t words[RAREST];
        size_t found = pairing_rarest(counts, fresh->sketch, side, words);
        for (size_t w = 0; w < found; w++)
            for (size_t i = pairing_first_posting(postings, count, words[w]);
                 i < count && postings[i].word == words[w]; i++) {
                uint32_t card = postings[i].card;
                if (asked[card] != number)
                    pairing_compare(&old[card], fresh);
                asked[card] = number;
            }
    }
}

bool pairing_find(
    struct candidate *old, size_t old_count, struct candidate *fresh, size_t fresh_count)
{
    struct pairing_counts counts = {0};
    struct pairing_posting *postings = malloc((old_count + 1) * 2 * RAREST * sizeof *postings);
    uint32_t *asked = calloc(old_count + 1, sizeof *asked);
    bool ok = pairing_counts_init(&counts, old_count + fresh_count) && postings && asked;
    if (ok) {
        pairing_count_words(counts.old, counts.mask, old, old_count);
        pairing_count_words(counts.fresh, counts.mask, fresh, fresh_count);
        size_t count = pairing_make_index(&counts, old, old_count, postings);
        for (size_t i = 0; i < fresh_count; i++)
            pairing_look_up(&counts, postings, count, old, &fresh[i], (uint32_t)i + 1, asked);
    }
    free(counts.old);
    free(counts.fresh);
    free(postings);
    free(asked);
    return ok;
}

static bool pairing_is_clear(const struct candidate *card, int enough)
{
    return card->first >= enough && card->first - card->second >= SIMILAR_MARGIN;
}

const struct candidate *pairing_of(const struct candidate *fresh, int enough)
{
    const struct candidate *old = fresh->best;
    bool mutual = old && old->best && old->best->entry == fresh->entry;
    return mutual && pairing_is_clear(fresh, enough) && pairing_is_clear(old, enough) ? old : NULL;
}
