/* Tables in Markdown: cells of styled text in columns. */
#ifndef TEXT_MD_TABLE_H
#define TEXT_MD_TABLE_H

#include "text/layout.h"

#include <stddef.h>

/* Larger tables are slow to lay out and useless on a screen. */
#define TABLE_COLUMNS_MAX 32
#define TABLE_CELLS_MAX   50000

enum cell_side { CELL_LEFT, CELL_CENTRE, CELL_RIGHT };

/* Empty if zero-initialized; free with md_table_done. The first row is the header. */
struct md_table {
    struct styled content; /* the text of all cells, in order */
    size_t *ends;          /* the offset in content at which each cell ends */
    size_t count, capacity;
    int columns;
    int widths[TABLE_COLUMNS_MAX]; /* one for each column, set by md_table_layout */
    enum cell_side sides[TABLE_COLUMNS_MAX];
};
/* Ends a cell, which holds the content added since the previous cell. */
void md_table_end_cell(struct md_table *table);

/* Lays the table out in columns, with long cells on several lines. If the columns are too narrow
 * for words, each row becomes a list of its cells. */
void md_table_layout(struct md_table *table, struct layout *layout);
void md_table_clear(struct md_table *table);
void md_table_done(struct md_table *table);

#endif
