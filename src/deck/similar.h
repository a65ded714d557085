/* Finds nearly identical cards among many, without comparing all pairs:
 *
 *   similar_add, all ──> similar_find_candidates ──> similar_sketch, candidates ──> similar_find
 */
#ifndef DECK_SIMILAR_H
#define DECK_SIMILAR_H

#include "model/similarity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From this similarity on, two cards are nearly identical: if one were edited, the other could be
 * mistaken for it. */
#define NEARLY_SAME (1000 - SIMILAR_MARGIN)

#define SIMILAR_BANDS 10

struct similar_card {
    uint32_t bands[SIMILAR_BANDS];
    size_t number;         /* chosen by the caller */
    bool candidate;        /* it shares a band with another card */
    struct sketch *sketch; /* owned; NULL if there is none */
    size_t first;          /* the index of the first nearly identical card, or its own */
};
/* Empty if zero-initialized; free with similar_done. */
struct similar {
    struct similar_card *cards;
    size_t count, capacity;
    size_t candidates;
};

/* Functions that return bool return false when memory runs out. */

/* Adds a card, whose text is not kept. */
bool similar_add(struct similar *similar, const char *question, const char *answer, size_t number);
/* Decides which cards must be compared. */
bool similar_find_candidates(struct similar *similar);
/* Takes the text of a candidate once more, since similar_add did not keep it. */
bool similar_sketch(struct similar_card *card, const char *question, const char *answer);
/* Sets each card's first. Misses about one in a thousand barely similar pairs, and more in decks
 * whose cards all follow one pattern, because the time per card is bounded. */
bool similar_find(struct similar *similar);
void similar_done(struct similar *similar);

#endif
