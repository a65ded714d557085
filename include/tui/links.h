/* Links in a terminal (OSC 8). */
#ifndef TUI_LINKS_H
#define TUI_LINKS_H

#include <stdbool.h>

/* Whether environment variables say that the terminal supports links; terminfo cannot tell. */
bool links_work(void);
/* Whether a multiplexer, such as tmux, stands between drill and the terminal. It inherits the
 * terminal's environment, but may not pass on what the terminal supports. */
bool links_multiplexed(void);

#endif
