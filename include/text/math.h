/* Formulas as LaTeX has them, in Unicode. */
#ifndef TEXT_MATH_H
#define TEXT_MATH_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Append a formula, of length bytes of safe text and without its dollar signs, as it is written on
 * one line: Greek letters, operators and arrows as characters, scripts in small ones or as ^(...)
 * and _(...), fractions as a/b, matrices as [a, b; c, d]. Matrices and cases of a displayed one
 * stand on several lines, with line feeds between them. False, with nothing appended, where it has
 * anything that is not understood. */
bool math_text(struct buf *out, const char *latex, size_t length, bool display);

#endif
