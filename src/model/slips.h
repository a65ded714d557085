/* Pairs cards that differ by slips of the pen only: by a letter in a word of the question, in one
 * of the answer, or both. It is for decks of few words, such as times tables, where each word is in
 * so many cards that none tells which card it is, and where a slip weighs much in a short text.
 *
 * Such a deck makes slips easy to tell from other cards: a new card is made of the words that the
 * deck has, and a slip makes a word that it does not have. How likely a new card has a new word is
 * the share of words that only one card has (I. J. Good, "The population frequencies of species and
 * the estimation of population parameters", 1953). Where that is next to nothing, a word that the
 * deck does not have is a slip of one that it has (M. Kernighan, K. Church, W. Gale, "A spelling
 * correction program based on a noisy channel model", 1990), wherever in the word the letter is.
 * Digits and operators never slip.
 *
 * All words of two such cards are the same but for one on each side. So a card is looked up by the
 * sum of the hashes of the other words, as misspelt words are by what is left when a letter is
 * deleted (W. Garbe's SymSpell, 2012): for an added card that is nearly always one sum, since its
 * slips are the words that the deck does not have. For each old card, a sum for each word of the
 * question is looked up, and where that is found, one for each word of the answer. That is n log n
 * in the number of cards, and 24 bytes for an added card. */
#ifndef MODEL_SLIPS_H
#define MODEL_SLIPS_H

#include "model/candidate.h"

/* Cards that may be one, by their places in the lists. */
struct slip {
    uint32_t old, added;
};
struct slips {
    struct slip *pairs;
    size_t count, capacity;
};

/* Find the pairs that differ by slips. kept: cards that the deck has before and after. The caller
 * frees slips->pairs. False when memory runs out. */
bool slips_find(struct slips *slips, const struct candidates *old, const struct candidates *added,
    const struct candidates *kept, struct candidate_texts texts);

/* Set slip in the added cards that can be only one old card, if no other added card can be only
 * that; then again, without the cards that are paired, since they are nobody's rivals any more.
 * Cards that are paired take no part. False when memory runs out. */
bool slips_settle(
    const struct slips *slips, const struct candidates *old, const struct candidates *added);

#endif
