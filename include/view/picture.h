/* Pictures on the screen: the ways to paint them, and how many cells they take. */
#ifndef VIEW_PICTURE_H
#define VIEW_PICTURE_H

enum picture_protocol {
    PICTURE_OFF,
    PICTURE_SYMBOLS, /* half blocks, braille and other characters */
    PICTURE_SIXEL,
    PICTURE_KITTY,
    PICTURE_ITERM,
};

/* The size of a cell in pixels where the terminal does not tell its own. */
#define PICTURE_CELL_WIDTH  8
#define PICTURE_CELL_HEIGHT 16

/* Set *rows and *cols to the largest size in cells, at most max_rows x max_cols, at which a picture
 * of width x height pixels keeps its shape. A cell has cell_width x cell_height pixels; 0 if
 * unknown: PICTURE_CELL_WIDTH x PICTURE_CELL_HEIGHT is then assumed. No picture is enlarged. Both
 * are at least 1, or 0 if any size given is not positive. */
void picture_fit(int width, int height, int max_rows, int max_cols, int cell_width, int cell_height,
    int *rows, int *cols);

#endif
