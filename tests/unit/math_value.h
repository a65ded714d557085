/* Reads a formula in Unicode as a person would, and evaluates it modulo a prime. Each letter has
 * its own number. The value of a function, power, index or root is a hash of its arguments. So two
 * formulas with the same meaning have the same value, however they are written; two others have the
 * same value only with a probability of 1 in 2^61. Shares nothing with the converter. */
#ifndef TESTS_UNIT_MATH_VALUE_H
#define TESTS_UNIT_MATH_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <uninorm.h>
#include <unistr.h>

/* ---- arithmetic ---- */

#define VALUE_PRIME ((UINT64_C(1) << 61) - 1)

/* Since 2^61 is 1, the upper bits are added to the lower ones. */
static uint64_t value_times(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    uint64_t sum = (uint64_t)(product & VALUE_PRIME) + (uint64_t)(product >> 61);
    return sum % VALUE_PRIME;
}

static uint64_t value_plus(uint64_t a, uint64_t b)
{
    return (a + b) % VALUE_PRIME;
}

static uint64_t value_minus(uint64_t a)
{
    return (VALUE_PRIME - a) % VALUE_PRIME;
}

/* By Fermat: a^(p - 2). */
static uint64_t value_inverse(uint64_t a)
{
    uint64_t result = 1;
    for (uint64_t exponent = VALUE_PRIME - 2; exponent; exponent >>= 1, a = value_times(a, a))
        if (exponent & 1)
            result = value_times(result, a);
    return result;
}

static uint64_t value_of(uint64_t what, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t values[] = {what, a, b, c}, hash = UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = 0; i < 4; i++) {
        hash = (hash ^ values[i]) * UINT64_C(0xff51afd7ed558ccd);
        hash ^= hash >> 32;
    }
    return hash % VALUE_PRIME;
}

/* What is no number: the first argument of value_of. Letters are their own. */
enum value_kind {
    VALUE_POWER = 0x200000,
    VALUE_INDEX,
    VALUE_PRIMED,
    VALUE_FACTORIAL,
    VALUE_ROOT,
    VALUE_BINOMIAL,
    VALUE_ABSOLUTE,
    VALUE_LINE,
    VALUE_MARK,
    VALUE_RELATION,
    VALUE_NAME,
};

static uint64_t value_letter(uint32_t letter)
{
    return value_of(letter, 0, 0, 0);
}

/* ---- reading ---- */

/* Two readings of what people do not agree on: with tight, a/b c is a/(bc), sin x y is sin(xy), and
 * ∑ x/y is ∑ (x/y); without it they are (a/b)c, (sin x)y and (∑ x)/y. A formula should be worth the
 * same either way. */
struct value_reader {
    const uint32_t *at; /* ends with 0 */
    bool tight;
    bool bars;         /* within |...| */
    const char *wrong; /* NULL while all is well */
};

static uint64_t value_sum(struct value_reader *r);

static uint64_t value_fail(struct value_reader *r, const char *wrong)
{
    r->wrong = r->wrong ? r->wrong : wrong;
    return 0;
}

static bool value_take(struct value_reader *r, uint32_t c)
{
    bool is = *r->at == c;
    r->at += is;
    return is;
}

static void value_spaces(struct value_reader *r)
{
    while (value_take(r, ' '))
        ;
}

/* The full-size form of a superscript or subscript, or 0. */
static uint32_t value_full(uint32_t c, bool above)
{
    static const char32_t ups[] = U"⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻−⁼=⁽(⁾)ᵃaᵇbᶜcᵈdᵉeᶠfᵍgᵍgⁱiᵏkˡlᵐmⁿnᵒoᵖpʳr"
                                  U"ˢsᵗtˣxʸyᶻzᵝβ",
                          downs[] = U"₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋−₌=₍(₎)ₐaₑeᵢiₖkₗlₘmₙnₒoₚpᵣrₛsₜtₓxᵦβ";
    for (const char32_t *at = above ? ups : downs; *at; at += 2)
        if (*at == c)
            return at[1];
    return 0;
}

