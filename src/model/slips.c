#include "model/slips.h"

#include "base/buf.h"
#include "base/random.h"
#include "model/word_counts.h"

#include <assert.h>
#include <stdlib.h>

#define NO_WORD UINT8_MAX /* in slips_key.out: no word is left out */
#define ALIKE   32        /* if more stored cards than this share a key, none of them is taken */
#define FEW     32        /* a list has few words if at most one word in FEW is in a single card */
#define ROUNDS  16        /* of slips_settle; more would find hardly any further pairs */
#define MORE    2         /* a word must occur in at least MORE times as many cards as its slip */

static_assert(SKETCH_WORDS < NO_WORD, "a place among a side's words has 8 bits");

/* The words of a card, leaving out at most one on each side. */
struct slips_key {
    uint64_t rests[2]; /* by side: the sum of the hashes of the other words, and of all digits and
                          operators */
    uint32_t card;
    uint8_t out[2]; /* by side: the index of the word that is left out, or NO_WORD */
};

/* The cards in the list `stored` are stored by their keys; the others are looked up. */
struct slips_search {
    struct slips *slips;
    const struct word_counts *counts;
    const struct candidates *lists[2];
    struct candidate_texts texts;
    enum pairing_list stored, asked;
    bool few[2][2]; /* whether the list `asked` has few words: by side, and by whether they are
                       literal */
    struct slips_key *keys;
    size_t count, capacity;
};

static const sketch_word *slips_words(const struct sketch *sketch, int side)
{
    return sketch->words + (side ? sketch->sides[0].count : 0);
}

/* ---- few words ---- */

/* Count the words in a list, and those that only one card has. */
static void slips_count_single(const struct slips_search *s, const struct candidates *cards,
    size_t single[2][2], size_t all[2][2])
{
    for (size_t i = 0; i < cards->count; i++)
        for (int side = 0; side < 2; side++)
            for (size_t w = 0; w < cards->cards[i].sketch->sides[side].count; w++) {
                sketch_word word = slips_words(cards->cards[i].sketch, side)[w];
                bool literal = sketch_word_is_literal(word);
                bool counts = !sketch_word_is_sign(word);
                all[side][literal] += counts;
                single[side][literal] +=
                    counts && word_counts_in(s->counts, s->asked, word, side) == 1;
            }
}

/* Find out which sides of the cards to be looked up have few different words. The counts of words
 * in a single card start at 1, so that a handful of cards proves nothing. False if no side has
 * few. */
static bool slips_find_few(struct slips_search *s, const struct candidates *kept)
{
    size_t single[2][2] = {{1, 1}, {1, 1}}, all[2][2] = {{0, 0}, {0, 0}};
    bool any = false;
    slips_count_single(s, s->lists[s->asked], single, all);
    slips_count_single(s, kept, single, all);
    for (int side = 0; side < 2; side++)
        for (int literal = 0; literal < 2; literal++)
            any |= s->few[side][literal] = FEW * single[side][literal] <= all[side][literal];
    return any;
}

/* Whether `stored`, a word of a stored card, can only be a slip of `asked`, a word of the card
 * being looked up. */
static bool slips_proves(
    const struct slips_search *s, sketch_word stored, sketch_word asked, int side)
{
    return s->few[side][sketch_word_is_literal(stored)] && !sketch_word_is_sign(stored) &&
           word_counts_in(s->counts, s->asked, stored, side) == 0 &&
           word_counts_in(s->counts, s->asked, asked, side) >=
               MORE * word_counts_in(s->counts, s->stored, stored, side);
}

/* Whether two cards differ only by slips, at least one of which passes slips_proves. */
static bool slips_differ(
    const struct slips_search *s, const struct slips_key *stored, const struct slips_key *asked)
{
    const struct candidate *card = &s->lists[s->stored]->cards[stored->card];
    const struct candidate *other = &s->lists[s->asked]->cards[asked->card];
    const struct sketch *a = card->sketch, *b = other->sketch;
    bool proof = false;
    if (!candidate_may_be(card, other))
        return false;
    for (int side = 0; side < 2; side++) {
        uint8_t i = stored->out[side], j = asked->out[side];
        sketch_word x = i == NO_WORD ? 0 : slips_words(a, side)[i];
        sketch_word y = j == NO_WORD ? 0 : slips_words(b, side)[j];
        if (!sketch_side_slipped(&a->sides[side], x, &b->sides[side], y))
            return false;
        proof |= x && y && slips_proves(s, x, y, side);
    }
    return proof;
}

/* ---- keys ---- */

/* The ways of leaving out one word of a side, which may be the one that differs. */
struct slips_ways {
    uint64_t rests[SKETCH_WORDS + 1];
    uint8_t out[SKETCH_WORDS + 1];
    size_t count;
    bool foreign; /* the side has a word that no card in the other list has */
};

