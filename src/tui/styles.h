/* Frame styles as curses attributes. */
#ifndef TUI_STYLES_H
#define TUI_STYLES_H

#include "view/theme.h"

#include <curses.h>
#include <stdbool.h>

/* Begin colours, unless they are unwanted, and return how many there are. Curses must be open. */
enum depth styles_begin(bool wanted);
/* The terminal's colours, in the form of COLORFGBG; NULL if nothing tells them. */
const char *styles_colorfgbg(void);
/* Whether the terminal may be asked for its background. */
bool styles_may_ask(void);
/* Fill in the attributes and colour pairs of all STYLE_COUNT styles. */
void styles_set(
    enum theme theme, enum palette palette, enum depth depth, attr_t *attrs, short *pairs);

#endif