static uint64_t value_relation(struct value_reader *r)
{
    uint64_t left = value_sum(r);
    value_spaces(r);
    if (*r->at != '=' && *r->at != U'→')
        return left;
    uint32_t sign = *r->at++;
    return value_of(VALUE_RELATION, sign, left, value_sum(r));
}

/* Reads a run of small characters. */
static uint64_t value_small(struct value_reader *r, bool above)
{
    uint32_t full[64];
    size_t length = 0;
    for (; length < 63 && value_full(*r->at, above); r->at++)
        full[length++] = value_full(*r->at, above);
    full[length] = 0;
    struct value_reader inner = {.at = full, .tight = r->tight};
    uint64_t value = value_relation(&inner);
    if (inner.wrong || *inner.at)
        value_fail(r, "a script in small characters");
    return value;
}

static uint64_t value_enclosed(struct value_reader *r, uint32_t close)
{
    bool bars = r->bars;
    r->bars = close == '|';
    uint64_t value = value_relation(r);
    r->bars = bars;
    value_spaces(r);
    return value_take(r, close) ? value : value_fail(r, "a parenthesis is not closed");
}

static uint64_t value_primary(struct value_reader *r);

/* The scripts of one base. After a full-size one nothing may follow that might belong to it. */
struct value_scripts {
    uint64_t below, above, primes;
    bool has_below, has_above;
};

static uint64_t value_full_script(struct value_reader *r)
{
    r->at++;
    uint64_t value = value_take(r, '(') ? value_enclosed(r, ')') : value_primary(r);
    if (value_full(*r->at, true) || value_full(*r->at, false) || *r->at == U'′' || *r->at == '!')
        return value_fail(r, "is it the script's or the base's?");
    return value;
}

static struct value_scripts value_read_scripts(struct value_reader *r)
{
    struct value_scripts s = {0};
    for (;;) {
        if (value_take(r, U'′'))
            s.primes++;
        else if (value_full(*r->at, false) || *r->at == '_') {
            if (s.has_below)
                value_fail(r, "two indices");
            s.has_below = true;
            s.below = *r->at == '_' ? value_full_script(r) : value_small(r, false);
        } else if (value_full(*r->at, true) || *r->at == '^') {
            if (s.has_above)
                value_fail(r, "two exponents");
            s.has_above = true;
            s.above = *r->at == '^' ? value_full_script(r) : value_small(r, true);
        } else
            return s;
    }
}

static uint64_t value_scripted(uint64_t base, const struct value_scripts *s)
{
    if (s->has_below)
        base = value_of(VALUE_INDEX, base, s->below, 0);
    if (s->primes)
        base = value_of(VALUE_PRIMED, base, s->primes, 0);
    return s->has_above ? value_of(VALUE_POWER, base, s->above, 0) : base;
}

static uint64_t value_number(struct value_reader *r)
{
    uint64_t value = 0;
    while (*r->at >= '0' && *r->at <= '9')
        value = value_plus(value_times(value, 10), *r->at++ - '0');
    return value;
}

static bool value_is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || c == 'C' || (c >= U'α' && c <= U'ω') || c == U'Ω';
}

/* Whether the character at has a line above. */
static bool value_is_lined(const uint32_t *at)
{
    while (*at && *++at >= 0x300 && *at < 0x370)
        if (*at == 0x305)
            return true;
    return false;
}

/* Reads all that one line is above of. */
static uint64_t value_lined(struct value_reader *r)
{
    uint32_t under[256];
    size_t length = 0;
    while (length < 255 && value_is_lined(r->at)) {
        bool removed = false;
        do {
            if (*r->at == 0x305 && !removed)
                removed = true; /* the first of several, if lines are nested */
            else
                under[length++] = *r->at;
            r->at++;
        } while (*r->at >= 0x300 && *r->at < 0x370 && length < 255);
    }
    under[length] = 0;
    struct value_reader inner = {.at = under, .tight = r->tight};
    uint64_t value = value_sum(&inner);
    if (inner.wrong || *inner.at)
        value_fail(r, "what is under a line");
    return value_of(VALUE_LINE, value, 0, 0);
}

