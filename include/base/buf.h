/* A growing byte string that always ends with a NUL. When an allocation fails, the buffer is marked
 * as failed and ignores further appends, so a series of appends needs only one check at its end.
 * The caller owns the struct; buf_done frees what it holds. A zeroed struct is an empty buffer. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *bytes; /* NULL until the first append; see buf_string */
    size_t length, capacity;
    bool failed; /* memory ran out since the last buf_clear */
};

void buf_add(struct buf *buf, const char *bytes, size_t length);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char byte);
void buf_fill(struct buf *buf, char byte, size_t count);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The text so far, never NULL; valid until the next append. */
const char *buf_string(const struct buf *buf);

/* Empties the buffer and keeps its memory. */
void buf_clear(struct buf *buf);
/* Drops everything after the first `length` bytes. */
void buf_cut(struct buf *buf, size_t length);
void buf_done(struct buf *buf);

/* The number of elements in an array. Does not work for a pointer. */
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Grows *array, which holds `count` elements of `size` bytes each, to fit one more; *capacity is in
 * elements. False when memory runs out; the array is then unchanged. */
bool array_grow(void *array, size_t count, size_t *capacity, size_t size);
/* Appends a copy of an element. Changes nothing and returns false when memory runs out. */
bool array_add(void *array, size_t *count, size_t *capacity, const void *element, size_t size);
/* Returns the index of the first element whose first member, a size_t, is at least `least`; `count`
 * if there is none. The elements are sorted by that member. */
size_t array_first(const void *elements, size_t count, size_t size, size_t least);
/* Compares two int64_t, for qsort and bsearch. */
int array_by_number(const void *a, const void *b);

#endif
