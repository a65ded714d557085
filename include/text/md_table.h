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

/* All of it zero has no cells; free with cells_done. The first row is the head. */
struct cells {
    struct styled content; /* one cell after the other */
    size_t *ends;          /* of the cells, in bytes of the content */
    size_t count, capacity;
    int columns;
    enum cell_side sides[TABLE_COLUMNS_MAX];
};
/* End a cell, which is what has been added to the content since the one before. */
void cells_end(struct cells *cells);

/* Lay the table out: its columns as wide as the room allows, long cells on several lines; where
 * that leaves no room for words, each row as a list of its cells. */
void cells_lay(struct cells *cells, struct layout *layout);
void cells_clear(struct cells *cells);
void cells_done(struct cells *cells);

#endif
