/* Reads the rows of a database file without SQLite, page by page ("Database File Format",
 * sqlite.org/fileformat2.html), so that only the damaged parts are lost. */
#ifndef STORE_PAGES_H
#define STORE_PAGES_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pages;

/* Open the database file at path with its write-ahead log, if it has one. */
enum err_code pages_open(struct pages **pages, const char *path, struct err *err);
void pages_close(struct pages *pages);

enum page_type { PAGE_NULL, PAGE_INTEGER, PAGE_REAL, PAGE_TEXT, PAGE_BLOB };

/* A value of a row. The bytes of text and blobs are valid only during the callback. */
struct page_value {
    enum page_type type;
    int64_t number;
    double real;
    const char *bytes;
    size_t length;
};

/* A row of a table or an entry of an index. The last value of an entry is the row's id. */
#define PAGE_VALUES_MAX 32
struct page_row {
    int64_t row_id; /* of a table's row; 0 in an index */
    size_t count;
    struct page_value values[PAGE_VALUES_MAX];
};
typedef enum err_code page_row_fn(void *context, const struct page_row *row, struct err *err);

/* Parts of a table that cannot be read in full. The rows of a part have numbers above `after`, up
 * to `upto`. In an index, both are 0. */
struct page_gaps {
    struct page_gap {
        int64_t after, upto; /* upto is INT64_MAX at the end of a table */
    } * list;
    size_t count, capacity;
};

/* Read the table or index whose tree is rooted at page `root`, in order, and record its gaps. */
enum err_code pages_read(struct pages *pages, uint32_t root, page_row_fn *take, void *context,
    struct page_gaps *gaps, struct err *err);
/* Make pages_read_rest skip the free pages, which may still hold deleted rows. */
void pages_skip_free(struct pages *pages);
/* Read the rows on table pages that were neither read nor skipped so far. */
enum err_code pages_read_rest(
    struct pages *pages, page_row_fn *take, void *context, struct err *err);

#endif
