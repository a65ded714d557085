/* A line of mathematics: atoms, spaced as in TeX, with parentheses where a reader would otherwise
 * group them wrongly. */
#ifndef TEXT_MATH_LINE_H
#define TEXT_MATH_LINE_H

#include "base/buf.h"
#include "text/symbols.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How firmly a text holds together next to another, from the firmest to the loosest. */
enum bond {
    BOND_ONE,      /* a letter, a number, (...), |...| */
    BOND_CALL,     /* f(x) */
    BOND_INDEXED,  /* xᵢ, with an index in small characters */
    BOND_RAISED,   /* x², x_Q, n! */
    BOND_ROOT,     /* √x */
    BOND_HALF,     /* ½ */
    BOND_PRODUCT,  /* 2x */
    BOND_TIMES,    /* a · b */
    BOND_QUOTIENT, /* a/b */
    BOND_OPEN,     /* sin x, ∑ x: extends to what follows */
    BOND_SUM,      /* a + b, −a, and other signs between two operands */
    BOND_RELATION, /* a = b */
    BOND_LIST,     /* a, b; several words; a parenthesis without its partner */
};

/* Whether an atom needs a space after it: a full-size script (LOOSE_SCRIPT) needs one before a
 * letter; a fraction or a root (LOOSE), before a letter or a parenthesis. */
enum loose { TIGHT, LOOSE_SCRIPT, LOOSE };

/* What a sign does to its neighbours. */
enum sign {
    SIGN_NONE,
    SIGN_BAR,       /* | or ‖, which opens or closes */
    SIGN_FACTORIAL, /* belongs to the atom before it */
    SIGN_DIVIDES,
    SIGN_TIMES,
    SIGN_PLUS,
    SIGN_OTHER, /* between two operands; readers may not know its precedence */
    SIGN_NAME,  /* sin: the argument may be in parentheses */
    SIGN_BIG,   /* ∑ */
};

/* What can take a parenthesis that follows as its argument. */
enum caller { CALLER_NONE, CALLER_LETTER, CALLER_WORD, CALLER_NAME };

/* The caller owns the struct and out. */
struct math_line {
    struct buf *out;
    bool script;      /* within a sub- or superscript, which has fewer spaces */
    enum atom before; /* the last atom written */
    enum loose loose;
    size_t space; /* columns requested before the next atom */

    size_t start;      /* the offset in `out` at which the line begins */
    size_t unit;       /* the offset in `out` at which the last atom begins */
    enum bond last;    /* the last atom's bond */
    enum bond earlier; /* of everything before the last atom, outside parentheses */
    enum sign sign;    /* the last atom's */
    bool number;       /* the last atom is a number, which the next digit continues */

    int depth;        /* parentheses and bars that are open */
    uint64_t bars;    /* a bit for each, the innermost lowest: whether it is a bar */
    uint64_t taking;  /* a bit for each: whether a ∑ or sin inside it extends to what follows */
    enum bond inside; /* the bond of what is inside the outermost parenthesis */
    enum caller caller, argument; /* the last atom's; that of the outermost open parenthesis */
};

/* Begins a line at the end of `out`. */
struct math_line math_line_begin(struct buf *out, bool script);
/* Appends an atom, whose text may be that of a group. `bond` is the bond of the text. */
void math_line_add(
    struct math_line *line, enum atom atom, enum bond bond, const char *text, size_t length);
/* Prepares the last atom for scripts, with parentheses if its bond is loose. */
void math_line_take_scripts(struct math_line *line, bool index);
/* Notes that the last atom now has a script. */
void math_line_end_script(struct math_line *line, enum bond bond);
/* Notes the bond of what a separate struct math_line has written inside a parenthesis. */
void math_line_note_inside(struct math_line *line, enum bond bond);
/* Adds an empty atom. A script that follows then belongs to nothing, as in {}_n, or only to the
 * last letter before it. */
void math_line_add_empty(struct math_line *line);
/* The bond of the whole line. */
enum bond math_line_bond(const struct math_line *line);
/* Encloses the text in `out` from `start` on in parentheses. */
void math_parenthesize(struct buf *out, size_t start);

#endif
