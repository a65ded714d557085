/* A line of mathematics: atoms one after the other, with TeX's spaces between them. For the view's
 * own files. */
#ifndef TEXT_MATH_LINE_H
#define TEXT_MATH_LINE_H

#include "base/buf.h"
#include "text/symbols.h"

#include <stdbool.h>
#include <stddef.h>

/* How far what was written last has to be told from what comes next: a script that is not in small
 * characters from a letter, a fraction from a parenthesis, too. */
enum loose { TIGHT, LOOSE_SCRIPT, LOOSE };

/* The caller owns the struct and what it writes to. */
struct math_line {
    struct buf *out;
    bool script;      /* within a sub- or superscript, which is set tight */
    enum atom before; /* what was written last */
    enum loose loose;
    size_t space; /* columns asked for before what comes next */
};

/* Append an atom. */
void math_line_add(struct math_line *line, enum atom atom, const char *text, size_t length);

#endif
