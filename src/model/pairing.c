#include "model/pairing.h"

#include <assert.h>
#include <stdlib.h>

#define RAREST 4  /* how many words per side a card is looked up by */
#define COMMON 32 /* a word in more old cards than this is ignored */

/* How many cards have a word on a side, by the word's hash. Words that collide seem more common
 * than they are, which does little harm. */
struct pairing_counts {
    uint16_t *old, *added;
    uint32_t mask;
};

/* The hash of a word and its side of the card. */
static uint32_t pairing_hash_of(sketch_word word, int side)
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
    counts->added = calloc(size, sizeof *counts->added);
    return counts->old && counts->added;
}

static void pairing_count_words(
    uint16_t *of, uint32_t mask, const struct candidate *cards, size_t card_count)
{
    for (size_t i = 0; i < card_count; i++) {
        const struct sketch *sketch = cards[i].sketch;
        size_t first = sketch->sides[0].count, all = first + sketch->sides[1].count;
        for (size_t w = 0; w < all; w++) {
            uint16_t *count = &of[pairing_hash_of(sketch->words[w], w >= first) & mask];
            *count = (uint16_t)(*count + (*count < UINT16_MAX));
        }
    }
}

/* An old card that has a word. */
struct pairing_posting {
    uint32_t word, card;
};

/* Find the rarest words of a side that both old and added cards have, the rarest first. */
static size_t pairing_rarest(const struct pairing_counts *counts, const struct sketch *sketch,
    int side, uint32_t words[RAREST])
{
    unsigned rarity[RAREST];
    size_t found = 0, start = side ? sketch->sides[0].count : 0;
    for (size_t w = start; w < start + sketch->sides[side].count; w++) {
        uint32_t word = pairing_hash_of(sketch->words[w], side);
        unsigned old = counts->old[word & counts->mask], added = counts->added[word & counts->mask];
        if (old == 0 || added == 0 || old > COMMON)
            continue;
        size_t at = found < RAREST ? found++ : RAREST;
        for (; at > 0 && (rarity[at - 1] > old + added ||
                             (rarity[at - 1] == old + added && words[at - 1] > word));
             at--)
            if (at < RAREST) {
                words[at] = words[at - 1];
                rarity[at] = rarity[at - 1];
            }
        if (at < RAREST) {
            words[at] = word;
            rarity[at] = old + added;
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
    assert(count <= old_count * 2 * RAREST);
    qsort(postings, count, sizeof *postings, pairing_by_word);
    return count;
}

static size_t pairing_first(const struct pairing_posting *postings, size_t count, uint32_t word)
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

/* Record the similarity of card to other. */
static void pairing_record(struct candidate *card, struct candidate *other, int similar)
{
    if (similar > card->first) {
        if (card->best && card->best->entry != other->entry)
            card->second = card->first;
        card->first = similar;
        card->best = other;
    } else if (similar > card->second && card->best && card->best->entry != other->entry) {
        card->second = similar;
    }
}

void pairing_compare(struct candidate *old, struct candidate *added)
{
    if (old->kind != added->kind || (old->id && added->id && old->id != added->id))
        return;
    assert(old->sketch && added->sketch);
    int similar = sketch_similarity(old->sketch, added->sketch);
    if (old->gaps && old->gaps == added->gaps)
        similar = 500 + similar / 2;
    pairing_record(old, added, similar);
    pairing_record(added, old, similar);
}

/* Compare an added card once with each old card that shares one of its rarest words: compared[i]
 * is the number of the added card that was last compared with old card i. */
static void pairing_look_up(const struct pairing_counts *counts,
    const struct pairing_posting *postings, size_t count, struct candidate *old,
    struct candidate *added, uint32_t number, uint32_t *compared)
{
    for (int side = 0; side < 2; side++) {
        uint32_t words[RAREST];
        size_t found = pairing_rarest(counts, added->sketch, side, words);
        for (size_t w = 0; w < found; w++)
            for (size_t i = pairing_first(postings, count, words[w]);
                 i < count && postings[i].word == words[w]; i++) {
                uint32_t card = postings[i].card;
                if (compared[card] != number)
                    pairing_compare(&old[card], added);
                compared[card] = number;
            }
    }
}

bool pairing_find(
    struct candidate *old, size_t old_count, struct candidate *added, size_t added_count)
{
    struct pairing_counts counts = {0};
    struct pairing_posting *postings = malloc((old_count + 1) * 2 * RAREST * sizeof *postings);
    uint32_t *compared = calloc(old_count + 1, sizeof *compared);
    bool ok = pairing_counts_init(&counts, old_count + added_count) && postings && compared;
    static_assert(COMMON < UINT16_MAX, "counts stop at UINT16_MAX");
    if (ok) {
        pairing_count_words(counts.old, counts.mask, old, old_count);
        pairing_count_words(counts.added, counts.mask, added, added_count);
        size_t count = pairing_make_index(&counts, old, old_count, postings);
        for (size_t i = 0; i < added_count; i++)
            pairing_look_up(&counts, postings, count, old, &added[i], (uint32_t)i + 1, compared);
    }
    free(counts.old);
    free(counts.added);
    free(postings);
    free(compared);
    return ok;
}

static bool pairing_is_clear(const struct candidate *card, int enough)
{
    return card->first >= enough && card->first - card->second >= SIMILAR_MARGIN;
}

const struct candidate *pairing_of(const struct candidate *added, int enough)
{
    const struct candidate *old = added->best;
    bool mutual = old && old->best && old->best->entry == added->entry;
    return mutual && pairing_is_clear(added, enough) && pairing_is_clear(old, enough) ? old : NULL;
}