static uint64_t value_vulgar(uint32_t c)
{
    static const char32_t vulgar[] = U"½12⅓13⅔23¼14¾34⅕15⅖25⅗35⅘45⅙16⅚56⅛18⅜38⅝58⅞78";
    for (const char32_t *at = vulgar; *at; at += 3)
        if (*at == c)
            return value_times(at[1] - '0', value_inverse(at[2] - '0'));
    return 0;
}

static uint64_t value_binomial(struct value_reader *r)
{
    bool bars = r->bars;
    r->bars = false;
    r->at += 2; /* C( */
    uint64_t above = value_sum(r);
    r->bars = bars;
    value_spaces(r);
    if (!value_take(r, ','))
        return value_fail(r, "C has two arguments");
    return value_of(VALUE_BINOMIAL, above, value_enclosed(r, ')'), 0);
}

static uint64_t value_primary(struct value_reader *r)
{
    value_spaces(r);
    uint32_t c = *r->at;
    if (value_is_lined(r->at))
        return value_lined(r);
    if (c >= '0' && c <= '9')
        return value_number(r);
    if (c == 'C' && r->at[1] == '(')
        return value_binomial(r);
    if (c == '(' || c == '[' || c == '|') {
        r->at++;
        uint64_t value = value_enclosed(r, c == '(' ? ')' : c == '[' ? ']' : '|');
        return c == '|' ? value_of(VALUE_ABSOLUTE, value, 0, 0) : value;
    }
    if (value_vulgar(c))
        return value_vulgar(*r->at++);
    if (!value_is_letter(c))
        return value_fail(r, "neither a letter nor a number");
    uint64_t value = value_letter(*r->at++);
    while ((*r->at >= 0x300 && *r->at < 0x370) || *r->at == 0x20d7)
        value = value_of(VALUE_MARK, value, *r->at++, 0);
    return value;
}

static uint64_t value_postfix(struct value_reader *r)
{
    value_spaces(r);
    bool vulgar = value_vulgar(*r->at) > 0, calls = *r->at == 'f' || *r->at == 'g';
    uint32_t name = *r->at;
    uint64_t value = value_primary(r);
    struct value_scripts scripts = value_read_scripts(r);
    if (vulgar && scripts.has_above)
        return value_fail(r, "is the denominator raised?");
    value = value_scripted(value, &scripts);
    if (calls && value_take(r, '(')) {
        value = value_of(VALUE_NAME, name, value, value_enclosed(r, ')'));
        scripts = value_read_scripts(r);
        value = value_scripted(value, &scripts);
    }
    while (value_take(r, '!'))
        value = value_of(VALUE_FACTORIAL, value, 0, 0);
    return value;
}

/* ---- what takes in what follows ---- */

static uint64_t value_product(struct value_reader *r);
static uint64_t value_products(struct value_reader *r);
static uint64_t value_term(struct value_reader *r);

static const struct value_name {
    const char32_t *text;
    size_t length;
    bool big;
} value_names[] = {{U"sin", 3, false}, {U"cos", 3, false}, {U"log", 3, false}, {U"ln", 2, false},
    {U"exp", 3, false}, {U"lim", 3, false}, {U"∑", 1, true}, {U"∏", 1, true}, {U"∫", 1, true}};

static size_t value_find_name(const uint32_t *at)
{
    for (size_t i = 0; i < sizeof value_names / sizeof *value_names; i++)
        if (u32_strncmp(at, (const uint32_t *)value_names[i].text, value_names[i].length) == 0)
            return i + 1;
    return 0;
}

static uint64_t value_named(struct value_reader *r, size_t name)
{
    const struct value_name *found = &value_names[name - 1];
    r->at += found->length;
    struct value_scripts scripts = value_read_scripts(r);
    uint64_t function = value_scripted(value_of(VALUE_NAME, name, 0, 0), &scripts), argument;
    if (found->big)
        argument = r->tight ? value_term(r) : value_products(r);
    else if (*r->at == '(' || *r->at == '[')
        argument = value_enclosed(r, *r->at++ == '(' ? ')' : ']');
    else
        argument = r->tight ? value_product(r) : value_postfix(r);
    return value_of(VALUE_NAME, function, argument, 0);
}

