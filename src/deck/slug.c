#include "deck/slug.h"

#include "base/utf8.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* Ranges of Unicode beyond ASCII with few letters or none. All others count as letters. */
static const struct {
    uint32_t first, last;
} no_letters[] = {
    /* controls, Latin-1 punctuation, multiplication and division signs */
    {0x0080, 0x00bf}, {0x00d7, 0x00d7}, {0x00f7, 0x00f7},
    /* punctuation of Greek, Armenian, Hebrew, Arabic, Devanagari and Mongolian */
    {0x037e, 0x037e}, {0x0387, 0x0387}, {0x0589, 0x058a}, {0x05be, 0x05be}, {0x0600, 0x060f},
    {0x061b, 0x061f}, {0x066a, 0x066d}, {0x06d4, 0x06d4}, {0x0964, 0x0965}, {0x180e, 0x180e},
    /* punctuation; currency; arrows, operators, box drawing, dingbats; more punctuation */
    {0x2000, 0x206f}, {0x20a0, 0x20cf}, {0x2190, 0x2bff}, {0x2e00, 0x2e7f},
    /* CJK punctuation, wavy dash, katakana middle dot */
    {0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030}, {0x30fb, 0x30fb},
    /* private use; variation selectors, vertical and small forms; byte order mark */
    {0xe000, 0xf8ff}, {0xfe00, 0xfe6f}, {0xfeff, 0xff0f},
    /* fullwidth punctuation and signs, specials */
    {0xff1a, 0xff20}, {0xff3b, 0xff40}, {0xff5b, 0xff65}, {0xffe0, 0xffff},
    /* musical and other symbols; emoji, pictographs; tags, variation selectors, private use */
    {0x1d000, 0x1d3ff}, {0x1f000, 0x1fbff}, {0xe0000, 0x10ffff}};

static bool slug_is_letter(uint32_t code)
{
    if (code < 0x80)
        return isalnum((int)code);
    for (size_t i = 0; i < COUNT(no_letters); i++)
        if (code >= no_letters[i].first && code <= no_letters[i].last)
            return false;
    return true;
}

void slug_of(const char *text, struct buf *slug)
{
    size_t start = slug->length, word = start; /* `word` is the end of the last whole word */
    bool apart = false;
    for (const char *next = text; *text; text = next) {
        uint32_t code = utf8_next(&next);
        size_t length = (size_t)(next - text);
        if (!slug_is_letter(code)) {
            apart = true;
            continue;
        }
        if (apart && slug->length > start) {
            word = slug->length;
            buf_char(slug, '-');
        }
        apart = false;
        if (slug->length + length - start > SLUG_MAX) {
            buf_cut(slug, word > start ? word : slug->length);
            break;
        }
        if (code < 0x80)
            buf_char(slug, (char)tolower((int)code));
        else
            buf_add(slug, text, length);
    }
    if (slug->length == start)
        buf_text(slug, "card");
}

bool slug_is_ambiguous(const char *slug)
{
    static const char *const words[] = {
        "yes", "no", "on", "off", "y", "n", "true", "false", "null", "nan", "inf"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(slug, words[i]) == 0)
            return true;
    return isdigit((unsigned char)slug[0]);
}
