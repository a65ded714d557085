/* A table for people: rows of cells in aligned columns, fitted to a width. */
#ifndef VIEW_TEXT_TABLE_H
#define VIEW_TEXT_TABLE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct text_table_column {
    const char *title;
    bool right;   /* aligned to the right: numbers */
    bool shrinks; /* gives way, ended by an ellipsis, where the table is too wide */
};

/* The caller fills in the columns, adds the cells row by row, and frees with text_table_done. */
struct text_table {
    const struct text_table_column *columns;
    size_t column_count;

    struct buf cells; /* one after the other, each with its NUL */
    size_t count;     /* of cells */
};

/* Add a cell; its text is made safe. */
void text_table_cell(struct text_table *table, const char *text);
void text_table_format(struct text_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Append the titles and the rows, each a line of at most width columns where the columns that
 * shrink allow it. False when memory ran out: something is missing. */
bool text_table_print(const struct text_table *table, int width, struct buf *out);
void text_table_done(struct text_table *table);

#endif
