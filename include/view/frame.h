/* A frame: a screen as styled cells, drawn and compared without a terminal. */
#ifndef VIEW_FRAME_H
#define VIEW_FRAME_H

#include "base/buf.h"
#include "text/styled.h"
#include "text/text.h"

#include <stdbool.h>
#include <stdint.h>

/* One column of one row. A two-column character is in the first of its two cells; the second has
 * width 0 and no text. */
struct cell {
    char text[TEXT_CLUSTER_MAX + 1];
    uint8_t width; /* the number of columns that `text` takes */
    uint8_t style;
    uint8_t link; /* number of the link's address, counted from 1; 0 if there is no link */
};

/* A clickable rectangle: a click in it acts like a key. */
struct zone {
    int row, col, rows, cols;
    uint32_t key, step; /* the key of the first row; how far the keys of two rows are apart */
};
#define ZONES_MAX 32

/* Where a picture is. The cells below it are blank. */
struct placement {
    int id;           /* of the picture */
    int row, col;     /* of the upper left cell */
    int rows, cols;   /* of the whole picture */
    int first, count; /* the rows that are shown */
};
#define PLACEMENTS_MAX 16

/* Zero-initialize it: the frame then has no size. */
struct frame {
    int rows, cols;
    struct cell *cells;   /* row by row */
    struct buf addresses; /* the addresses of links, each with its NUL */
    struct zone zones[ZONES_MAX];
    size_t zone_count;
    struct placement placements[PLACEMENTS_MAX];
    size_t placement_count;
    bool failed; /* memory ran out while drawing: the frame is incomplete */
};

/* The smallest frame that a screen fits into. */
#define FRAME_ROWS_MIN 10
#define FRAME_COLS_MIN 32
bool frame_fits(const struct frame *frame);

/* Blanks the frame and gives it this size. False when out of memory; the frame then has no size. */
bool frame_resize(struct frame *frame, int rows, int cols);
void frame_done(struct frame *frame);

/* Writes `length` bytes of safe text without line feeds, clipped to `width` columns and to the
 * frame. Returns the column after the text. Right-to-left text does not reorder its neighbours. */
int frame_put(struct frame *frame, int row, int col, int width, enum style style, const char *text,
    size_t length);
/* Like frame_put, for a whole string, clipped to the frame only. */
int frame_text(struct frame *frame, int row, int col, enum style style, const char *text);
/* Writes a one-column character `count` times. */
void frame_run(
    struct frame *frame, int row, int col, int count, enum style style, const char *text);

/* Like frame_put, for one part of a longer string. Once all parts are written, call frame_isolate
 * for the columns [from, to) of the whole string. */
int frame_put_part(struct frame *frame, int row, int col, int width, enum style style,
    const char *text, size_t length);
void frame_isolate(struct frame *frame, int row, int from, int to);

/* Links the columns [from, to) to an address that text/address.h has made safe. */
void frame_link(struct frame *frame, int row, int from, int to, const char *address);
/* The address of a cell's link, "" if it has none; valid until the frame is drawn again. */
const char *frame_address(const struct frame *frame, const struct cell *cell);

/* Draws a line of styled text. Lines of a picture that follow each other make one placement. */
void frame_styled(struct frame *frame, int row, int col, const struct styled *styled, size_t line);

/* Copies a row of another frame into this one, starting at column `col`, clipped to this frame. */
void frame_copy_row(struct frame *frame, int row, int col, const struct frame *from, int from_row);

/* frame_zone makes clicks in a rectangle act like a key, frame_zone_rows gives each row a key of
 * its own: the first `key`, the next one more. frame_key_at finds the key, or 0. */
void frame_zone(struct frame *frame, int row, int col, int rows, int cols, uint32_t key);
void frame_zone_rows(struct frame *frame, int row, int col, int rows, int cols, uint32_t key);
uint32_t frame_key_at(const struct frame *frame, int row, int col);

const struct cell *frame_cell(const struct frame *frame, int row, int col);

/* Appends the frame as text: one line per row, without trailing spaces. */
void frame_dump(const struct frame *frame, struct buf *out);

#endif
