#include "text/math_forms.h"

#include "base/utf8.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#define MARKED_MAX 12  /* the longest character, in bytes, that gets another mark */
#define LINED_MAX  160 /* the longest text, in bytes, that gets a line above or below */

/* ---- scripts ---- */

/* Characters that are as small as their small form. A script that mixes them with others is not
 * made small, because they would seem to belong to its base: x^(k*) is not xᵏ*. */
#define FORMS_ALWAYS_SMALL "′ * ∗ ° ∘ †"

bool form_is_small(enum small_form form, const struct buf *text)
{
    size_t size = 0, characters = 0, always = 0;
    for (size_t at = 0; at < text->length; characters++) {
        size_t length = utf8_length(text->bytes + at, text->length - at);
        if (!symbol_small(form, text->bytes + at, text->length - at, &size))
            return false;
        always += symbol_is_among(FORMS_ALWAYS_SMALL, text->bytes + at, length);
        at += length;
    }
    return always == 0 || always == characters;
}

static void forms_add_small(struct buf *out, enum small_form form, const struct buf *text)
{
    size_t size = 0;
    for (size_t at = 0; at < text->length; at += utf8_length(text->bytes + at, text->length - at)) {
        const char *small = symbol_small(form, text->bytes + at, text->length - at, &size);
        buf_add(out, small, size);
    }
}

static bool forms_is_one(const struct buf *text)
{
    return text_cluster(buf_string(text), text->length) == text->length;
}

static void forms_add(struct buf *out, const struct buf *text, bool enclosed)
{
    buf_text(out, enclosed ? "(" : "");
    buf_add(out, buf_string(text), text->length);
    buf_text(out, enclosed ? ")" : "");
}

bool form_script(struct buf *out, enum small_form form, const struct buf *text)
{
    bool small = form_is_small(form, text);
    if (small) {
        forms_add_small(out, form, text);
    } else {
        buf_char(out, form == SMALL_ABOVE ? '^' : '_');
        forms_add(out, text, !forms_is_one(text));
    }
    return small;
}

bool form_is_primes(const struct buf *text)
{
    static const char prime[] = "′";
    const size_t size = sizeof prime - 1;
    for (size_t at = 0; at < text->length; at += size)
        if (text->length - at < size || memcmp(text->bytes + at, prime, size) != 0)
            return false;
    return text->length > 0;
}

/* ---- fractions and roots ---- */

/* Skips a letter with its scripts. Returns text itself if it does not begin with a letter. */
static const char *forms_skip_letter(const char *text)
{
    bool letter = (unsigned char)*text >= 0x80 || symbol_is_latin(*text);
    if (!letter || symbol_is_script(text))
        return text;
    for (text += text_cluster(text, strlen(text)); symbol_is_script(text);)
        text += utf8_length(text, UTF8_MAX);
    return text;
}

/* Whether text is the sign alone (d), or the sign before one letter (df) or a parenthesis. */
static bool forms_is_differentiated(const char *text, const char *sign)
{
    const char *operand = text + strlen(sign);
    if (strncmp(text, sign, strlen(sign)) != 0)
        return false;
    while (symbol_is_script(operand))
        operand += utf8_length(operand, UTF8_MAX);
    operand = forms_skip_letter(operand);
    return *operand == '\0' || strchr("(_^", *operand);
}

/* Whether text is one differential such as dx, or several. */
static bool forms_are_differentials(const char *text, const char *sign)
{
    do {
        const char *letter = text + strlen(sign);
        if (strncmp(text, sign, strlen(sign)) != 0)
            return false;
        text = forms_skip_letter(letter);
        if (text == letter)
            return false;
    } while (*text);
    return true;
}

/* Whether the two form a quotient of differentials, such as ∂²f/∂x∂y, which needs no
 * parentheses. */
