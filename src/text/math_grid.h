/* Matrices, cases and aligned formulas: cells in rows, on one line or on several. */
#ifndef TEXT_MATH_GRID_H
#define TEXT_MATH_GRID_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define CELL_ROWS_MAX    12
#define CELL_COLUMNS_MAX 12

/* The cells between \begin and \end. Empty if zero-initialized; free with math_cells_done. */
struct math_cells {
    struct buf cells[CELL_ROWS_MAX][CELL_COLUMNS_MAX];
    int rows, columns;
    unsigned lines; /* a bit for each column: whether a line separates it from the column before */
};
void math_cells_done(struct math_cells *cells);

/* How an environment aligns and encloses its cells; NULL for an unknown name. */
struct environment;
const struct environment *environment_named(const char *name, size_t length);
/* False for a matrix without delimiters (matrix, smallmatrix, array). On one line, it needs
 * brackets to hold its rows together. */
bool environment_is_enclosed(const struct environment *env);
bool environment_is_aligned(const struct environment *env);
/* Whether \begin{name} is followed by {columns}. */
bool environment_has_columns(const struct environment *env);

/* Appends the cells on one line, with the delimiters or without. */
void math_cells_line(
    const struct math_cells *cells, const struct environment *env, bool enclosed, struct buf *out);

/* Line GRID_MIDDLE is the baseline. Empty if zero-initialized; free with math_grid_done. */
#define GRID_MIDDLE CELL_ROWS_MAX
struct math_grid {
    struct buf lines[2 * GRID_MIDDLE + 1];
    int above, below; /* lines used above and below the middle */
};
/* Appends the cells, each row on a line. */
void math_grid_add(
    struct math_grid *grid, const struct math_cells *cells, const struct environment *env);
/* Appends the lines, separated by line feeds. */
void math_grid_print(const struct math_grid *grid, struct buf *out);
void math_grid_clear(struct math_grid *grid);
void math_grid_done(struct math_grid *grid);

#endif
