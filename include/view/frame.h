/* A frame: what a screen shows, as styled cells. Made and compared without a terminal. */
#ifndef VIEW_FRAME_H
#define VIEW_FRAME_H

#include "base/buf.h"
#include "text/styled.h"
#include "text/text.h"

#include <stdbool.h>
#include <stdint.h>

/* One column of one row. A character two columns wide is in its first cell, and the cell after it
 * has width 0 and no text. */
struct cell {
    char text[TEXT_CLUSTER_MAX + 1];
    uint8_t width; /* columns of text */
    uint8_t style;
    uint8_t link; /* what frame_link gave; 0 for none */
};

/* A part of a frame that stands for a key: a click there is that key. */
struct zone {
    int row, col, rows, cols;
    uint32_t key;
};
#define ZONES_MAX 24

/* The caller owns the struct; all of it zero is a frame of no size. */
struct frame {
    int rows, cols;
    struct cell *cells;   /* row by row */
    struct buf addresses; /* of links, each with its NUL */
    struct zone zones[ZONES_MAX];
    size_t zone_count;
    bool failed; /* memory ran out while it was drawn: something is missing */
};

/* The smallest frame that a screen fits in. */
#define FRAME_ROWS_MIN 10
#define FRAME_COLS_MIN 32
bool frame_fits(const struct frame *frame);

/* Make the frame blank and of that size. False when memory runs out; it then has no size. */
bool frame_resize(struct frame *frame, int rows, int cols);
void frame_done(struct frame *frame);

/* Write safe text, of length bytes and without line feeds, from a column on, clipped to the frame
 * and to width columns. Returns the column behind it. Text from right to left is kept from drawing
 * in what is beside it. */
int frame_put(struct frame *frame, int row, int col, int width, enum style style, const char *text,
    size_t length);
/* As frame_put for a whole string, up to the frame's edge. */
int frame_text(struct frame *frame, int row, int col, enum style style, const char *text);
/* A run of count cells of the same one-column character. */
void frame_run(
    struct frame *frame, int row, int col, int count, enum style style, const char *text);

/* As frame_put, for a part of a text; frame_isolate then closes the whole of it, the columns from
 * one up to, not including, another. */
int frame_put_part(struct frame *frame, int row, int col, int width, enum style style,
    const char *text, size_t length);
void frame_isolate(struct frame *frame, int row, int from, int to);

/* Make the columns from one up to, not including, another a link. The address has been made safe,
 * see text/address.h. */
void frame_link(struct frame *frame, int row, int from, int to, const char *address);
/* The address of a cell's link, "" for none; valid until the frame is drawn again. */
const char *frame_address(const struct frame *frame, const struct cell *cell);

/* Draw a line of styled text. */
void frame_styled(struct frame *frame, int row, int col, const struct styled *styled, size_t line);

/* Copy a row of another frame, from a column on, clipped. */
void frame_copy_row(struct frame *frame, int row, int col, const struct frame *from, int from_row);

/* Have a part of the frame stand for a key; the key of a place, 0 for none. */
void frame_zone(struct frame *frame, int row, int col, int rows, int cols, uint32_t key);
uint32_t frame_key_at(const struct frame *frame, int row, int col);

const struct cell *frame_cell(const struct frame *frame, int row, int col);

/* Append the frame as text: a line a row, without spaces at line ends. */
void frame_dump(const struct frame *frame, struct buf *out);

#endif
