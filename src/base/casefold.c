#include "base/casefold.h"

#include "base/normal.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

/* ---- letters ---- */

/* Characters that are plain (normal_is_plain) but do not fold to their lower case. */
static const uint32_t specials[] = {0xb5, 0xdf, 0x130, 0x149, 0x17f, 0x3c2, 0x3d0, 0x3d1, 0x3d5,
    0x3d6, 0x3f0, 0x3f1, 0x3f5, 0x587, 0x1e9a, 0x1e9b, 0x1e9e};

#define LETTERS_END 0x2000 /* from here on, marks change a symbol's meaning, as in ≠ */

static bool casefold_is_simple(uint32_t c)
{
    for (size_t i = 0; i < COUNT(specials) && specials[i] <= c; i++)
        if (specials[i] == c)
            return false;
    return c < 0x80 || normal_is_plain(c);
}

static bool casefold_is_mark(uint32_t c)
{
    return c >= 0x300 && c <= 0x36f;
}

/* Letters that keep their marks, since keyboards have separate keys for them: й, ѓ, ї, ќ, ў. */
static bool casefold_is_own_letter(uint32_t c)
{
    return c == 0x439 || c == 0x453 || c == 0x457 || c == 0x45c || c == 0x45e;
}

/* A folded letter without its marks; 0 for a mark. */
static uint32_t casefold_plain(uint32_t c)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    while (c < LETTERS_END && !casefold_is_own_letter(c) &&
           uc_canonical_decomposition(c, parts) == 2 && casefold_is_mark(parts[1]))
        c = parts[0];
    return casefold_is_mark(c) ? 0 : c;
}

/* The ways to fold a character: with its accents, or without. */
enum casefold_form { FOLDED, PLAIN, FORMS };
struct casefold_letter {
    uint32_t letter, becomes[FORMS];
    bool simple; /* folds the same way whatever characters are adjacent */
};

/* A cache, since a text uses few different letters, each many times. */
static _Thread_local struct casefold_letter known_letters[1024];

static const struct casefold_letter *casefold_letter(uint32_t c)
{
    struct casefold_letter *known = &known_letters[c % COUNT(known_letters)];
    uint32_t low = known->letter == c ? 0 : uc_tolower(c);
    if (low)
        *known = (struct casefold_letter){c, {low, casefold_plain(low)}, casefold_is_simple(c)};
    return known;
}

/* ---- case ---- */

static size_t casefold_ascii_run(const char *text, size_t length)
{
    size_t run = 0;
    while (run < length && (unsigned char)text[run] < 0x80)
        run++;
    return run;
}

static size_t casefold_other_run(const char *text, size_t length)
{
    size_t run = 0;
    while (run < length && (unsigned char)text[run] >= 0x80)
        run++;
    return run;
}

static char casefold_small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void casefold_add_ascii(struct buf *out, const char *text, size_t length)
{
    size_t from = out->length;
    buf_add(out, text, length);
    for (size_t i = from; i < out->length; i++)
        out->bytes[i] = casefold_small(out->bytes[i]);
}

/* Appends folded text. Stops and returns false at a character that is not simple. */
static bool casefold_add_simple(
    struct buf *out, const char *text, size_t length, enum casefold_form form)
{
    size_t copied = 0;
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t c;
        size = utf8_decode(text + at, length - at, &c);
        const struct casefold_letter *letter = casefold_letter(c);
        if (!letter->simple)
            return false;
        if (letter->becomes[form] == c)
            continue;
        buf_add(out, text + copied, at - copied);
        utf8_add(out, letter->becomes[form]);
        copied = at + size;
    }
    buf_add(out, text + copied, length - copied);
    return true;
}

/* Appends folded text without its marks. */
static void casefold_add_plain(struct buf *out, const char *folded, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t c;
        at += utf8_decode(folded + at, length - at, &c);
        c = casefold_plain(c);
        if (c)
            utf8_add(out, c);
    }
}

/* Folds normalized text by Unicode's full rules, and appends it. */
static void casefold_add_cased(struct buf *out, const struct buf *normal, enum casefold_form form)
{
    size_t size = 0;
    char *folded = (char *)u8_casefold(
        (const uint8_t *)buf_string(normal), normal->length, NULL, UNINORM_NFC, NULL, &size);
    if (folded && form == PLAIN)
        casefold_add_plain(out, folded, size);
    else if (folded)
        buf_add(out, folded, size);
    out->failed |= !folded;
    free(folded);
}

