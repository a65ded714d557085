/* How similar two cards are, to distinguish an edited card from a different one.
 *
 * Cards are compared word by word, question with question and answer with answer. Two different
 * cards of a deck may share nine letters in ten ("git reset --soft", "git reset --hard"); what
 * distinguishes them is that one word replaces another, on both sides of the card. So letters count
 * only in whole words, a replaced word counts twice, and a typing slip hardly counts. Case, normal
 * form, punctuation and Markdown do not count, except that a word with digits or operators (-L, x2,
 * +=) is compared literally, and weighs more.
 *
 * The similarity of a side is Dice's coefficient, weighted by letters (L. R. Dice, "Measures of the
 * amount of ecologic association between species", 1945), minus a penalty for replaced words. Of a
 * long side, only the words with the lowest hashes are compared, since similar sides mostly have
 * the same ones (A. Broder, "On the resemblance and containment of documents", 1997). The constants
 * were chosen by measuring the edits of tests/bench/edits.h; `make bench` prints the table. */
#ifndef MODEL_SIMILARITY_H
#define MODEL_SIMILARITY_H

#include <stdbool.h>
#include <stdint.h>

#define SKETCH_WORDS 64 /* per side; longer sides are sampled */

/* A word, from the highest bit down: its hash (32 bits), whether it is literal (1), its first
 * letter (5; 0 for a character that is a word by itself), its number of letters (5), and which
 * letters it has (21). */
typedef uint64_t sketch_word;

struct sketch_side {
    uint16_t count; /* the number of words */
    bool sampled;
    uint32_t letters; /* the number of letters in all the side's words */
    uint32_t order;   /* a hash of the words in their order */
    uint32_t literal; /* a hash of the digits and operators in their order */
};

/* The two sides of a card as they are compared, question first, each with its words sorted. */
struct sketch {
    struct sketch_side sides[2];
    sketch_word words[];
};

/* The caller frees the sketch. NULL when memory runs out. */
struct sketch *sketch_new(const char *question, const char *answer);

/* Whether a word has digits or operators; whether it is one character that is a word by itself. */
bool sketch_word_is_literal(sketch_word word);
bool sketch_word_is_sign(sketch_word word);

/* Whether two sides have the same words in the same order, except that `a` has word x where `b` has
 * y, which may differ from x by one slip anywhere in the word. If x and y are 0, whether the sides
 * are the same. */
bool sketch_side_slipped(
    const struct sketch_side *a, sketch_word x, const struct sketch_side *b, sketch_word y);

/* Whether two strings differ by at most one added, missing or replaced character, or by two
 * adjacent characters being swapped. */
bool texts_slipped(const char *a, const char *b);

/* The similarity in thousandths, from 0 (nothing in common) to 1000 (the same words). It is the
 * product of the sides' similarities, but at least 500 if the questions are the same, since a deck
 * file identifies a card by its question. If both answers are long, and equal except for slips and
 * additions, it is the similarity of the answers alone. */
int sketch_similarity(const struct sketch *a, const struct sketch *b);

/* Two cards are versions of one card if their similarity is at least SIMILAR_ENOUGH, and at
 * least SIMILAR_MARGIN higher than the similarity of either to any unmatched card of another entry.
 */
#define SIMILAR_ENOUGH 770
#define SIMILAR_MARGIN 100

#endif
