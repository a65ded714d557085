/* Formulas in Markdown: $...$ within a line, $$...$$ displayed. Markdown must not interpret their
 * backslashes, underscores and stars, so the reader replaces each formula with a mark, and finds
 * the marks again in what md4c reports. */
#ifndef TEXT_FORMULAS_H
#define TEXT_FORMULAS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct formula {
    const char *source; /* with its dollar signs */
    size_t length;
    bool display;
    bool literal; /* not a formula: source is shown unchanged */
};

/* Zero-initialized, it has no formulas; free with formulas_done. */
struct formulas {
    struct buf text; /* Markdown, with marks */
    struct formula *list;
    size_t count, capacity;
    bool failed; /* memory ran out */
};

/* Replaces the formulas of a text, which must stay valid until formulas_done, with marks. A
 * formula's dollar signs have no space inside and no letter or digit outside: $5 and $6 are prices.
 * A formula ends within its paragraph. */
void formulas_take(struct formulas *formulas, const char *text);
void formulas_done(struct formulas *formulas);

/* Returns what the first mark in a text stands for, or NULL if there is none. The text must not end
 * within a mark. Sets *before to the number of bytes before the mark, and *size to the mark's. */
const struct formula *formulas_next(
    const struct formulas *formulas, const char *text, size_t length, size_t *before, size_t *size);

/* Appends the source with its line feeds replaced. */
void formula_source(const struct formula *formula, char line_feed, struct buf *out);
/* Appends what is between the dollar signs, without the > of a quotation around it. */
void formula_latex(const struct formula *formula, struct buf *out);
/* Appends the formula in Unicode. Returns false if any part is unknown. */
bool formula_text(const struct formula *formula, bool display, struct buf *out);

#endif
