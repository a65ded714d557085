#include "text/math_forms.h"

#include "base/utf8.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#define MARKED_MAX 12  /* the longest character, in bytes, that gets another mark */
#define LINED_MAX  160 /* the longest text, in bytes, that gets a line above or below */

static bool forms_add_small(struct buf *out, enum small_form form, const struct buf *text)
{
    size_t before = out->length, size = 0;
    for (size_t at = 0; at < text->length;) {
        const char *small = symbol_small(form, text->bytes + at, text->length - at, &size);
        if (!small) {
            buf_cut(out, before);
            return false;
        }
        buf_add(out, small, size);
        at += utf8_length(text->bytes + at, text->length - at);
    }
    return true;
}

static bool forms_is_one(const struct buf *text)
{
    return text_cluster(buf_string(text), text->length) == text->length;
}

static void forms_add_parenthesized(struct buf *out, const struct buf *text, bool needed)
{
    buf_text(out, needed ? "(" : "");
    buf_add(out, buf_string(text), text->length);
    buf_text(out, needed ? ")" : "");
}

bool form_script(struct buf *out, enum small_form form, const struct buf *text)
{
    if (forms_add_small(out, form, text))
        return true;
    buf_char(out, form == SMALL_ABOVE ? '^' : '_');
    forms_add_parenthesized(out, text, !forms_is_one(text));
    return false;
}

/* ---- fractions and roots ---- */

static bool forms_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool forms_is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Whether a byte begins a Greek letter, or a letter of a mathematical alphabet. */
static bool forms_is_lead(char c)
{
    return c == '\xce' || c == '\xcf' || c == '\xf0';
}

/* Estimates the number of factors: numbers, letters with their scripts, parentheses. Returns 1 for
 * one, 2 for several, 3 for a sum, which has a space or a slash outside parentheses. */
static int forms_factors(const struct buf *text)
{
    int parentheses = 0, count = 0;
    char before = '\0';
    for (size_t i = 0; i < text->length; before = text->bytes[i++]) {
        char c = text->bytes[i];
        bool opens = c == '(' || c == '[' || c == '{', closes = c == ')' || c == ']' || c == '}';
        if (opens && parentheses++ == 0)
            count += !forms_is_letter(before) && (signed char)before >= 0; /* f(x) is one factor */
        parentheses -= closes;
        if (parentheses > 0 || closes)
            continue;
        if (c == ' ' || c == '/')
            return 3;
        count += forms_is_letter(c) || forms_is_lead(c) ||
                 (forms_is_digit(c) && !forms_is_digit(before) && before != '.');
    }
    return count > 1 ? 2 : 1;
}

static bool forms_begins(const struct buf *text, const char *with)
{
    return strncmp(buf_string(text), with, strlen(with)) == 0;
}

static bool forms_is_differential(const struct buf *text)
{
    return forms_begins(text, "∂") || forms_begins(text, "d") || forms_begins(text, "Δ");
}

static const char *forms_vulgar(const struct buf *above, const struct buf *below)
{
    static const char *const fractions[][3] = {{"1", "2", "½"}, {"1", "3", "⅓"}, {"2", "3", "⅔"},
        {"1", "4", "¼"}, {"3", "4", "¾"}, {"1", "5", "⅕"}, {"2", "5", "⅖"}, {"3", "5", "⅗"},
        {"4", "5", "⅘"}, {"1", "6", "⅙"}, {"5", "6", "⅚"}, {"1", "8", "⅛"}, {"3", "8", "⅜"},
        {"5", "8", "⅝"}, {"7", "8", "⅞"}};
    for (size_t i = 0; i < COUNT(fractions); i++)
        if (strcmp(buf_string(above), fractions[i][0]) == 0 &&
            strcmp(buf_string(below), fractions[i][1]) == 0)
            return fractions[i][2];
    return NULL;
}

void form_fraction(struct buf *out, const struct buf *above, const struct buf *below, bool raised)
{
    const char *one = forms_vulgar(above, below);
    int parts = forms_factors(below);
    if (one) {
        buf_text(out, one);
        return;
    }
    buf_text(out, raised ? "(" : "");
    forms_add_parenthesized(out, above, forms_factors(above) > 2);
    buf_char(out, '/');
    forms_add_parenthesized(out, below, parts > 2 || (parts == 2 && !forms_is_differential(below)));
    buf_text(out, raised ? ")" : "");
}

bool form_root(struct buf *out, const struct buf *index, const struct buf *under)
{
    const char *number = buf_string(index);
    if (strcmp(number, "3") == 0 || strcmp(number, "4") == 0)
        buf_text(out, *number == '3' ? "∛" : "∜");
    else if (forms_add_small(out, SMALL_ABOVE, index))
        buf_text(out, "√");
    else
        return false;
    forms_add_parenthesized(out, under, forms_factors(under) > 1);
    return true;
}

/* ---- accents and alphabets ---- */

/* Composes characters (NFC), which terminals show better than combining marks. */
static void forms_add_composed(struct buf *out, const struct buf *text)
{
    size_t length = 0;
    uint8_t *composed =
        u8_normalize(UNINORM_NFC, (const uint8_t *)buf_string(text), text->length, NULL, &length);
    out->failed |= !composed;
    if (composed)
        buf_add(out, (const char *)composed, length);
    free(composed);
}

bool form_accent(struct buf *out, const struct buf *under, unsigned mark)
{
    struct buf marked = {0};
    bool line = mark == MARK_LINE_ABOVE || mark == MARK_LINE_BELOW;
    bool fits = under->length && (forms_is_one(under) || (line && under->length <= LINED_MAX));
    for (size_t at = 0; at < under->length && fits;) {
        size_t size = text_cluster(under->bytes + at, under->length - at);
        fits = size <= MARKED_MAX;
        buf_add(&marked, under->bytes + at, size);
        utf8_add(&marked, mark);
        at += size;
    }
    if (fits)
        forms_add_composed(out, &marked);
    out->failed |= marked.failed;
    buf_done(&marked);
    return fits;
}

void form_lettered(struct buf *out, const struct buf *plain, enum alphabet alphabet)
{
    for (size_t i = 0; i < plain->length; i++) {
        unsigned character = symbol_lettered(alphabet, plain->bytes[i]);
        if (character)
            utf8_add(out, character);
        else
            buf_char(out, plain->bytes[i]);
    }
}