static bool forms_is_derivative(const struct part *above, const struct part *below)
{
    static const char *const signs[] = {"∂", "d", "Δ", "δ"};
    for (size_t i = 0; i < COUNT(signs); i++)
        if (forms_is_differentiated(buf_string(&above->text), signs[i]) &&
            forms_are_differentials(buf_string(&below->text), signs[i]))
            return above->bond <= BOND_PRODUCT && below->bond == BOND_PRODUCT;
    return false;
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

/* Whether there is a space outside parentheses. */
static bool forms_is_spaced(const char *text)
{
    for (int depth = 0; *text; text++) {
        depth += (strchr("([{", *text) != NULL) - (strchr(")]}", *text) != NULL);
        if (*text == ' ' && depth == 0)
            return true;
    }
    return false;
}

void form_fraction(struct part *out, const struct part *above, const struct part *below)
{
    const char *one = forms_vulgar(&above->text, &below->text);
    bool spaced = forms_is_spaced(buf_string(&above->text));
    if (one) {
        buf_text(&out->text, one);
        out->bond = BOND_HALF;
        return;
    }
    forms_add(&out->text, &above->text,
        above->bond >= BOND_TIMES || (above->bond == BOND_PRODUCT && spaced));
    buf_char(&out->text, '/');
    forms_add(&out->text, &below->text,
        below->bond >= BOND_PRODUCT && !forms_is_derivative(above, below));
    out->bond = BOND_QUOTIENT;
}

bool form_root(struct part *out, const struct buf *index, const struct part *under)
{
    const char *number = buf_string(index);
    if (strcmp(number, "3") == 0 || strcmp(number, "4") == 0) {
        buf_text(&out->text, *number == '3' ? "∛" : "∜");
    } else {
        if (!form_is_small(SMALL_ABOVE, index))
            return false;
        forms_add_small(&out->text, SMALL_ABOVE, index);
        buf_text(&out->text, "√");
    }
    forms_add(&out->text, &under->text, under->bond != BOND_ONE && under->bond != BOND_INDEXED);
    out->bond = BOND_ROOT;
    return true;
}

void form_binomial(struct part *out, const struct part *above, const struct part *below)
{
    buf_text(&out->text, "C(");
    forms_add(&out->text, &above->text, above->bond == BOND_LIST);
    buf_text(&out->text, ", ");
    forms_add(&out->text, &below->text, below->bond == BOND_LIST);
    buf_text(&out->text, ")");
    out->bond = BOND_CALL;
}

/* ---- accents and alphabets ---- */

/* Appends text with its characters composed (NFC): terminals show these better than combining
 * marks. */
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

/* Whether a text is one character with an index, which only says which of several it is. */
static bool forms_is_indexed(const struct part *part)
{
    const struct buf *text = &part->text;
    size_t at = text_cluster(buf_string(text), text->length);
    while (at < text->length && symbol_is_script(text->bytes + at))
        at += utf8_length(text->bytes + at, text->length - at);
    return part->bond == BOND_INDEXED && at == text->length;
}

bool form_accent(struct part *out, const struct part *part, unsigned mark)
{
    struct buf marked = {0};
    const struct buf *under = &part->text;
    bool line = mark == MARK_LINE_ABOVE || mark == MARK_LINE_BELOW;
    bool indexed = !line && forms_is_indexed(part);
    bool fits =
        under->length && (forms_is_one(under) || indexed || (line && under->length <= LINED_MAX));
    for (size_t at = 0; at < under->length && fits;) {
        size_t size = text_cluster(under->bytes + at, under->length - at);
        fits = size <= MARKED_MAX;
        buf_add(&marked, under->bytes + at, size);
        if (at == 0 || !indexed)
            utf8_add(&marked, mark);
        at += size;
    }
    if (fits)
        forms_add_composed(&out->text, &marked);
    out->text.failed |= marked.failed;
    out->bond = indexed ? BOND_INDEXED : forms_is_one(under) ? BOND_ONE : BOND_PRODUCT;
    buf_done(&marked);
    return fits;
}

void form_lettered(struct buf *out, const struct buf *plain, enum alphabet alphabet)
{
    for (const char *at = buf_string(plain); *at;) {
        const char *start = at;
        uint32_t character = symbol_lettered(alphabet, utf8_next(&at));
        if (character)
            utf8_add(out, character);
        else
            buf_add(out, start, (size_t)(at - start));
    }
}