static void casefold_add_any(
    struct buf *out, const char *text, size_t length, enum casefold_form form)
{
    struct buf normal = {0};
    size_t before = out->length;
    normal_add(&normal, text, length);
    out->failed |= normal.failed;
    if (!casefold_add_simple(out, buf_string(&normal), normal.length, form) && !out->failed) {
        buf_cut(out, before);
        casefold_add_cased(out, &normal, form);
    }
    buf_done(&normal);
}

/* Folds runs of ASCII and runs of other characters in turn. ASCII combines with nothing before it,
 * but marks after it combine with its last letter. */
static void casefold_add_form(
    struct buf *out, const char *text, size_t length, enum casefold_form form)
{
    while (length > 0 && !out->failed) {
        size_t ascii = casefold_ascii_run(text, length), letter = ascii > 0;
        const char *other = text + ascii;
        size_t run = casefold_other_run(other, length - ascii);
        casefold_add_ascii(out, text, ascii);
        size_t before = out->length;
        if (!casefold_add_simple(out, other, run, form) && !out->failed) {
            buf_cut(out, before - letter);
            casefold_add_any(out, other - letter, letter + run, form);
        }
        text += ascii + run;
        length -= ascii + run;
    }
}

void casefold_add(struct buf *out, const char *text, size_t length)
{
    casefold_add_form(out, text, length, FOLDED);
}

uint32_t casefold_character(uint32_t c)
{
    if (c < 0x80)
        return (uint32_t)(unsigned char)casefold_small((char)c);
    return c == 0x3c2 ? 0x3c3 : casefold_letter(c)->becomes[FOLDED];
}

void casefold_text(struct buf *out, const char *text)
{
    casefold_add(out, text, strlen(text));
}

static bool casefold_same_ascii(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (casefold_small(a[i]) != casefold_small(b[i]))
            return false;
    return true;
}

bool casefold_same(const char *a, size_t a_length, const char *b, size_t b_length, bool *ok)
{
    struct buf x = {0}, y = {0};
    if (a_length == b_length && casefold_same_ascii(a, b, a_length))
        return true;
    if (casefold_ascii_run(a, a_length) == a_length && casefold_ascii_run(b, b_length) == b_length)
        return false;
    casefold_add(&x, a, a_length);
    casefold_add(&y, b, b_length);
    bool same = strcmp(buf_string(&x), buf_string(&y)) == 0;
    *ok &= !x.failed && !y.failed;
    buf_done(&x);
    buf_done(&y);
    return same;
}

/* ---- searching ---- */

void folded_set(struct folded *folded, const char *text, size_t length)
{
    buf_clear(&folded->text);
    buf_clear(&folded->plain);
    folded->from = text;
    folded->length = length;
    folded->ascii = casefold_ascii_run(text, length) == length;
}

const char *folded_text(struct folded *folded, bool accents)
{
    bool exact = accents || folded->ascii;
    struct buf *made = exact ? &folded->text : &folded->plain;
    if (made->length == 0)
        casefold_add_form(made, folded->from, folded->length, exact ? FOLDED : PLAIN);
    return buf_string(made);
}

bool folded_failed(const struct folded *folded)
{
    return folded->text.failed || folded->plain.failed;
}

void folded_done(struct folded *folded)
{
    buf_done(&folded->text);
    buf_done(&folded->plain);
}

bool casefold_has_accents(const char *folded)
{
    while (*folded) {
        uint32_t c = utf8_next(&folded);
        if (casefold_plain(c) != c)
            return true;
    }
    return false;
}

bool casefold_has(const char *text, const char *word, size_t length, bool *ok)
{
    struct folded folded = {0};
    struct buf wanted = {0};
    folded_set(&folded, text, strlen(text));
    casefold_add(&wanted, word, length);
    const char *in = folded_text(&folded, casefold_has_accents(buf_string(&wanted)));
    bool has = strstr(in, buf_string(&wanted)) != NULL;
    *ok &= !folded_failed(&folded) && !wanted.failed;
    folded_done(&folded);
    buf_done(&wanted);
    return has;
}
