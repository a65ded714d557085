/* Random formulas as trees, and their LaTeX as people might write it: with few or many parentheses,
 * with braces or without where TeX allows both, with fractions and bounds in any notation. */
#ifndef TESTS_UNIT_MATH_TREE_H
#define TESTS_UNIT_MATH_TREE_H

#include "base/buf.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <uchar.h>

/* ---- a tree ---- */

enum kind {
    NUMBER,
    LETTER,
    SUM,
    DIFFERENCE,
    NEGATIVE,
    PRODUCT,
    TIMES,
    FRACTION,
    SLASH,
    POWER,
    INDEX,
    ROOT,
    FACTORIAL,
    PRIMED,
    CALL,
    FUNCTION,
    BIG,
    INTEGRAL,
    LIMIT,
    BINOMIAL,
    ABSOLUTE,
    MARK,
    LINE,
    KINDS
};

/* How firmly LaTeX holds it together, the loosest first. */
enum level { LEVEL_SUM, LEVEL_TERM, LEVEL_OPEN, LEVEL_FACTOR, LEVEL_BASE };

struct tree {
    enum kind kind;
    unsigned which; /* the letter, the number, the function, the mark */
    const struct tree *a, *b, *c;
};

static struct {
    struct tree trees[4096];
    size_t count;
    uint64_t state;
} pool;

static unsigned roll(unsigned below)
{
    pool.state = pool.state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)((pool.state >> 33) % below);
}

/* q, Ω and α have no small forms, b and c no subscript. f, g, C, d and the letters of sin, log and
 * their kin are none. */
static const struct {
    const char *latex;
    char32_t letter;
} letters[] = {{"a", 'a'}, {"b", 'b'}, {"c", 'c'}, {"k", 'k'}, {"m", 'm'}, {"n", 'n'}, {"p", 'p'},
    {"q", 'q'}, {"x", 'x'}, {"y", 'y'}, {"z", 'z'}, {"\\alpha", U'α'}, {"\\beta", U'β'},
    {"\\Omega", U'Ω'}};
static const struct {
    const char *latex;
    uint32_t mark;
} marks[] = {
    {"\\hat", 0x302}, {"\\tilde", 0x303}, {"\\bar", 0x304}, {"\\vec", 0x20d7}, {"\\dot", 0x307}};
static const char *const functions[] = {"\\sin", "\\cos", "\\log", "\\ln", "\\exp"};
static const char *const bigs[] = {"\\sum", "\\prod"};

static const struct tree *grow(int depth);

static const struct tree *make(enum kind kind, unsigned which, const struct tree *a,
    const struct tree *b, const struct tree *c)
{
    struct tree *tree = &pool.trees[pool.count++];
    assert(pool.count < sizeof pool.trees / sizeof *pool.trees);
    *tree = (struct tree){kind, which, a, b, c};
    return tree;
}

static const struct tree *leaf(void)
{
    static const unsigned numbers[] = {1, 2, 3, 4, 5, 8, 10, 12};
    if (roll(4) == 0)
        return make(NUMBER, numbers[roll(8)], NULL, NULL, NULL);
    return make(LETTER, roll(sizeof letters / sizeof *letters), NULL, NULL, NULL);
}

/* Letters, and their sums and products. */
static const struct tree *grow_plain(int depth)
{
    static const enum kind kinds[] = {SUM, PRODUCT};
    if (depth == 0)
        return make(LETTER, roll(11), NULL, NULL, NULL);
    return make(kinds[roll(2)], 0, grow_plain(0), grow_plain(depth - 1), NULL);
}

static const struct tree *grow(int depth)
{
    enum kind kind = (enum kind)roll(KINDS);
    if (depth == 0 || kind == NUMBER || kind == LETTER)
        return leaf();
    unsigned which = roll(60);
    if (kind == LINE)
        return make(kind, 0, grow_plain((int)roll(3)), NULL, NULL);
    if (kind == MARK || kind == PRIMED)
        return make(kind, which, make(LETTER, roll(14), NULL, NULL, NULL), NULL, NULL);
    const struct tree *a = grow(depth - 1), *b = grow((int)roll((unsigned)depth)), *c = NULL;
    if (kind == BIG || kind == INTEGRAL)
        c = grow((int)roll(2));
    return make(kind, which, a, b, c);
}

/* ---- its LaTeX ---- */

static void write_tree(struct buf *out, const struct tree *t, enum level level);

