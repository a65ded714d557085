/* Links in a terminal (OSC 8). */
#ifndef TUI_LINKS_H
#define TUI_LINKS_H

#include <stdbool.h>

/* Whether environment variables say that the terminal supports links; terminfo cannot tell. */
bool links_work(void);

#endif
