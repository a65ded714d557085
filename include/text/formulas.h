/* Formulas in Markdown: $...$ within a line, $$...$$ displayed. Markdown must not see what is in
 * them, as their backslashes, underscores and stars are their own. So each is taken out and a mark
 * put in its place, which safe text cannot hold; where the mark turns up in code, the source is put
 * back. For the view's own files. */
#ifndef TEXT_FORMULAS_H
#define TEXT_FORMULAS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct formula {
    const char *source; /* with its dollar signs */
    size_t length;
    bool display;
};

/* All of it zero is none; free with formulas_done. */
struct formulas {
    struct buf text; /* Markdown, with marks */
    struct formula *list;
    size_t count, capacity;
    bool failed; /* memory ran out */
};

/* Take the formulas out of safe text, which stays the caller's and in place. A dollar sign that
 * begins or ends a formula has no space on its inner side, and no letter or digit on its outer one;
 * so $5 and $6 are prices. A formula ends within its paragraph. */
void formulas_take(struct formulas *formulas, const char *safe, size_t length);
void formulas_done(struct formulas *formulas);

/* The first mark in a text, and the formula that it stands for. The bytes before the mark are
 * *before, those of the mark *size; NULL where there is none. */
const struct formula *formulas_next(
    const struct formulas *formulas, const char *text, size_t length, size_t *before, size_t *size);

/* Append the formula as it was written, on one line. */
void formula_source(const struct formula *formula, struct buf *out);

/* Append what is between the dollar signs, without the bars of a quotation around it. */
void formula_latex(const struct formula *formula, struct buf *out);

/* Append the formula as Unicode; false where it cannot be. */
bool formula_text(const struct formula *formula, bool display, struct buf *out);

#endif
