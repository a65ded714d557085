/* Pictures for tests: PNG written here, the other formats as bytes, and the helper that decodes. */
#ifndef UNIT_PICTURES_H
#define UNIT_PICTURES_H

#include "exchange/base64.h"
#include "tui/picture_decode.h"

#include "test.h"

#include <unistd.h>

#define WAIT_MS 20000 /* a slow machine may need that */

/* ---- bytes ---- */

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

/* 2 x 2, two frames: red, then green */
static const char pictures_gif[] =
    "R0lGODlhAgACAIAAAP8AAAD/ACwAAAAAAgACAAACBARBEAUAIfkEAAoAAAAsAAAAAAIAAgAAAgQMwzAFADs=";
/* 16 x 8, all of it about 20 60 c0 (hexadecimal) */
static const char pictures_webp[] =
    "UklGRjgAAABXRUJQVlA4ICwAAADQAQCdASoQAAgAAgA0JaACdLoB+AADsAD+73bX/npmvMH+Tn/xZyMR2XgAAA==";
static const char pictures_jpeg[] =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERX"
    "RTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
    "Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAA"
    "AAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAk"
    "M2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT"
    "lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QA"
    "HwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdh"
    "cRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hp"
    "anN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk"
    "5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDLooor3DzD/9k=";

/* ---- decoding ---- */

/* An open file without a name that holds the bytes. */
static inline int pictures_file(const char *bytes, size_t length)
{
    char name[] = "/tmp/drill-test.XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    return fd;
}

/* The helper that was built, beside the program that $DRILL names. */
static inline const char *pictures_helper(void)
{
    static char path[512];
    const char *drill = getenv("DRILL");
    snprintf(path, sizeof path, "%s-picture", drill ? drill : ".build/drill");
    if (access(path, X_OK) != 0)
        fail_msg("%s: not there", path);
    return path;
}

/* Decode the bytes with the helper. */
static inline enum err_code pictures_decode(const char *bytes, size_t length, int max_width,
    int max_height, struct picture *picture, struct err *err)
{
    int fd = pictures_file(bytes, length);
    enum err_code code =
        picture_decode_with(pictures_helper(), WAIT_MS, fd, max_width, max_height, picture, err);
    close(fd);
    return code;
}

#endif
