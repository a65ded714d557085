/* Writes directly to the terminal what curses cannot show: links (OSC 8), and emoji made of several
 * characters, which curses would spread over several cells. */
#ifndef TUI_RAW_H
#define TUI_RAW_H

#include "view/frame.h"

#include <curses.h>
#include <wchar.h>

/* Set `wide` to the characters to give curses for a cell: all, or just as many as curses needs to
 * fill the cell's width. Return their number. */
int raw_for_curses(const struct cell *cell, wchar_t wide[TEXT_CLUSTER_MAX + 1]);

/* The curses attributes and colour pair of each style. */
struct raw_styles {
    const attr_t *attrs;
    const short *pairs;
};
/* Call after curses has shown the frame. Write what curses could not show, in the rows that differ
 * from the previous frame, or in all rows if the size or the links' addresses have changed. */
void raw_show(
    const struct frame *frame, const struct frame *before, const struct raw_styles *styles);
/* Write bytes that leave the cursor anywhere, and put it where curses expects it. */
void raw_write(const struct buf *written);
void raw_done(void);

#endif
