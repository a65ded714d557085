/* The tables of Markdown: cells of styled text in columns. For the view's own files. */
#ifndef TEXT_MD_TABLE_H
#define TEXT_MD_TABLE_H

#include "text/layout.h"

#include <stdbool.h>
#include <stddef.h>

/* What a screen has no use for, and would take long. */
#define TABLE_COLUMNS_MAX 32
#define TABLE_CELLS_MAX   50000

enum cell_side { CELL_LEFT, CELL_CENTRE, CELL_RIGHT };

/* All of it zero has no cells; free with md_table_done. The first row is the head. */
struct md_table {
    struct styled content; /* one cell after the other */
    size_t *ends;          /* of the cells, in bytes of the content */
    size_t count, capacity;
    int columns;
    enum cell_side sides[TABLE_COLUMNS_MAX];
};
/* End a cell, which is what has been added to the content since the one before. */
void md_table_end_cell(struct md_table *cells);

/* Lay the table out: its columns as wide as the room allows, long cells on several lines; where
 * that leaves no room for words, each row as a list of its cells. */
void md_table_layout(struct md_table *cells, struct layout *layout);
void md_table_clear(struct md_table *cells);
void md_table_done(struct md_table *cells);

#endif
