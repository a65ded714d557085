/* Compares what the user typed with an answer's plain text: which letters are wrong, missing or too
 * much. Letters are grapheme clusters in normal form; runs of white space count as one space, and
 * curly quotes and long dashes as their plain forms. Pure: no state, no screen. */
#ifndef TEXT_TYPED_H
#define TEXT_TYPED_H

#include "base/buf.h"
#include "text/typed_rules.h"

#include <stdbool.h>

enum typed_verdict {
    TYPED_NOTHING, /* nothing but white space was typed, or the answer has no text */
    TYPED_RIGHT,
    TYPED_ALMOST, /* a small slip: see typed_slips_max; or only what rules can excuse */
    TYPED_WRONG,
};

/* How many wrong, missing or extra letters are still a small slip in an answer of that many. */
size_t typed_slips_max(size_t letters);

/* A text, and for each of its bytes whether it differs from the other one. */
struct typed_side {
    struct buf text;    /* safe, on one line */
    struct buf differs; /* true (1) or false (0) for each byte of text */
};

/* Zero-initialize it; free it with typed_result_done. */
struct typed_result {
    enum typed_verdict verdict;
    struct typed_side typed, answer;
    bool similar; /* the differences are worth showing: much of the two is the same */
    bool failed;  /* memory ran out: the rest means nothing */
};

/* Compares `typed` with an answer in Markdown. Formulas are compared as Unicode; their LaTeX source
 * is right, too. */
void typed_compare(const char *typed, const char *answer, const struct typed_rules *rules,
    struct typed_result *result);
void typed_result_done(struct typed_result *result);

/* Whether an answer has text that can be typed. typed_is_short: on one line, of at most
 * TYPED_COLUMNS_MAX columns, without an image. Both are false if memory ran out. */
#define TYPED_COLUMNS_MAX 200
bool typed_is_possible(const char *answer);
bool typed_is_short(const char *answer);

#endif
