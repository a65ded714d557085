#include "text/typed_units.h"

#include "base/casefold.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>

/* ---- keys ---- */

/* The plain form of quotation marks, dashes and the minus sign. */
static uint32_t typed_units_straight(uint32_t c)
{
    static const struct {
        uint32_t first, last, plain;
    } forms[] = {{0x2010, 0x2015, '-'}, {0x2018, 0x201b, '\''}, {0x201c, 0x201f, '"'},
        {0x2212, 0x2212, '-'}, {0x02bc, 0x02bc, '\''}, {0x00ab, 0x00ab, '"'}, {0x00bb, 0x00bb, '"'},
        {0x2032, 0x2032, '\''}, {0x2033, 0x2033, '"'}};
    for (size_t i = 0; i < COUNT(forms); i++)
        if (c >= forms[i].first && c <= forms[i].last)
            return forms[i].plain;
    return c;
}

/* Accents, and the vowel points of Hebrew and Arabic. A mark that makes another letter in its
 * script, such as the voicing marks of kana, is none. */
static bool typed_units_is_accent(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x591 && c <= 0x5c7) || (c >= 0x64b && c <= 0x65f) ||
           c == 0x670;
}

/* Appends text in the given form (compatibility: a full-width letter is a letter). */
static void typed_units_add_form(struct buf *out, uninorm_t form, const char *text, size_t length)
{
    size_t size = 0;
    uint8_t *made = u8_normalize(form, (const uint8_t *)text, length, NULL, &size);
    out->failed |= !made;
    if (made)
        buf_add(out, (const char *)made, size);
    free(made);
}

static uint64_t typed_units_key(
    const char *cluster, size_t length, bool letter_case, bool accents, bool *ok)
{
    struct buf parts = {0}, kept = {0}, whole = {0}, folded = {0};
    typed_units_add_form(&parts, UNINORM_NFKD, cluster, length);
    for (const char *at = buf_string(&parts); *at;) {
        uint32_t c = utf8_next(&at);
        if (accents || !typed_units_is_accent(c))
            utf8_add(&kept, typed_units_straight(c));
    }
    if (kept.length)
        typed_units_add_form(&whole, UNINORM_NFKC, buf_string(&kept), kept.length);
    if (!letter_case)
        casefold_add(&folded, buf_string(&whole), whole.length);
    uint64_t hash = hash_text(0, buf_string(letter_case ? &whole : &folded));
    *ok &= !parts.failed && !kept.failed && !whole.failed && !folded.failed;
    buf_done(&parts);
    buf_done(&kept);
    buf_done(&whole);
    buf_done(&folded);
    return hash;
}

/* ---- punctuation ---- */

static bool typed_units_is_quote(uint32_t c)
{
    uint32_t straight = typed_units_straight(c);
    return straight == '"' || straight == '\'' || c == 0x201a || c == 0x201e || c == 0xbf ||
           c == 0xa1 || (c >= 0x300c && c <= 0x300f);
}

/* Punctuation that ends a sentence or a part of it, in any script. */
static bool typed_units_is_stop(uint32_t c)
{
    return c == 0x2026 || uc_is_property(c, UC_PROPERTY_TERMINAL_PUNCTUATION);
}

/* Scripts without spaces have their punctuation in the midst of words. */
static bool typed_units_is_east_asian(uint32_t c)
{
    return (c >= 0x3001 && c <= 0x301f) || (c >= 0xff01 && c <= 0xff65);
}

/* Marks what does not count: punctuation at the edge of a word, and a space beside nothing else. */
static void typed_units_free(const char *text, struct typed_units *units)
{
    bool edge = true;
    for (size_t i = units->count; i > 0; i--) {
        struct typed_unit *u = &units->list[i - 1];
        uint32_t c;
        utf8_decode(text + u->at, u->length, &c);
        u->free = u->light && c != ' ' && (edge || typed_units_is_east_asian(c));
        edge = u->free || c == ' ';
    }
    edge = true;
    for (size_t i = 0; i < units->count; i++) {
        struct typed_unit *u = &units->list[i];
        uint32_t c;
        utf8_decode(text + u->at, u->length, &c);
        u->free |= edge && (typed_units_is_quote(c) || c == ' ');
        edge = c == ' ' || (u->free && edge);
    }
    for (size_t i = units->count; i > 0 && units->list[i - 1].light; i--)
        units->list[i - 1].free |= text[units->list[i - 1].at] == ' ';
}

void typed_cut(const char *text, const struct typed_rules *rules, struct typed_units *units)
{
    size_t length = strlen(text), size;
    bool ok = true;
    for (size_t at = 0; at < length && ok; at += size) {
        uint32_t c;
        size = text_cluster(text + at, length - at);
        utf8_decode(text + at, length - at, &c);
        struct typed_unit unit = {.at = at, .length = size};
        unit.key = typed_units_key(text + at, size, rules->letter_case, rules->accents, &ok);
        unit.loose = typed_units_key(text + at, size, false, false, &ok);
        unit.light = c == ' ' || typed_units_is_stop(c) || typed_units_is_quote(c);
        ok &= array_add(&units->list, &units->count, &units->capacity, &unit, sizeof unit);
    }
    units->failed = !ok;
    if (ok && !rules->punctuation)
        typed_units_free(text, units);
}
