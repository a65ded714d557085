#include "base/utf8.h"

#include <assert.h>
#include <string.h>
#include <unistr.h>

size_t utf8_decode(const char *text, size_t length, uint32_t *character)
{
    assert(length > 0);
    return (size_t)u8_mbtouc(character, (const uint8_t *)text, length);
}

uint32_t utf8_next(const char **at)
{
    uint32_t character = (unsigned char)**at;
    *at += character < 0x80 ? 1 : utf8_decode(*at, strnlen(*at, UTF8_MAX), &character);
    return character;
}

size_t utf8_length(const char *text, size_t length)
{
    int size = u8_mblen((const uint8_t *)text, length);
    return size > 0 ? (size_t)size : 0;
}

size_t utf8_encode(uint32_t character, char bytes[UTF8_MAX])
{
    int size = u8_uctomb((uint8_t *)bytes, character, UTF8_MAX);
    return size > 0 ? (size_t)size : 0;
}

void utf8_add(struct buf *out, uint32_t character)
{
    char bytes[UTF8_MAX];
    buf_add(out, bytes, utf8_encode(character, bytes));
}

void utf8_add_valid(struct buf *out, const char *text)
{
    while (*text) {
        size_t size = utf8_length(text, strnlen(text, UTF8_MAX));
        if (size)
            buf_add(out, text, size);
        else
            buf_text(out, UTF8_REPLACEMENT);
        text += size ? size : 1;
    }
}

size_t utf8_cut(const char *text, size_t length)
{
    while (length > 0 && utf8_continues(text[length]))
        length--;
    return length;
}

void utf8_drop_last(struct buf *text)
{
    if (text->length)
        buf_cut(text, utf8_cut(text->bytes, text->length - 1));
}
