/* Frame styles as curses attributes. */
#ifndef TUI_STYLES_H
#define TUI_STYLES_H

#include "study/settings.h"

#include <curses.h>
#include <stdbool.h>

/* Fill in the attributes and colour pairs of all STYLE_COUNT styles. Curses must be open. */
void styles_init(bool colors, enum theme theme, attr_t *attrs, short *pairs);

#endif
