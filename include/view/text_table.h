/* A table of aligned columns, fitted to a width. */
#ifndef VIEW_TEXT_TABLE_H
#define VIEW_TEXT_TABLE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct text_table_column {
    const char *title;
    bool right;   /* aligned to the right: numbers */
    bool shrinks; /* cut off with an ellipsis if the table is too wide */
};

/* The caller sets the columns, adds cells row by row, and frees the table with text_table_done. */
struct text_table {
    const struct text_table_column *columns;
    size_t column_count;
    struct buf cells; /* the text of every cell, each with its NUL */
    size_t count;     /* the number of cells */
};

/* Adds a cell; makes its text safe. */
void text_table_cell(struct text_table *table, const char *text);
/* Adds a line that one_line_make made. */
void text_table_line(struct text_table *table, const char *line);
void text_table_format(struct text_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends titles and rows, one line each, at most width columns wide if columns can shrink enough.
 * False when out of memory: the output is incomplete. */
bool text_table_print(const struct text_table *table, int width, struct buf *out);
void text_table_done(struct text_table *table);

#endif
