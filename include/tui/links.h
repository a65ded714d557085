/* Links in a terminal (OSC 8). */
#ifndef TUI_LINKS_H
#define TUI_LINKS_H

#include <stdbool.h>

/* Whether the terminal has links. No capability of terminfo says so; what the terminal says of
 * itself in the environment does. */
bool links_work(void);

#endif
