#include "base/normal.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

/* Ranges with no character that the normal form replaces, and none that composes with the character
 * before it. */
static const struct {
    uint32_t first, last;
} plain[] = {{0x80, 0x2ff}, {0x388, 0x3ff}, {0x400, 0x482}, {0x48a, 0x52f}, {0x531, 0x556},
    {0x561, 0x587}, {0x5d0, 0x5ea}, {0x621, 0x64a}, {0x660, 0x66f}, {0x904, 0x939}, {0xe01, 0xe37},
    {0xe40, 0xe47}, {0x10a0, 0x10ff}, {0x1e00, 0x1eff}, {0x2002, 0x205f}, {0x2070, 0x209c},
    {0x20a0, 0x20bf}, {0x2190, 0x2328}, {0x2460, 0x27ff}, {0x3000, 0x3029}, {0x3041, 0x3096},
    {0x309b, 0x30ff}, {0x3105, 0x312f}, {0x3400, 0x9fff}, {0xac00, 0xd7a3}, {0xfe00, 0xfe0f},
    {0xff01, 0xffee}, {0x1f300, 0x1faff}};

bool normal_is_plain(uint32_t c)
{
    size_t low = 0, high = COUNT(plain);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (plain[middle].last < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < COUNT(plain) && c >= plain[low].first;
}

/* Whether all characters that begin with this byte are plain: a shortcut for most text. */
static bool normal_begins_plain(unsigned char byte)
{
    return byte < 0x80 || (byte >= 0xc2 && byte <= 0xcb) || byte == 0xd0 || byte == 0xd1 ||
           byte == 0xd3 || (byte >= 0xe4 && byte <= 0xe9) || byte == 0xeb || byte == 0xec;
}

size_t normal_run(const char *text, size_t length)
{
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t c;
        size = 1;
        if (normal_begins_plain((unsigned char)text[at]) || utf8_continues(text[at]))
            continue;
        size = utf8_decode(text + at, length - at, &c);
        if (!normal_is_plain(c))
            return at;
    }
    return length;
}

static void normal_add_form(struct buf *out, uninorm_t form, const char *text, size_t length)
{
    size_t size = 0;
    uint8_t *normal = u8_normalize(form, (const uint8_t *)text, length, NULL, &size);
    out->failed |= !normal;
    if (normal)
        buf_add(out, (const char *)normal, size);
    free(normal);
}

/* Whether normalizing a character and one mark after it either composes the two or changes
 * neither. */
static bool normal_takes_mark(uint32_t c, uint32_t mark)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    return c && mark >= 0x300 && mark < 0x340 && uc_canonical_decomposition(c, parts) < 0;
}

/* Normalizes and appends text whose letters have at most one mark each: a shortcut for most text
 * that is not in normal form. Stops and returns false at anything else. */
static bool normal_add_pairs(struct buf *out, const char *text, size_t length)
{
    size_t copied = 0, begin = 0;
    uint32_t before = 0; /* the character at begin; 0 if its mark has been read */
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t c = (unsigned char)text[at];
        size = c < 0x80 ? 1 : utf8_decode(text + at, length - at, &c);
        if (c < 0x80 || normal_is_plain(c)) {
            before = c;
            begin = at;
            continue;
        }
        if (!normal_takes_mark(before, c))
            return false;
        uint32_t composed = uc_composition(before, c);
        before = 0;
        if (!composed)
            continue;
        buf_add(out, text + copied, begin - copied);
        utf8_add(out, composed);
        copied = at + size;
    }
    buf_add(out, text + copied, length - copied);
    return true;
}

void normal_add(struct buf *out, const char *text, size_t length)
{
    size_t before = out->length;
    if (normal_run(text, length) == length) {
        buf_add(out, text, length);
    } else if (!normal_add_pairs(out, text, length) && !out->failed) {
        buf_cut(out, before);
        normal_add_form(out, UNINORM_NFC, text, length);
    }
}

/* Adds a temporary text to a hash, and frees the text. */
static uint64_t normal_hash_made(uint64_t before, struct buf *made, bool *ok)
{
    uint64_t hash = made->failed ? before : hash_add(before, buf_string(made), made->length);
    *ok &= !made->failed;
    buf_done(made);
    return hash;
}

uint64_t normal_hash(uint64_t before, const char *text, bool *ok)
{
    struct buf normal = {0};
    size_t length = strlen(text);
    if (normal_run(text, length) == length)
        return hash_add(before, text, length);
    normal_add(&normal, text, length);
    return normal_hash_made(before, &normal, ok);
}

uint64_t normal_hash_bare(uint64_t before, const char *text, bool *ok)
{
    struct buf normal = {0}, bare = {0};
    size_t length = strlen(text);
    if (length > 0)
        normal_add_form(&normal, UNINORM_NFKC, text, length);
    for (const char *at = buf_string(&normal); *at; at++)
        if (!strchr(" \t\r\n\\*_~`$^{}", *at))
            buf_char(&bare, *at);
    bare.failed |= normal.failed;
    buf_done(&normal);
    return bare.length == 0 && !bare.failed ? before : normal_hash_made(before, &bare, ok);
}
