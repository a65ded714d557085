/* How alike two cards are, for telling an edit from another card.
 *
 * A card is compared word by word, question with question and answer with answer. Two different
 * cards of a deck may well be alike in nine letters of ten ("git reset --soft", "git reset
 * --hard"); what tells them apart is that a word stands in the place of another, on both sides of
 * the card. So letters count by the word they are in, a word that was exchanged counts twice, and a
 * slip of the pen hardly. Case, punctuation and Markdown do not count, except in words that are no
 * prose: with digits or operators (-L, x2, +=) they are taken literally, and weigh more.
 *
 * The likeness of a side is Dice's coefficient, weighted by letters (L. R. Dice, "Measures of the
 * amount of ecologic association between species", 1945), less what was exchanged. A long side is
 * sampled by its words of the lowest hashes, the same words on both cards (A. Broder, "On the
 * resemblance and containment of documents", 1997). The figures were chosen by measuring on the
 * edits of tests/bench/edits.h: make bench prints the table. */
#ifndef MODEL_SIMILARITY_H
#define MODEL_SIMILARITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SKETCH_WORDS 64 /* of a side; more are sampled */

/* A word: its hash in the upper 32 bits, and below it whether it is literal, its first letter, how
 * many letters it has and which. */
typedef uint64_t sketch_word;

struct sketch_side {
    uint16_t count; /* of words */
    bool sampled;
    uint32_t letters; /* of all the side's words */
    uint32_t order;   /* a hash of the words in their order */
};

/* What is compared of a card: its sides, question first, and their words, sorted. */
struct sketch {
    struct sketch_side sides[2];
    sketch_word words[];
};

/* The sketch of a card, the caller's to free; NULL when memory runs out. */
struct sketch *sketch_new(const char *question, const char *answer);

/* In thousandths: 0 nothing in common, 1000 the same words. What the sides' likenesses multiply to;
 * at least 500 where the question is the same, which deck files take for the card; and a long
 * answer that is the same but for slips and additions is enough whatever has become of the
 * question. */
int sketch_similarity(const struct sketch *a, const struct sketch *b);

/* Two cards are taken for one that was edited when they are at least this alike, and each is at
 * least SIMILAR_MARGIN less like any other card that is left over. */
#define SIMILAR_ENOUGH 770
#define SIMILAR_MARGIN 100

#endif
