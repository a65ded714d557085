/* Frame styles as curses attributes. */
#ifndef TUI_STYLES_H
#define TUI_STYLES_H

#include "tui/terminal.h"

#include <curses.h>

/* Fill in the attributes and colour pairs of all STYLE_COUNT styles. Curses must be open. */
void styles_init(const struct terminal_options *options, attr_t *attrs, short *pairs);

#endif
