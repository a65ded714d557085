/* Parts of formulas that change their form in Unicode: scripts, fractions, roots, accents. */
#ifndef TEXT_MATH_FORMS_H
#define TEXT_MATH_FORMS_H

#include "base/buf.h"
#include "text/math_line.h"
#include "text/symbols.h"

#include <stdbool.h>

/* A part of a formula, read before its place in the line is known. Empty if zero-initialized. */
struct part {
    struct buf text;
    enum bond bond;
    enum atom atom; /* the class of its last atom */
};

/* Whether all of a script has small characters that still look like a script. */
bool form_is_small(enum small_form form, const struct buf *text);
/* Appends a script in small characters or, if it has none, as ^(...) or _(...). Returns whether it
 * is small. */
bool form_script(struct buf *out, enum small_form form, const struct buf *text);
/* Whether a script is one prime or several. */
bool form_is_primes(const struct buf *text);

/* Makes a fraction: ½, or a/b with parentheses around a part that would not be read as a whole. */
void form_fraction(struct part *out, const struct part *above, const struct part *below);
/* Makes a root. Returns false if its index has no small form. */
bool form_root(struct part *out, const struct buf *index, const struct part *under);
/* Makes C(n, k). */
void form_binomial(struct part *out, const struct part *above, const struct part *below);

/* Combining characters other than accents. */
#define MARK_LINE_ABOVE 0x305
#define MARK_LINE_BELOW 0x332
#define MARK_NOT        0x338
/* Puts a mark on one character, which may have an index, or a line on several. Returns false if
 * `under` is empty or too long. */
bool form_accent(struct part *out, const struct part *under, unsigned mark);
/* Appends `plain` in the letters of an alphabet. Characters without such a letter are unchanged. */
void form_lettered(struct buf *out, const struct buf *plain, enum alphabet alphabet);

#endif
