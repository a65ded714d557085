/* Writes PNG files. */
#ifndef UNIT_PNG_FILE_H
#define UNIT_PNG_FILE_H

#include "base/buf.h"

#include <stdint.h>

static inline void pictures_put32(struct buf *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_char(out, (char)(number >> shift));
}

static inline void pictures_chunk(struct buf *out, const char *type, const struct buf *data)
{
    struct buf chunk = {0};
    buf_text(&chunk, type);
    buf_add(&chunk, buf_string(data), data->length);
    uint32_t crc = ~0u;
    for (size_t i = 0; i < chunk.length; i++) {
        crc ^= (unsigned char)chunk.bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    pictures_put32(out, (uint32_t)data->length);
    buf_add(out, chunk.bytes, chunk.length);
    pictures_put32(out, ~crc);
    buf_done(&chunk);
}

/* The rows as zlib wants them, not compressed. */
static inline void pictures_store(struct buf *out, const struct buf *rows)
{
    uint32_t a = 1, b = 0;
    buf_add(out, "\x78\x01", 2);
    for (size_t at = 0; at < rows->length; at += 65535) {
        size_t left = rows->length - at, length = left > 65535 ? 65535 : left;
        const unsigned char head[] = {left == length, length & 255, (unsigned char)(length >> 8),
            ~length & 255, (unsigned char)(~length >> 8)};
        buf_add(out, (const char *)head, sizeof head);
        buf_add(out, rows->bytes + at, length);
    }
    for (size_t i = 0; i < rows->length; i++) {
        a = (a + (unsigned char)rows->bytes[i]) % 65521;
        b = (b + a) % 65521;
    }
    pictures_put32(out, b << 16 | a);
}

/* A PNG that says it is width x height, with `rows` rows of these pixels. */
static inline void pictures_png(
    struct buf *out, int width, int height, int rows, const unsigned char *rgba)
{
    struct buf header = {0}, lines = {0}, data = {0}, nothing = {0};
    pictures_put32(&header, (uint32_t)width);
    pictures_put32(&header, (uint32_t)height);
    buf_add(&header, "\x08\x06\0\0\0", 5); /* 8 bits each, red, green, blue, alpha */
    for (int row = 0; row < rows; row++) {
        buf_char(&lines, 0);
        buf_add(&lines, (const char *)rgba + (size_t)row * (size_t)width * 4, (size_t)width * 4);
    }
    pictures_store(&data, &lines);
    buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    pictures_chunk(out, "IHDR", &header);
    pictures_chunk(out, "IDAT", &data);
    pictures_chunk(out, "IEND", &nothing);
    buf_done(&header), buf_done(&lines), buf_done(&data);
}

#endif
