/* A table of aligned columns, fitted to a width. */
#ifndef VIEW_TEXT_TABLE_H
#define VIEW_TEXT_TABLE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct text_table_column {
    const char *title;
    bool right;   /* right-aligned, for numbers */
    bool shrinks; /* cut off with an ellipsis if the table is too wide */
};

/* The caller sets the columns, adds cells row by row, and frees the table with text_table_done. */
struct text_table {
    const struct text_table_column *columns;
    size_t column_count;
    struct buf cells; /* the text of every cell, each with its NUL */
    size_t count;     /* the number of cells */
};

/* Adds a cell, whose text is made safe. */
void text_table_cell(struct text_table *table, const char *text);
/* Adds a cell with text from one_line_make, which is safe already. */
void text_table_line(struct text_table *table, const char *line);
void text_table_format(struct text_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends titles and rows, one line each, at most `width` columns wide if columns can shrink
 * enough. Returns false when out of memory; the output is then incomplete. */
bool text_table_print(const struct text_table *table, int width, struct buf *out);
void text_table_done(struct text_table *table);

#endif
