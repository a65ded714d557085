#include "text/math_line.h"

#include "base/utf8.h"
#include "text/text.h"

#include <string.h>

/* An atom that is about to be written. */
struct piece {
    enum atom atom, as; /* its class, and its class beside the last atom */
    enum bond bond;
    enum sign sign;
    const char *text;
    size_t length;
    bool number, continues; /* part of a number; continues the number before it */
    bool operand, factor;   /* not a sign; multiplied by the last atom */
};

/* ---- signs ---- */

static enum sign math_line_sign(enum atom atom, const char *text, size_t length)
{
    static const struct {
        const char *texts;
        enum sign sign;
    } signs[] = {{"| ‖", SIGN_BAR}, {"!", SIGN_FACTORIAL}, {"/ ÷", SIGN_DIVIDES},
        {"· × ∗ *", SIGN_TIMES}, {"+ − ± ∓ ∪ ∩ ∨ ∧ ⊕ ∖ ⊔ ⊓", SIGN_PLUS}};
    bool letter = atom == ATOM_LETTER && length && symbol_is_latin(*text);
    for (size_t i = 0; i < COUNT(signs) && !letter; i++)
        if (symbol_is_among(signs[i].texts, text, length))
            return signs[i].sign;
    if (atom == ATOM_OPERATOR)
        return symbol_is_latin(*text) ? SIGN_NAME : SIGN_BIG;
    return atom == ATOM_BINARY ? SIGN_OTHER : SIGN_NONE;
}

/* ---- spaces ---- */

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

static bool math_line_has_operand(const struct math_line *line)
{
    return line->before == ATOM_LETTER || line->before == ATOM_CLOSE;
}

/* A sign without a left operand is unary, so no space separates it from its operand. */
static enum atom math_line_seen_as(const struct math_line *line, enum atom atom, enum sign sign)
{
    if (sign == SIGN_BAR && atom == ATOM_LETTER)
        return line->bars & 1 && math_line_has_operand(line) ? ATOM_CLOSE : ATOM_OPEN;
    return atom == ATOM_BINARY && !math_line_has_operand(line) ? ATOM_OPEN : atom;
}

/* Whether lines above the last atom and the next, or below both, would run together: A̅ B̅ is not
 * A̅B̅. */
static bool math_line_joins_lines(const struct math_line *line, const char *text, size_t length)
{
    static const char *const marks[] = {"\u0305", "\u0332"};
    const char *end = buf_string(line->out) + line->out->length;
    size_t first = text_cluster(text, length), size = strlen(marks[0]);
    for (size_t i = 0; i < COUNT(marks); i++)
        if (line->out->length > size && memcmp(end - size, marks[i], size) == 0)
            return memmem(text, first, marks[i], size) != NULL;
    return false;
}

static size_t math_line_gap(const struct math_line *line, const struct piece *p, bool enclosed)
{
    bool unary = p->atom == ATOM_BINARY && p->as == ATOM_OPEN;
    enum atom as = enclosed && line->sign != SIGN_BIG ? ATOM_OPEN : p->as;
    if (p->sign == SIGN_DIVIDES && p->atom == ATOM_LETTER)
        as = ATOM_CLOSE;
    else if (p->sign == SIGN_BAR && as == ATOM_OPEN)
        as = ATOM_LETTER;
    bool gap = math_line_has_gap(line, as);
    if (unary && line->before != ATOM_NONE && line->before != ATOM_OPEN && !line->script)
        gap = true;
    return line->space > gap ? line->space : gap;
}

/* ---- parentheses ---- */

void math_parenthesize(struct buf *out, size_t start)
{
    size_t length = out->length - start;
    buf_text(out, "()");
    if (out->failed)
        return;
    memmove(out->bytes + start + 1, out->bytes + start, length);
    out->bytes[start] = '(';
    out->bytes[start + 1 + length] = ')';
}

static void math_line_enclose_last(struct math_line *line)
{
    math_parenthesize(line->out, line->unit);
    line->last = BOND_ONE;
    line->before = ATOM_CLOSE;
    line->loose = TIGHT;
}

/* Whether the last atom needs parentheses before a sign, or before another factor. */
static bool math_line_must_enclose_last(const struct math_line *line, enum sign sign, bool factor)
{
    if (sign == SIGN_FACTORIAL)
        return line->last > BOND_INDEXED;
    if (sign == SIGN_DIVIDES)
        return line->last >= BOND_QUOTIENT;
    return line->last == BOND_QUOTIENT && (factor || sign == SIGN_OTHER);
}

/* Whether text consists only of scripts, which belong to what precedes them: x{_1}. */
static bool math_line_is_all_script(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && symbol_is_script(text + at))
        at += utf8_length(text + at, length - at);
    return at == length;
}

