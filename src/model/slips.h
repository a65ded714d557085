/* Pairs cards that differ only by slips of the pen: by a letter in a word of the question, of the
 * answer, or of both. Meant for decks with few different words, such as times tables, where every
 * word is in so many cards that none identifies its card, and where a slip weighs heavily because
 * texts are short.
 *
 * In such a deck, slips are easy to tell from new cards: a new card consists of words that the deck
 * has, whereas a slip makes a word that it does not have. The probability that a new card has a new
 * word is the share of words that only one card has (I. J. Good, "The population frequencies of
 * species and the estimation of population parameters", 1953). Where that share is close to zero, a
 * word that the deck does not have is a slip of a word that it has (M. Kernighan, K. Church, W.
 * Gale, "A spelling correction program based on a noisy channel model", 1990), wherever in the word
 * the wrong letter is. A difference in digits or operators is never a slip.
 *
 * Two cards that differ by slips have the same words except for one on each side. So a card is
 * looked up by the sum of the hashes of its other words, much as SymSpell (W. Garbe, 2012) looks up
 * a misspelt word by the letters left when one is deleted. For an added card this is nearly always
 * a single sum, since its slips are the words that the deck does not have. For an old card, a sum
 * for each word of the question is looked up and, where one is found, a sum for each word of the
 * answer. This takes n log n time in the number of cards, and 24 bytes per added card. */
#ifndef MODEL_SLIPS_H
#define MODEL_SLIPS_H

#include "model/candidate.h"

/* An old and an added card that may be the same, by their indexes in the lists. */
struct slip {
    uint32_t old, added;
};
struct slips {
    struct slip *pairs;
    size_t count, capacity;
};

/* Find the pairs that differ by slips. `kept`: cards that the deck had before and still has. The
 * caller frees slips->pairs. False when memory runs out. */
bool slips_find(struct slips *slips, const struct candidates *old, const struct candidates *added,
    const struct candidates *kept, struct candidate_texts texts);

/* Set `slip` in each added card that has a single possible partner, unless another added card has
 * only that one, too. Then repeat this without the cards just paired, since they no longer compete.
 * Cards whose `paired` is set take no part. False when memory runs out. */
bool slips_settle(
    const struct slips *slips, const struct candidates *old, const struct candidates *added);

#endif