static void slips_leave_out(struct slips_ways *ways, uint64_t rest, size_t out)
{
    ways->rests[ways->count] = rest;
    ways->out[ways->count++] = (uint8_t)out;
}

/* If the other list lacks one of the side's words, that word is the one that differs. If it lacks
 * two, no card can match. If it lacks none, any word may differ, or none. */
static void slips_find_ways(const struct slips_search *s, const struct sketch *sketch, int side,
    enum pairing_list other, struct slips_ways *ways)
{
    const sketch_word *words = slips_words(sketch, side);
    size_t count = sketch->sides[side].count, foreign = 0, start = 0, end = count;
    uint64_t sum = sketch->sides[side].literal;
    ways->count = 0;
    for (size_t w = 0; w < count; w++) {
        sum += random_mix(0, words[w]);
        if (word_counts_in(s->counts, other, words[w], side) > 0)
            continue;
        foreign++;
        start = w;
        end = w + 1;
    }
    ways->foreign = foreign > 0;
    if (foreign > 1 || sketch->sides[side].sampled)
        return;
    if (foreign == 0)
        slips_leave_out(ways, sum, NO_WORD);
    for (size_t w = start; w < end; w++)
        slips_leave_out(ways, sum - random_mix(0, words[w]), w);
}

static struct slips_key slips_key_of(
    const struct slips_ways ways[2], size_t i, size_t j, size_t card)
{
    return (struct slips_key){
        {ways[0].rests[i], ways[1].rests[j]}, (uint32_t)card, {ways[0].out[i], ways[1].out[j]}};
}

static int slips_by_rests(const void *a, const void *b)
{
    const struct slips_key *x = a, *y = b;
    for (int side = 0; side < 2; side++)
        if (x->rests[side] != y->rests[side])
            return x->rests[side] > y->rests[side] ? 1 : -1;
    return (x->card > y->card) - (x->card < y->card);
}

/* Store only cards with a word that no card in the other list has, since the others prove
 * nothing. */
static bool slips_store(struct slips_search *s)
{
    struct slips_ways ways[2];
    bool ok = true;
    for (size_t card = 0; card < s->lists[s->stored]->count && ok; card++) {
        for (int side = 0; side < 2; side++)
            slips_find_ways(
                s, s->lists[s->stored]->cards[card].sketch, side, s->asked, &ways[side]);
        if (!ways[0].foreign && !ways[1].foreign)
            continue;
        for (size_t i = 0; i < ways[0].count && ok; i++)
            for (size_t j = 0; j < ways[1].count && ok; j++) {
                struct slips_key key = slips_key_of(ways, i, j, card);
                ok = array_add(&s->keys, &s->count, &s->capacity, &key, sizeof key);
            }
    }
    if (s->count > 1)
        qsort(s->keys, s->count, sizeof *s->keys, slips_by_rests);
    return ok;
}

/* ---- looking up ---- */

/* The index of the first key whose `rests` are at least `question` and `answer`, in this order. */
static size_t slips_first(const struct slips_search *s, uint64_t question, uint64_t answer)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const uint64_t *rests = s->keys[middle].rests;
        if (rests[0] < question || (rests[0] == question && rests[1] < answer))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Pair the card being looked up with the stored cards that share its key and differ from it only by
 * slips; with none if more than ALIKE share the key. */
static bool slips_take(struct slips_search *s, const struct slips_key *asked)
{
    size_t start = slips_first(s, asked->rests[0], asked->rests[1]), end = start;
    while (end < s->count && s->keys[end].rests[0] == asked->rests[0] &&
           s->keys[end].rests[1] == asked->rests[1])
        if (++end - start > ALIKE)
            return true;
    for (size_t i = start; i < end; i++) {
        uint32_t places[2] = {0};
        places[s->stored] = s->keys[i].card;
        places[s->asked] = asked->card;
        struct slip pair = {places[OLD], places[ADDED]};
        if (slips_differ(s, &s->keys[i], asked) &&
            s->texts.slipped(s->texts.context, &s->lists[OLD]->cards[pair.old],
                &s->lists[ADDED]->cards[pair.added]) &&
            !array_add(&s->slips->pairs, &s->slips->count, &s->slips->capacity, &pair, sizeof pair))
            return false;
    }
    return true;
}

static bool slips_ask(struct slips_search *s, size_t card)
{
    struct slips_ways ways[2];
    for (int side = 0; side < 2; side++)
        slips_find_ways(s, s->lists[s->asked]->cards[card].sketch, side, s->stored, &ways[side]);
    for (size_t i = 0; i < ways[0].count; i++) {
        size_t first = slips_first(s, ways[0].rests[i], 0);
        if (first == s->count || s->keys[first].rests[0] != ways[0].rests[i])
            continue;
        for (size_t j = 0; j < ways[1].count; j++) {
            struct slips_key asked = slips_key_of(ways, i, j, card);
            if (!slips_take(s, &asked))
                return false;
        }
    }
    return true;
}