/* Whether an atom needs parentheses after the last one. */
static bool math_line_must_enclose(const struct math_line *line, const struct piece *piece)
{
    bool touches = line->script || line->before == ATOM_OPERATOR || math_line_has_operand(line);
    if (touches && line->before != ATOM_NONE && line->before != ATOM_OPEN &&
        symbol_is_script(piece->text) && !math_line_is_all_script(piece->text, piece->length))
        return true; /* ⁿ√x: the index would seem to be an exponent of what precedes it */
    if (line->sign == SIGN_DIVIDES)
        return piece->bond >= BOND_PRODUCT;
    if (piece->bond == BOND_HALF || piece->bond == BOND_QUOTIENT)
        if (piece->factor && (line->last == BOND_ROOT || line->last == BOND_HALF))
            return true;           /* √2 ½ could be the root of two and a half */
    bool taken = line->taking & 1; /* ∑ x a/b could be (∑ x a)/b */
    return piece->bond == BOND_QUOTIENT &&
           (taken || line->sign == SIGN_NAME || line->sign == SIGN_OTHER);
}

/* ---- how firmly it holds together ---- */

static enum bond math_line_looser(enum bond a, enum bond b)
{
    return a > b ? a : b;
}

/* The bond that an atom makes between its neighbours. */
static enum bond math_line_made_bond(const struct piece *p, size_t space)
{
    static const enum bond by_sign[] = {[SIGN_FACTORIAL] = BOND_RAISED,
        [SIGN_DIVIDES] = BOND_QUOTIENT,
        [SIGN_TIMES] = BOND_TIMES,
        [SIGN_PLUS] = BOND_SUM,
        [SIGN_OTHER] = BOND_SUM,
        [SIGN_BIG] = BOND_OPEN};
    if (p->atom == ATOM_COMMA || space > 1)
        return BOND_LIST;
    if (p->atom == ATOM_RELATION)
        return BOND_RELATION;
    return p->atom == ATOM_BINARY && p->as == ATOM_OPEN ? BOND_SUM : by_sign[p->sign];
}

static void math_line_note(struct math_line *line, enum bond bond)
{
    enum bond *whole = line->depth ? &line->inside : &line->earlier;
    *whole = math_line_looser(*whole, bond);
}

static void math_line_open(struct math_line *line)
{
    if (line->depth++ == 0) {
        line->inside = BOND_ONE;
        line->argument = line->caller;
    }
}

/* The bond of a call. p(1 − p) is a product. sin(x) gets parentheses before an exponent, because in
 * sin(x)² the exponent might belong to the argument. */
static enum bond math_line_called_bond(enum caller caller, enum bond inside)
{
    if (caller == CALLER_NAME)
        return BOND_RAISED;
    bool product = inside >= BOND_PRODUCT && inside <= BOND_SUM;
    return caller == CALLER_LETTER && product ? BOND_PRODUCT : BOND_CALL;
}

static void math_line_close(struct math_line *line)
{
    if (line->depth == 0)
        line->earlier = BOND_LIST;
    else if (--line->depth == 0 && line->argument)
        math_line_note(line, math_line_called_bond(line->argument, line->inside));
}

/* Forgets an opening bar that has no closing one. */
static void math_line_forget_bar(struct math_line *line)
{
    line->bars >>= 1;
    line->taking >>= 1;
    line->depth--;
}

/* Keeps track of the parentheses and bars that an atom opens or closes. */
static void math_line_match(struct math_line *line, const struct piece *p)
{
    bool bar = p->sign == SIGN_BAR && p->atom == ATOM_LETTER;
    if (bar ? p->as == ATOM_OPEN : p->atom == ATOM_OPEN) {
        math_line_open(line);
        line->bars = line->bars << 1 | bar;
        line->taking <<= 1;
    } else if (bar || (p->atom == ATOM_CLOSE && p->sign != SIGN_FACTORIAL)) {
        while (!bar && line->bars & 1) { /* the bar of p(x|y) has no partner */
            math_line_forget_bar(line);
            line->inside = BOND_LIST;
        }
        line->bars >>= 1;
        line->taking >>= 1;
        math_line_close(line);
    }
}

static enum caller math_line_caller(const struct piece *p)
{
    static const char letters[] = "f g h p q F G H P E φ ψ Γ Φ Ψ 𝔼 ℙ 𝒩 ℱ ℒ 𝒪";
    if (p->sign == SIGN_NAME)
        return CALLER_NAME;
    if (p->atom != ATOM_LETTER || p->bond != BOND_ONE)
        return CALLER_NONE;
    if (p->length > 1 && symbol_is_latin(p->text[0]) && symbol_is_latin(p->text[1]))
        return CALLER_WORD;
    return symbol_is_among(letters, p->text, p->length) ? CALLER_LETTER : CALLER_NONE;
}