static enum level level_of(const struct tree *t)
{
    switch (t->kind) {
    case SUM:
    case DIFFERENCE:
    case NEGATIVE:
        return LEVEL_SUM;
    case SLASH:
    case TIMES:
        return LEVEL_TERM;
    case FUNCTION:
    case BIG:
    case INTEGRAL:
    case LIMIT:
        return LEVEL_OPEN;
    case PRODUCT:
        return LEVEL_OPEN;
    case POWER:
    case INDEX:
    case FACTORIAL:
    case CALL:
    case PRIMED:
        return LEVEL_FACTOR;
    default:
        return LEVEL_BASE;
    }
}

static void write_group(struct buf *out, const struct tree *t)
{
    buf_text(out, "{");
    write_tree(out, t, LEVEL_SUM);
    buf_text(out, "}");
}

/* Writes an argument as a group, or as a single character without braces. */
static void write_argument(struct buf *out, const struct tree *t)
{
    bool single = t->kind == LETTER || (t->kind == NUMBER && t->which < 10);
    if (!single || roll(2))
        write_group(out, t);
    else {
        buf_text(out, " ");
        write_tree(out, t, LEVEL_BASE);
    }
}

static void write_enclosed(struct buf *out, const struct tree *t)
{
    static const char *const pairs[][2] = {{"(", ")"}, {"\\left(", "\\right)"},
        {"\\bigl(", "\\bigr)"}, {"\\big(", "\\big)"}, {"\\left[", "\\right]"}, {"[", "]"}};
    unsigned pair = roll(6);
    buf_text(out, pairs[pair][0]);
    write_tree(out, t, LEVEL_SUM);
    buf_text(out, pairs[pair][1]);
}

/* Whether it begins with a digit, which would continue a number before it. */
static bool begins_with_number(const struct tree *t)
{
    while (level_of(t) < LEVEL_BASE && t->kind != FUNCTION && t->kind != BIG &&
           t->kind != INTEGRAL && t->kind != LIMIT && t->kind != CALL && t->kind != NEGATIVE)
        t = t->a;
    return t->kind == NUMBER || t->kind == FRACTION;
}

static const struct tree *last_factor(const struct tree *t)
{
    while (t->kind == PRODUCT)
        t = t->b;
    return t;
}

static void write_product(struct buf *out, const struct tree *t)
{
    bool numbers = begins_with_number(t->b);
    write_tree(out, t->a, level_of(last_factor(t->a)) == LEVEL_OPEN ? LEVEL_FACTOR : LEVEL_OPEN);
    if (numbers && (last_factor(t->a)->kind == NUMBER || t->b->kind != FRACTION))
        buf_text(out, "\\cdot ");
    else
        buf_text(out, roll(4) ? " " : "\\,");
    write_tree(out, t->b, LEVEL_OPEN);
}

static void write_fraction(struct buf *out, const struct tree *t)
{
    static const char *const commands[] = {"\\frac", "\\dfrac", "\\tfrac"};
    if (roll(6) == 0) {
        buf_text(out, "{");
        write_tree(out, t->a, LEVEL_SUM);
        buf_text(out, "\\over ");
        write_tree(out, t->b, LEVEL_SUM);
        buf_text(out, "}");
        return;
    }
    buf_text(out, commands[roll(3)]);
    write_argument(out, t->a);
    write_argument(out, t->b);
}

/* A base is one character, or what LaTeX sets as one, or in parentheses or in braces. */
static void write_base(struct buf *out, const struct tree *t)
{
    if (level_of(t) < LEVEL_BASE && roll(2))
        write_group(out, t);
    else
        write_tree(out, t, LEVEL_BASE);
}

static void write_script(struct buf *out, const char *sign, const struct tree *t)
{
    buf_text(out, sign);
    write_argument(out, t);
}

static void write_power(struct buf *out, const struct tree *t)
{
    if (t->a->kind == INDEX) { /* in either order */
        bool above_first = roll(2);
        write_base(out, t->a->a);
        write_script(out, above_first ? "^" : "_", above_first ? t->b : t->a->b);
        write_script(out, above_first ? "_" : "^", above_first ? t->a->b : t->b);
        return;
    }
    write_base(out, t->a);
    write_script(out, "^", t->b);
}

static void write_root(struct buf *out, const struct tree *t)
{
    static const char *const indices[] = {"", "", "", "[3]", "[4]", "[5]"};
    buf_format(out, "\\sqrt%s", indices[t->which % 6]);
    write_argument(out, t->a);
}

static void write_function(struct buf *out, const struct tree *t)
{
    buf_format(out, "%s%s", functions[t->which % 5], t->which / 5 == 1 ? "^2" : "");
    if (t->a->kind == LETTER || t->a->kind == FRACTION || t->a->kind == MARK) {
        buf_text(out, " ");
        write_tree(out, t->a, LEVEL_BASE);
    } else
        write_enclosed(out, t->a);
}

