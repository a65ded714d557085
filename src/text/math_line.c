#include "text/math_line.h"

/* Whether a space separates two atoms (The TeXbook, ch. 18). */
static bool math_line_has_gap(const struct math_line *line, enum atom next)
{
    enum atom before = line->before;
    if (before == ATOM_NONE || before == ATOM_OPEN || next == ATOM_CLOSE || next == ATOM_COMMA)
        return false;
    if (before == ATOM_OPERATOR)
        return next != ATOM_OPEN || line->loose;
    if (next == ATOM_OPERATOR || (line->loose && next == ATOM_LETTER) ||
        (line->loose == LOOSE && next == ATOM_OPEN))
        return true;
    return !line->script &&
           (before >= ATOM_COMMA || before == ATOM_BINARY || before == ATOM_RELATION ||
               next == ATOM_BINARY || next == ATOM_RELATION);
}

/* A sign without a left operand is unary: no space separates it from its operand. */
static enum atom math_line_seen_as(const struct math_line *line, enum atom atom)
{
    bool left = line->before == ATOM_LETTER || line->before == ATOM_CLOSE;
    return atom == ATOM_BINARY && !left ? ATOM_OPEN : atom;
}

void math_line_add(struct math_line *line, enum atom atom, const char *text, size_t length)
{
    enum atom as = math_line_seen_as(line, atom);
    bool sign =
        as != atom && line->before != ATOM_NONE && line->before != ATOM_OPEN && !line->script;
    size_t gap = sign || math_line_has_gap(line, as);
    buf_fill(line->out, ' ', line->space > gap ? line->space : gap);
    buf_add(line->out, text, length);
    line->before = as;
    line->space = 0;
    line->loose = TIGHT;
}
