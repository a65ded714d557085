/* Formulas in Markdown: $...$ within a line, $$...$$ displayed. Markdown must not interpret what is
 * in them: their backslashes, underscores and stars are their own. So the reader takes them out,
 * puts a mark in the place of each, and finds the marks again in what md4c reports. */
#ifndef TEXT_FORMULAS_H
#define TEXT_FORMULAS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct formula {
    const char *source; /* with its dollar signs */
    size_t length;
    bool display;
    bool literal; /* not a formula but a text that stays as it is */
};

/* All zero has no formulas; free with formulas_done. */
struct formulas {
    struct buf text; /* Markdown, with marks */
    struct formula *list;
    size_t count, capacity;
    bool failed; /* memory ran out */
};

/* Takes the formulas out of a text, which the caller keeps until formulas_done. A dollar sign that
 * begins or ends a formula has no space on its inner side, and no letter or digit on its outer one:
 * $5 and $6 are prices. A formula ends within its paragraph. */
void formulas_take(struct formulas *formulas, const char *text);
void formulas_done(struct formulas *formulas);

/* Finds the first mark in a text, which holds marks as wholes, and returns what it stands for; NULL
 * if there is none. Sets *before to the bytes before the mark, *size to those of the mark. */
const struct formula *formulas_next(
    const struct formulas *formulas, const char *text, size_t length, size_t *before, size_t *size);

/* Appends the source, with line_feed in the place of its line feeds. */
void formula_source(const struct formula *formula, char line_feed, struct buf *out);
/* Appends what is between the dollar signs, without the bars of a quotation around it. */
void formula_latex(const struct formula *formula, struct buf *out);
/* Appends the formula in Unicode. Returns false if there is something in it that is not known. */
bool formula_text(const struct formula *formula, bool display, struct buf *out);

#endif
