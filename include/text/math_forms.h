/* The parts of a formula that are shown in another form: what is read apart comes in, a text comes
 * out. For the view's own files. */
#ifndef TEXT_MATH_FORMS_H
#define TEXT_MATH_FORMS_H

#include "base/buf.h"
#include "text/symbols.h"

#include <stdbool.h>

/* Append a script: in small characters; where one of them has no small form, ^(...) or _(...), and
 * false. */
bool form_script(struct buf *out, enum small_form form, const struct buf *text);

/* Append a fraction: ½, or a/b with parentheses where a part is a sum or the denominator several
 * factors; all of it in parentheses where it is raised. */
void form_fraction(struct buf *out, const struct buf *above, const struct buf *below, bool raised);
/* Append a root; false where its index has no small form. */
bool form_root(struct buf *out, const struct buf *index, const struct buf *under);

/* Combining characters that are more than an accent. */
#define MARK_LINE_ABOVE 0x305
#define MARK_LINE_BELOW 0x332
#define MARK_NOT        0x338
/* Append one character with a mark, or several with a line above or below. False where they cannot
 * have it. */
bool form_accent(struct buf *out, const struct buf *under, unsigned mark);
/* Append a text in the letters of an alphabet, what has none there staying as it is. */
void form_lettered(struct buf *out, const struct buf *plain, enum alphabet alphabet);

#endif