static uint64_t value_root(struct value_reader *r)
{
    uint64_t index = value_full(*r->at, true) ? value_small(r, true) : 2;
    if (*r->at == U'∛' || *r->at == U'∜')
        index = *r->at == U'∛' ? 3 : 4;
    else if (*r->at != U'√')
        return value_fail(r, "an exponent without a base");
    r->at++;
    if (*r->at == U'√')
        return value_fail(r, "a root of a root");
    return value_of(VALUE_ROOT, index, value_postfix(r), 0);
}

static bool value_is_root(uint32_t c)
{
    return c == U'√' || c == U'∛' || c == U'∜';
}

static uint64_t value_factor(struct value_reader *r)
{
    value_spaces(r);
    size_t name = value_find_name(r->at);
    if (name)
        return value_named(r, name);
    return value_is_root(*r->at) || value_full(*r->at, true) ? value_root(r) : value_postfix(r);
}

/* ---- products, quotients, sums ---- */

static bool value_at_factor(struct value_reader *r)
{
    value_spaces(r);
    uint32_t c = *r->at;
    return value_is_letter(c) || (c >= '0' && c <= '9') || c == '(' || c == '[' ||
           (c == '|' && !r->bars) || value_is_root(c) || value_vulgar(c) ||
           value_find_name(r->at) || value_is_lined(r->at);
}

static bool value_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Factors side by side. 2 3/4 might be a mixed number. */
static uint64_t value_product(struct value_reader *r)
{
    uint64_t value = value_factor(r);
    for (const uint32_t *last = r->at - 1; !r->wrong && value_at_factor(r); last = r->at - 1) {
        if (value_is_digit(*last) && (value_is_digit(*r->at) || value_vulgar(*r->at)))
            value_fail(r, "a mixed number?");
        value = value_times(value, value_factor(r));
    }
    return value;
}

/* Products of products. */
static uint64_t value_products(struct value_reader *r)
{
    uint64_t value = value_product(r);
    for (value_spaces(r); value_take(r, U'·') || value_take(r, U'×'); value_spaces(r))
        value = value_times(value, value_product(r));
    return value;
}

static uint64_t value_signed(struct value_reader *r)
{
    value_spaces(r);
    if (value_take(r, U'−'))
        return value_minus(value_signed(r));
    return r->tight ? value_product(r) : value_factor(r);
}

static uint64_t value_term(struct value_reader *r)
{
    uint64_t value = r->tight ? value_product(r) : value_factor(r);
    while (!r->wrong) {
        value_spaces(r);
        if (value_take(r, U'·') || value_take(r, U'×'))
            value = value_times(value, value_signed(r));
        else if (value_take(r, '/'))
            value = value_times(value, value_inverse(value_signed(r)));
        else if (!r->tight && value_at_factor(r))
            value = value_times(value, value_factor(r));
        else
            return value;
    }
    return value;
}

static uint64_t value_sum(struct value_reader *r)
{
    value_spaces(r);
    bool minus = value_take(r, U'−');
    uint64_t value = value_term(r);
    value = minus ? value_minus(value) : value;
    while (!r->wrong) {
        value_spaces(r);
        if (value_take(r, '+'))
            value = value_plus(value, value_term(r));
        else if (value_take(r, U'−'))
            value = value_plus(value, value_minus(value_term(r)));
        else
            return value;
    }
    return value;
}

/* The value of a formula in UTF-8. Sets *wrong to why it cannot be read, or to NULL. */
static uint64_t math_value(const char *text, bool tight, const char **wrong)
{
    size_t length = 0, count = 0;
    uint8_t *decomposed =
        u8_normalize(UNINORM_NFD, (const uint8_t *)text, strlen(text) + 1, NULL, &length);
    uint32_t *characters = u8_to_u32(decomposed, length, NULL, &count);
    struct value_reader r = {.at = characters, .tight = tight};
    uint64_t value = value_relation(&r);
    value_spaces(&r);
    if (*r.at)
        value_fail(&r, "something is left over");
    *wrong = r.wrong;
    free(decomposed);
    free(characters);
    return value;
}

#endif
