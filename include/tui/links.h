/* Links in a terminal (OSC 8). */
#ifndef TUI_LINKS_H
#define TUI_LINKS_H

#include <stdbool.h>

/* Whether the terminal has links, by its environment variables: terminfo has no capability. */
bool links_work(void);

#endif
