/* Pictures: decoded in a helper program, drill-picture, and painted as bytes for the terminal.
 *
 * No picture's bytes reach a library inside drill: the helper decodes them, with limits and without
 * access to other files or the network, and returns pixels. libchafa turns pixels into bytes for
 * the terminal; it is loaded when the first picture is painted. */
#ifndef TUI_PICTURE_H
#define TUI_PICTURE_H

#include "base/buf.h"
#include "base/err.h"
#include "view/picture.h"

#include <stdbool.h>

/* Pixels: rows from the top, each pixel red, green, blue, alpha (not premultiplied), one byte each.
 */
struct picture {
    int width, height;
    unsigned char *rgba; /* owned; picture_done frees it */
};

/* Decode the picture that the descriptor holds: a regular file, open for reading, positioned at its
 * start. The caller keeps the descriptor; its position afterwards is undefined. The picture is
 * scaled down, never up, to fit max_width x max_height pixels (both 1 to PICTURE_PIXELS_MAX), and
 * keeps its shape. Takes at most PICTURE_SECONDS_MAX.
 *
 * ERR_IO, with *picture empty and a message of one line, if the file is no picture, is damaged or
 * too large, if nothing here decodes its format (the message names the package), or if the helper
 * is missing, fails or takes too long. The message does not name the file. */
#define PICTURE_PIXELS_MAX  4096
#define PICTURE_SECONDS_MAX 5
enum err_code picture_decode(
    int fd, int max_width, int max_height, struct picture *picture, struct err *err);
void picture_done(struct picture *picture);

/* How the terminal paints. */
enum picture_colors { PICTURE_MONO, PICTURE_16, PICTURE_256, PICTURE_TRUECOLOR };
struct picture_terminal {
    enum picture_protocol protocol; /* not PICTURE_OFF */
    enum picture_colors colors;     /* of symbols; the other protocols do not use it */
    bool tmux_passthrough; /* wrap sequences for tmux, which must allow it; not for symbols */
};

/* The cells that a whole picture covers (picture_fit), and the size of a cell in pixels, 0 if
 * unknown. */
struct picture_size {
    int rows, cols;
    int cell_width, cell_height;
};

/* Append the bytes that paint the rows [first, first + count) of the picture's size.rows, with
 * their upper left cell at row, col of the terminal (both from 0; tmux_passthrough: of the terminal
 * outside tmux). Leaves the cursor anywhere and, for symbols, the attributes reset. Asks for no
 * answer. Painting over an earlier picture replaces it on the screen, except with kitty: erase
 * first. PICTURE_SIXEL: the picture must not reach the terminal's last row, or some terminals
 * scroll. ERR_IO, with nothing appended, if libchafa is missing or too old: the message names the
 * package. ERR_MEMORY likewise. */
enum err_code picture_paint(const struct picture *picture, const struct picture_terminal *terminal,
    const struct picture_size *size, int row, int col, int first, int count, struct buf *out,
    struct err *err);

/* Append the bytes that remove all pictures, for PICTURE_KITTY. The others append nothing: writing
 * the cells again removes their pictures. */
void picture_erase_all(const struct picture_terminal *terminal, struct buf *out);

#endif
