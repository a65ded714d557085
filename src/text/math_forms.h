/* Parts of formulas that change their form in Unicode: scripts, fractions, roots, accents. */
#ifndef TEXT_MATH_FORMS_H
#define TEXT_MATH_FORMS_H

#include "base/buf.h"
#include "text/symbols.h"

#include <stdbool.h>

/* Appends a script, if possible in small characters; else as ^(...) or _(...), returning false. */
bool form_script(struct buf *out, enum small_form form, const struct buf *text);

/* Appends a fraction: ½, or a/b with parentheses around sums and around a denominator of several
 * factors. A raised fraction is parenthesized as a whole. */
void form_fraction(struct buf *out, const struct buf *above, const struct buf *below, bool raised);
/* Appends a root. Returns false if its index has no small form. */
bool form_root(struct buf *out, const struct buf *index, const struct buf *under);

/* Combining characters other than accents. */
#define MARK_LINE_ABOVE 0x305
#define MARK_LINE_BELOW 0x332
#define MARK_NOT        0x338
/* Appends one character with a mark, or several with a line. Returns false if under is too long. */
bool form_accent(struct buf *out, const struct buf *under, unsigned mark);
/* Appends plain in the letters of an alphabet. Characters without such a letter are unchanged. */
void form_lettered(struct buf *out, const struct buf *plain, enum alphabet alphabet);

#endif
