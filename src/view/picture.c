#include "view/picture.h"

#include <stdint.h>

/* How many cells of `cell` pixels cover `pixels`, from 1 to max. */
static int picture_cells(int64_t pixels, int cell, int max)
{
    int64_t cells = (pixels + cell - 1) / cell;
    return cells < 1 ? 1 : cells > max ? max : (int)cells;
}

void picture_fit(int width, int height, int max_rows, int max_cols, int cell_width, int cell_height,
    int *rows, int *cols)
{
    *rows = *cols = 0;
    if (width <= 0 || height <= 0 || max_rows <= 0 || max_cols <= 0)
        return;
    if (cell_width <= 0 || cell_height <= 0) {
        cell_width = PICTURE_CELL_WIDTH;
        cell_height = PICTURE_CELL_HEIGHT;
    }
    int64_t wide = width, high = height; /* as painted, in pixels */
    int64_t widest = (int64_t)max_cols * cell_width, highest = (int64_t)max_rows * cell_height;
    if (wide > widest) {
        high = high * widest / wide;
        wide = widest;
    }
    if (high > highest) {
        wide = (int64_t)width * highest / height;
        high = highest;
    }
    *rows = picture_cells(high, cell_height, max_rows);
    *cols = picture_cells(wide, cell_width, max_cols);
}
