/* MinHash over trigrams of bytes: similar sets share their smallest member in most random orders
 * (A. Z. Broder, "On the resemblance and containment of documents", 1997). One hash gives BINS such
 * orders at once, one per bin, and an empty bin borrows from the next (P. Li, A. Owen, C.-H. Zhang,
 * "One permutation hashing", 2012; A. Shrivastava, P. Li, 2014). A band combines ROWS minima: cards
 * that share a band are compared. */
#include "deck/similar.h"

#include "base/buf.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define ROWS  3 /* bins in a band */
#define BINS  (ROWS * SIMILAR_BANDS)
#define EMPTY UINT64_MAX
#define LOOKS 8 /* the most earlier cards that a card is compared with, per band */

static void similar_add_trigrams(uint64_t bins[BINS], const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + 3 <= length; i++) {
        uint64_t hash = hash_add(0, text + i, 3), *bin = &bins[(hash >> 32) % BINS];
        if (hash < *bin)
            *bin = hash;
    }
}

static uint64_t similar_bin_or_next(const uint64_t bins[BINS], size_t at)
{
    for (size_t step = 0; step < BINS; step++)
        if (bins[(at + step) % BINS] != EMPTY)
            return bins[(at + step) % BINS] + step;
    return EMPTY;
}

bool similar_add(struct similar *similar, const char *question, const char *answer, size_t number)
{
    uint64_t bins[BINS];
    memset(bins, 0xff, sizeof bins);
    similar_add_trigrams(bins, question);
    similar_add_trigrams(bins, answer);
    if (similar_bin_or_next(bins, 0) == EMPTY)
        return true; /* too short to compare */
    if (!array_grow(&similar->cards, similar->count, &similar->capacity, sizeof *similar->cards))
        return false;
    struct similar_card *card = &similar->cards[similar->count];
    *card = (struct similar_card){.number = number, .first = similar->count};
    for (size_t band = 0; band < SIMILAR_BANDS; band++) {
        uint64_t row[ROWS];
        for (size_t i = 0; i < ROWS; i++)
            row[i] = similar_bin_or_next(bins, band * ROWS + i);
        card->bands[band] = (uint32_t)hash_add(0, row, sizeof row);
    }
    similar->count++;
    return true;
}

/* The sort key of a card in a band. The next band breaks ties, to bring similar cards together. */
struct similar_key {
    uint32_t band, next;
    size_t card;
};

static int similar_by_band(const void *a, const void *b)
{
    const struct similar_key *x = a, *y = b;
    if (x->band != y->band)
        return x->band < y->band ? -1 : 1;
    if (x->next != y->next)
        return x->next < y->next ? -1 : 1;
    return (x->card > y->card) - (x->card < y->card);
}

/* Called for pairs that share a band: for each card, at most LOOKS per band. */
typedef void pair_fn(struct similar *similar, struct similar_card *a, struct similar_card *b);

static bool similar_for_each_pair(struct similar *similar, pair_fn *visit)
{
    size_t count = similar->count;
    struct similar_key *keys = count ? malloc(count * sizeof *keys) : NULL;
    for (size_t band = 0; band < SIMILAR_BANDS && keys; band++) {
        for (size_t i = 0; i < count; i++)
            keys[i] = (struct similar_key){similar->cards[i].bands[band],
                similar->cards[i].bands[(band + 1) % SIMILAR_BANDS], i};
        qsort(keys, count, sizeof *keys, similar_by_band);
        for (size_t i = 0; i < count; i++)
            for (size_t j = i; j-- > 0 && i - j <= LOOKS && keys[j].band == keys[i].band;)
                visit(similar, &similar->cards[keys[j].card], &similar->cards[keys[i].card]);
    }
    bool done = !count || keys;
    free(keys);
    return done;
}

static void similar_mark(struct similar *similar, struct similar_card *a, struct similar_card *b)
{
    similar->candidates += (size_t)!a->candidate + (size_t)!b->candidate;
    a->candidate = b->candidate = true;
}

bool similar_find_candidates(struct similar *similar)
{
    return similar_for_each_pair(similar, similar_mark);
}

bool similar_sketch(struct similar_card *card, const char *question, const char *answer)
{
    if (!card->sketch)
        card->sketch = sketch_new(question, answer);
    return card->sketch != NULL;
}

static void similar_compare(struct similar *similar, struct similar_card *a, struct similar_card *b)
{
    (void)similar;
    struct similar_card *early = a < b ? a : b, *late = a < b ? b : a;
    if (late->first > early->first && a->sketch && b->sketch &&
        sketch_similarity(a->sketch, b->sketch) >= NEARLY_SAME)
        late->first = early->first;
}

bool similar_find(struct similar *similar)
{
    return similar_for_each_pair(similar, similar_compare);
}

void similar_done(struct similar *similar)
{
    for (size_t i = 0; i < similar->count; i++)
        free(similar->cards[i].sketch);
    free(similar->cards);
    *similar = (struct similar){0};
}
