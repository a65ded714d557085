#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool buf_reserve(struct buf *buf, size_t more)
{
    if (buf->failed || more > SIZE_MAX / 4 - buf->length) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->length + more + 1;
    if (need <= buf->capacity)
        return true;
    size_t capacity = buf->capacity ? buf->capacity : 64;
    while (capacity < need)
        capacity *= 2;
    char *bytes = realloc(buf->bytes, capacity);
    if (!bytes) {
        buf->failed = true;
        return false;
    }
    buf->bytes = bytes;
    buf->capacity = capacity;
    return true;
}

void buf_add(struct buf *buf, const char *bytes, size_t length)
{
    if (!buf_reserve(buf, length))
        return;
    if (length)
        memcpy(buf->bytes + buf->length, bytes, length);
    buf->length += length;
    assert(buf->length < buf->capacity);
    buf->bytes[buf->length] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char byte)
{
    buf_add(buf, &byte, 1);
}

void buf_fill(struct buf *buf, char byte, size_t count)
{
    if (!buf_reserve(buf, count))
        return;
    memset(buf->bytes + buf->length, byte, count);
    buf->length += count;
    buf->bytes[buf->length] = '\0';
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        buf->failed = true;
    if (length < 0 || !buf_reserve(buf, (size_t)length))
        return;
    va_start(args, format);
    vsnprintf(buf->bytes + buf->length, (size_t)length + 1, format, args);
    va_end(args);
    buf->length += (size_t)length;
}

const char *buf_string(const struct buf *buf)
{
    return buf->bytes ? buf->bytes : "";
}

void buf_clear(struct buf *buf)
{
    buf->failed = false;
    buf_cut(buf, 0);
}

void buf_cut(struct buf *buf, size_t length)
{
    if (length > buf->length)
        return;
    buf->length = length;
    if (buf->bytes)
        buf->bytes[length] = '\0';
}

void buf_done(struct buf *buf)
{
    free(buf->bytes);
    *buf = (struct buf){0};
}

bool array_grow(void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    size_t more = *capacity ? *capacity * 2 : 16;
    void *old;
    memcpy(&old, array, sizeof old);
    void *grown = *capacity > SIZE_MAX / 2 / size ? NULL : realloc(old, more * size);
    if (!grown)
        return false;
    memcpy(array, &grown, sizeof grown);
    *capacity = more;
    return true;
}

bool array_add(void *array, size_t *count, size_t *capacity, const void *element, size_t size)
{
    char *elements;
    if (!array_grow(array, *count, capacity, size))
        return false;
    memcpy(&elements, array, sizeof elements);
    memcpy(elements + (*count)++ * size, element, size);
    return true;
}

size_t array_first(const void *elements, size_t count, size_t size, size_t least)
{
    size_t low = 0, high = count, member;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        memcpy(&member, (const char *)elements + middle * size, sizeof member);
        if (member < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int array_by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}
