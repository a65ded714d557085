/* UTF-8 and the characters in it. Invalid bytes never fail: they decode to U+FFFD. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_MAX         4 /* bytes in a character */
#define UTF8_REPLACEMENT "\xef\xbf\xbd"
#define UTF8_BOM         "\xef\xbb\xbf"

/* Decodes the first character of `length` > 0 bytes and returns how many bytes it takes. */
size_t utf8_decode(const char *text, size_t length, uint32_t *character);
/* Decodes the character at *at, which must not be the end of the text, and advances *at past it. */
uint32_t utf8_next(const char **at);
/* The length of the first character in bytes; 0 if it is missing, invalid or a NUL. */
size_t utf8_length(const char *text, size_t length);

/* Writes a character, without a NUL, and returns its length in bytes; 0 if it is not in Unicode. */
size_t utf8_encode(uint32_t character, char bytes[UTF8_MAX]);
void utf8_add(struct buf *out, uint32_t character);
/* Appends text, with U+FFFD for each byte that is not part of a valid character. */
void utf8_add_valid(struct buf *out, const char *text);

/* Whether a byte continues a character rather than beginning one. */
static inline bool utf8_continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}
/* The largest offset, at most `length`, where cutting the text splits no character. Reads
 * text[length]. */
size_t utf8_cut(const char *text, size_t length);
/* Drops the last character, if there is one. */
void utf8_drop_last(struct buf *text);

#endif
