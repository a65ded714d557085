/* What the cells of curses cannot hold, written to the terminal directly: links (OSC 8), and emoji
 * of several characters, which curses takes for several cells. */
#ifndef TUI_RAW_H
#define TUI_RAW_H

#include "view/frame.h"

#include <curses.h>
#include <stdbool.h>
#include <wchar.h>

/* The characters of a cell as curses is to have them: all, or as many as it sees the cell's width
 * in. Returns their number. */
int raw_for_curses(const struct cell *cell, wchar_t wide[TEXT_CLUSTER_MAX + 1]);

/* What a style of the frame is for curses. */
struct raw_styles {
    const attr_t *attrs;
    const short *pairs;
};
/* After curses has shown the frame: write what it could not, in the rows that differ from the frame
 * shown before, or in all of them where that had another size. */
void raw_show(
    const struct frame *frame, const struct frame *before, const struct raw_styles *styles);
void raw_done(void);

#endif
