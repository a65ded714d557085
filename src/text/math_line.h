/* A line of mathematics: atoms, spaced as TeX spaces them. */
#ifndef TEXT_MATH_LINE_H
#define TEXT_MATH_LINE_H

#include "base/buf.h"
#include "text/symbols.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether an atom needs a space after it: a full-size script (LOOSE_SCRIPT) does before a letter, a
 * fraction (LOOSE) before a letter or a parenthesis. */
enum loose { TIGHT, LOOSE_SCRIPT, LOOSE };

/* The caller owns the struct and out. */
struct math_line {
    struct buf *out;
    bool script;      /* within a sub- or superscript, which has fewer spaces */
    enum atom before; /* the last atom written */
    enum loose loose;
    size_t space; /* columns requested before the next atom */
};

void math_line_add(struct math_line *line, enum atom atom, const char *text, size_t length);

#endif
