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
    bool quoted;  /* in a quotation, so its lines may begin with > */
    bool literal; /* not a formula: source is shown unchanged */
};

/* Empty if zero-initialized; free with formulas_done. */
struct formulas {
    struct buf text; /* Markdown, with marks */
    struct formula *list;
    size_t count, capacity;
    struct formulas_end {
        size_t text, source; /* the end of a mark, and of what it stands for */
    } * ends;                /* in order */
    size_t end_count, end_capacity;
    bool failed; /* memory ran out */
};

/* Replaces the formulas in text with marks. The text must stay valid until formulas_done. No digit
 * may follow a formula, and in $...$ no space may follow the first dollar sign or precede the
 * second, so that $5 and $6 are prices. A formula must end in its paragraph. Fenced code has no
 * formulas. */
void formulas_take(struct formulas *formulas, const char *text);
void formulas_done(struct formulas *formulas);

/* Maps an offset in formulas->text, outside marks or at the beginning of one, to an offset in the
 * source. */
size_t formulas_origin(const struct formulas *formulas, size_t offset);

/* Returns the formula that the first mark in text stands for, or NULL if there is no mark. The text
 * must not end within a mark. Sets *before to the number of bytes before the mark, and *size to the
 * length of the mark. */
const struct formula *formulas_next(
    const struct formulas *formulas, const char *text, size_t length, size_t *before, size_t *size);

/* Appends the source, with each line feed replaced by line_feed. */
void formula_source(const struct formula *formula, char line_feed, struct buf *out);
/* Appends the text between the dollar signs, without the spaces at the beginning of each line and,
 * in a quotation, without the > there. */
void formula_latex(const struct formula *formula, struct buf *out);
/* Appends the formula in Unicode. Returns false if any part is unknown. */
bool formula_text(const struct formula *formula, bool display, struct buf *out);

#endif