static bool math_line_is_numeric(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

/* ---- the line ---- */

struct math_line math_line_begin(struct buf *out, bool script)
{
    return (struct math_line){
        .out = out, .script = script, .start = out->length, .unit = out->length};
}

/* Determines the role of an atom beside the last one. */
static struct piece math_line_look(
    const struct math_line *line, enum atom atom, enum bond bond, const char *text, size_t length)
{
    struct piece p = {.atom = atom, .bond = bond, .text = text, .length = length};
    bool numeric = atom == ATOM_LETTER && length && math_line_is_numeric(*text);
    p.sign = math_line_sign(atom, text, length);
    p.as = math_line_seen_as(line, atom, p.sign);
    p.number = numeric && length == 1;
    p.continues = numeric && line->number && line->space == 0;
    p.operand = (p.as == ATOM_LETTER && p.sign != SIGN_DIVIDES) || p.as == ATOM_OPERATOR ||
                (p.as == ATOM_OPEN && atom != ATOM_BINARY);
    p.factor = p.operand && math_line_has_operand(line) && line->space < 2 && bond != BOND_LIST &&
               !p.continues;
    return p;
}

/* Updates the bond of the line for an atom. */
static void math_line_account(struct math_line *line, const struct piece *p, bool enclosed)
{
    bool called = line->caller && ((p->atom == ATOM_OPEN && p->sign != SIGN_BAR) || enclosed);
    bool takes = line->caller == CALLER_NAME && p->operand && !called;
    math_line_note(line, line->last);
    math_line_note(line, math_line_made_bond(p, line->space));
    if (called && enclosed)
        math_line_note(line, BOND_RAISED);
    else if (p->factor && !called)
        math_line_note(line, BOND_PRODUCT);
    if (takes)
        math_line_note(line, BOND_OPEN);
    line->caller = called ? line->caller : CALLER_NONE;
    math_line_match(line, p);
    line->caller = math_line_caller(p);
    bool ends = p->atom == ATOM_RELATION || p->atom == ATOM_COMMA ||
                (p->atom == ATOM_BINARY && p->sign != SIGN_TIMES);
    if (takes || p->sign == SIGN_BIG)
        line->taking |= 1;
    else if (ends)
        line->taking &= ~(uint64_t)1;
}

void math_line_add(
    struct math_line *line, enum atom atom, enum bond bond, const char *text, size_t length)
{
    struct piece p = math_line_look(line, atom, bond, text, length);
    if (math_line_must_enclose_last(line, p.sign, p.factor))
        math_line_enclose_last(line);
    bool enclosed = length && math_line_must_enclose(line, &p);
    if (line->space == 0 && math_line_joins_lines(line, text, length))
        line->space = 1;
    buf_fill(line->out, ' ', math_line_gap(line, &p, enclosed));
    math_line_account(line, &p, enclosed);
    line->unit = p.continues ? line->unit : line->out->length;
    buf_add(line->out, text, length);
    if (enclosed)
        math_parenthesize(line->out, line->unit);
    line->last = enclosed ? BOND_ONE : bond;
    line->before = p.sign == SIGN_DIVIDES && atom == ATOM_LETTER ? ATOM_OPEN : p.as;
    line->sign = p.sign;
    line->number = p.number;
    line->space = 0;
    line->loose = TIGHT;
}

void math_line_take_scripts(struct math_line *line, bool index)
{
    if (line->last > BOND_INDEXED || (line->last == BOND_INDEXED && index))
        math_line_enclose_last(line);
    if (line->sign == SIGN_BAR && line->before == ATOM_OPEN) /* x|₀ */
        math_line_forget_bar(line);
    if (line->before == ATOM_NONE || line->before == ATOM_OPEN)
        line->before = ATOM_LETTER;
    line->sign = line->before == ATOM_LETTER ? SIGN_NONE : line->sign;
}

void math_line_end_script(struct math_line *line, enum bond bond)
{
    line->number = false;
    line->last = math_line_looser(line->last, bond);
}

void math_line_note_inside(struct math_line *line, enum bond bond)
{
    line->inside = math_line_looser(line->inside, bond);
}

void math_line_add_empty(struct math_line *line)
{
    math_line_note(line, line->last);
    line->unit = line->out->length;
    line->last = BOND_ONE;
}

enum bond math_line_bond(const struct math_line *line)
{
    if (line->depth > 0)
        return BOND_LIST;
    enum bond last = line->caller == CALLER_NAME ? BOND_OPEN : line->last;
    return math_line_looser(line->earlier, last);
}