static void write_bounds(struct buf *out, const char *before, const struct tree *t)
{
    buf_format(out, "_{%s", before);
    write_tree(out, t->b, LEVEL_SUM);
    buf_text(out, "}");
    if (t->c)
        write_script(out, "^", t->c);
    buf_text(out, " ");
}

static void write_named(struct buf *out, const struct tree *t)
{
    if (t->kind == FUNCTION) {
        write_function(out, t);
    } else if (t->kind == LIMIT) {
        buf_text(out, "\\lim");
        write_bounds(out, "x\\to ", &(struct tree){LIMIT, 0, t->a, t->b, NULL});
        if (t->a->kind == FRACTION)
            write_tree(out, t->a, LEVEL_BASE);
        else
            write_enclosed(out, t->a);
    } else if (t->kind == BIG) {
        buf_text(out, bigs[t->which % 2]);
        write_bounds(out, "i=", t);
        write_tree(out, t->a, LEVEL_OPEN);
    } else {
        buf_text(out, "\\int");
        write_bounds(out, "", t);
        write_tree(out, t->a, LEVEL_FACTOR);
        buf_text(out, roll(2) ? "\\,dx" : "\\, dx ");
    }
}

static bool has_absolute(const struct tree *t)
{
    return t &&
           (t->kind == ABSOLUTE || has_absolute(t->a) || has_absolute(t->b) || has_absolute(t->c));
}

static void write_absolute(struct buf *out, const struct tree *t)
{
    bool tall = has_absolute(t->a) || roll(2);
    buf_text(out, tall ? "\\left|" : "|");
    write_tree(out, t->a, LEVEL_SUM);
    buf_text(out, tall ? "\\right|" : "|");
}

static void write_marked(struct buf *out, const char *command, const struct tree *t)
{
    buf_text(out, command);
    write_argument(out, t);
}

static void write_bare(struct buf *out, const struct tree *t)
{
    switch (t->kind) {
    case NUMBER:
        buf_format(out, "%u", t->which);
        return;
    case LETTER:
        buf_format(out, "%s ", letters[t->which].latex);
        return;
    case SUM:
    case DIFFERENCE:
        write_tree(out, t->a, LEVEL_SUM);
        buf_text(out, t->kind == SUM ? "+" : "-");
        write_tree(out, t->b, LEVEL_TERM);
        return;
    case NEGATIVE:
        buf_text(out, "-");
        write_tree(out, t->a, LEVEL_TERM);
        return;
    case TIMES:
    case SLASH:
        write_tree(out, t->a, LEVEL_FACTOR);
        buf_text(out, t->kind == SLASH ? "/" : roll(2) ? "\\cdot " : "\\times ");
        write_tree(out, t->b, t->kind == SLASH ? LEVEL_BASE : LEVEL_FACTOR);
        return;
    case PRODUCT:
        write_product(out, t);
        return;
    case FRACTION:
        write_fraction(out, t);
        return;
    case POWER:
        write_power(out, t);
        return;
    case INDEX:
        write_base(out, t->a);
        write_script(out, "_", t->b);
        return;
    case ROOT:
        write_root(out, t);
        return;
    case FACTORIAL:
        write_tree(out, t->a, LEVEL_BASE);
        buf_text(out, "!");
        return;
    case PRIMED:
        write_tree(out, t->a, LEVEL_BASE);
        buf_text(out, t->which % 2 ? "''" : "'");
        return;
    case CALL:
        buf_text(out, t->which % 2 ? "f" : "g");
        buf_text(out, "(");
        write_tree(out, t->a, LEVEL_SUM);
        buf_text(out, ")");
        return;
    case BINOMIAL:
        buf_text(out, "\\binom");
        write_argument(out, t->a);
        write_argument(out, t->b);
        return;
    case ABSOLUTE:
        write_absolute(out, t);
        return;
    case MARK:
        write_marked(out, marks[t->which % 5].latex, t->a);
        return;
    case LINE:
        write_marked(out, "\\overline", t->a);
        return;
    default:
        write_named(out, t);
    }
}

static void write_tree(struct buf *out, const struct tree *t, enum level level)
{
    if (level_of(t) < level)
        write_enclosed(out, t);
    else if (level > LEVEL_SUM && level_of(t) > LEVEL_TERM && roll(30) == 0)
        write_group(out, t); /* braces that mean nothing */
    else
        write_bare(out, t);
}

#endif