/* The stored cards are the ones with slips: added cards in which slips were made, or old cards
 * whose slips have since been corrected. */
static bool slips_search(struct slips_search s, const struct candidates *kept)
{
    if (!slips_find_few(&s, kept))
        return true;
    bool ok = slips_store(&s);
    for (size_t i = 0; i < s.lists[s.asked]->count && ok; i++)
        ok = slips_ask(&s, i);
    free(s.keys);
    return ok;
}

bool slips_find(struct slips *slips, const struct candidates *old, const struct candidates *added,
    const struct candidates *kept, struct candidate_texts texts)
{
    struct word_counts counts = {0};
    const struct candidates *lists[2] = {old, added};
    bool ok = word_counts_init(&counts, old->count + added->count + kept->count);
    for (enum pairing_list list = OLD; list <= ADDED && ok; list++) {
        word_counts_add(&counts, list, lists[list]);
        word_counts_add(&counts, list, kept);
    }
    for (enum pairing_list list = OLD; list <= ADDED && ok; list++)
        ok = slips_search((struct slips_search){.slips = slips,
                              .counts = &counts,
                              .texts = texts,
                              .lists = {old, added},
                              .stored = !list,
                              .asked = list},
            kept);
    word_counts_done(&counts);
    return ok;
}

/* ---- the only pairs possible ---- */

/* A card's possible partners: the first one, whether there are others from different entries, and
 * whether the card is taken. */
struct slips_end {
    const struct candidate *only;
    bool several, taken;
};
struct slips_ends {
    struct slips_end *old, *added;
};

static void slips_note(struct slips_end *end, const struct candidate *other)
{
    end->several |= end->only && end->only->entry != other->entry;
    end->only = end->only ? end->only : other;
}

static bool slips_is_open(const struct slips_ends *ends, struct slip pair)
{
    return !ends->old[pair.old].taken && !ends->added[pair.added].taken;
}

/* Note each card's possible partners: for an added card, any old one; for an old card, only the
 * added cards that have no other partner. */
static void slips_note_all(const struct slips *slips, const struct candidates *old,
    const struct candidates *added, const struct slips_ends *ends)
{
    for (size_t i = 0; i < old->count; i++)
        ends->old[i] = (struct slips_end){.taken = ends->old[i].taken};
    for (size_t i = 0; i < added->count; i++)
        ends->added[i] = (struct slips_end){.taken = ends->added[i].taken};
    for (size_t i = 0; i < slips->count; i++) {
        struct slip pair = slips->pairs[i];
        if (slips_is_open(ends, pair))
            slips_note(&ends->added[pair.added], &old->cards[pair.old]);
    }
    for (size_t i = 0; i < slips->count; i++) {
        struct slip pair = slips->pairs[i];
        if (slips_is_open(ends, pair) && !ends->added[pair.added].several)
            slips_note(&ends->old[pair.old], &added->cards[pair.added]);
    }
}

/* Pair the cards that are each other's only partner. False if there are none. */
static bool slips_pair(const struct slips *slips, const struct candidates *old,
    const struct candidates *added, const struct slips_ends *ends)
{
    bool progress = false;
    for (size_t i = 0; i < slips->count; i++) {
        struct slip pair = slips->pairs[i];
        struct slips_end *x = &ends->old[pair.old], *y = &ends->added[pair.added];
        if (!slips_is_open(ends, pair) || x->several || y->several ||
            x->only != &added->cards[pair.added] || y->only != &old->cards[pair.old])
            continue;
        added->cards[pair.added].slip = &old->cards[pair.old];
        x->taken = y->taken = progress = true;
    }
    return progress;
}

bool slips_settle(
    const struct slips *slips, const struct candidates *old, const struct candidates *added)
{
    struct slips_ends ends = {.old = calloc(old->count + 1, sizeof *ends.old),
        .added = calloc(added->count + 1, sizeof *ends.added)};
    bool ok = ends.old && ends.added;
    for (size_t i = 0; i < old->count && ok; i++)
        ends.old[i].taken = old->cards[i].paired;
    for (size_t i = 0; i < added->count && ok; i++)
        ends.added[i].taken = added->cards[i].paired;
    bool progress = ok;
    for (int round = 0; round < ROUNDS && progress; round++) {
        slips_note_all(slips, old, added, &ends);
        progress = slips_pair(slips, old, added, &ends);
    }
    free(ends.old);
    free(ends.added);
    return ok;
}
