#include "model/pairing.h"

#include "model/slips.h"
#include "model/word_counts.h"

#include <assert.h>
#include <stdlib.h>

#define RAREST 4  /* how many words per side a card is looked up by */
#define COMMON 32 /* a word in more old cards than this is ignored */

/* A word, and an old card that has it. */
struct pairing_posting {
    uint32_t word, card;
};

/* Find the rarest words of a side that both old and added cards have, the rarest first. */
static size_t pairing_rarest(
    const struct word_counts *counts, const struct sketch *sketch, int side, uint32_t words[RAREST])
{
    unsigned rarity[RAREST];
    size_t found = 0, start = side ? sketch->sides[0].count : 0;
    for (size_t w = start; w < start + sketch->sides[side].count; w++) {
        uint32_t word = word_counts_key(sketch->words[w], side);
        unsigned old = word_counts_in(counts, OLD, sketch->words[w], side);
        unsigned added = word_counts_in(counts, ADDED, sketch->words[w], side);
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

static size_t pairing_make_index(const struct word_counts *counts, const struct candidates *old,
    struct pairing_posting *postings)
{
    size_t count = 0;
    for (size_t i = 0; i < old->count; i++)
        for (int side = 0; side < 2; side++) {
            uint32_t words[RAREST];
            size_t found = pairing_rarest(counts, old->cards[i].sketch, side, words);
            for (size_t w = 0; w < found; w++)
                postings[count++] = (struct pairing_posting){words[w], (uint32_t)i};
        }
    assert(count <= old->count * 2 * RAREST);
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

/* Record in `card` its similarity to `other`. */
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
    if (!candidate_may_be(old, added))
        return;
    assert(old->sketch && added->sketch);
    int similar = sketch_similarity(old->sketch, added->sketch);
    if (old->gaps && old->gaps == added->gaps)
        similar = 500 + similar / 2;
    pairing_record(old, added, similar);
    pairing_record(added, old, similar);
}

/* Compare an added card once with each old card that shares one of its rarest words. The array
 * compared[] holds, for each old card, the number of the added card last compared with it. */
static void pairing_look_up(const struct word_counts *counts,
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

/* Compare the cards that share a rare word. */
static bool pairing_by_words(const struct candidates *old, const struct candidates *added)
{
    struct word_counts counts = {0};
    struct pairing_posting *postings = malloc((old->count + 1) * 2 * RAREST * sizeof *postings);
    uint32_t *compared = calloc(old->count + 1, sizeof *compared);
    bool ok = word_counts_init(&counts, old->count + added->count) && postings && compared;
    static_assert(COMMON < UINT16_MAX, "counts stop at UINT16_MAX");
    if (ok) {
        word_counts_add(&counts, OLD, old);
        word_counts_add(&counts, ADDED, added);
        size_t count = pairing_make_index(&counts, old, postings);
        for (size_t i = 0; i < added->count; i++)
            pairing_look_up(
                &counts, postings, count, old->cards, &added->cards[i], (uint32_t)i + 1, compared);
    }
    word_counts_done(&counts);
    free(postings);
    free(compared);
    return ok;
}

static bool pairing_is_clear(const struct candidate *card, int enough)
{
    return card->first >= enough && card->first - card->second >= SIMILAR_MARGIN;
}

/* The old card to which `added` is clearly the most similar; NULL if there is none. */
static const struct candidate *pairing_clear(const struct candidate *added, int enough)
{
    const struct candidate *old = added->best;
    bool mutual = old && old->best && old->best->entry == added->entry;
    return mutual && pairing_is_clear(added, enough) && pairing_is_clear(old, enough) ? old : NULL;
}

/* Also compare cards that differ only by slips, and pair those that have no clear match. */
static bool pairing_by_slips(const struct candidates *old, const struct candidates *added,
    const struct candidates *kept, struct candidate_texts texts)
{
    struct slips slips = {0};
    bool ok = slips_find(&slips, old, added, kept, texts);
    for (size_t i = 0; i < slips.count && ok; i++)
        pairing_compare(&old->cards[slips.pairs[i].old], &added->cards[slips.pairs[i].added]);
    for (size_t i = 0; i < added->count && ok; i++)
        if (pairing_clear(&added->cards[i], SIMILAR_ENOUGH))
            added->cards[i].paired = added->cards[i].best->paired = true;
    ok = ok && slips_settle(&slips, old, added);
    free(slips.pairs);
    return ok;
}

bool pairing_find(const struct candidates *old, const struct candidates *added,
    const struct candidates *kept, struct candidate_texts texts)
{
    return pairing_by_words(old, added) && pairing_by_slips(old, added, kept, texts);
}

const struct candidate *pairing_of(const struct candidate *added, int enough)
{
    return added->slip ? added->slip : pairing_clear(added, enough);
}
