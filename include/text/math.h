/* Renders LaTeX formulas in Unicode, and knows how many arguments commands take. */
#ifndef TEXT_MATH_H
#define TEXT_MATH_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define FORMULA_MAX 4096 /* bytes without dollar signs; a longer one is shown as text */

/* Appends a formula, given as safe text without dollar signs, on one line: Greek letters, operators
 * and arrows as characters, scripts as small characters or as ^(...) and _(...), fractions as a/b,
 * matrices as [a, b; c, d]. With `display`, matrices and cases take several lines, separated by
 * line feeds. Returns false, with nothing appended, if the formula is blank or too long, or if any
 * part is unknown. */
bool math_text(struct buf *out, const char *latex, size_t length, bool display);

/* How many arguments in braces a command takes: 2 for frac. `name` has no backslash. The argument
 * in brackets of \sqrt[3]{x} does not count. 0 for a symbol such as alpha, and for an unknown
 * name. */
int math_arguments(const char *name, size_t length);

#endif
