/* The styles of frames as curses has them. */
#ifndef TUI_STYLES_H
#define TUI_STYLES_H

#include "tui/terminal.h"

#include <curses.h>

/* Fill in the attributes and the colour pair of each of STYLE_COUNT styles; curses is running. */
void styles_init(const struct terminal_options *options, attr_t *attrs, short *pairs);

#endif
