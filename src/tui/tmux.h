/* tmux, where drill runs in it. */
#ifndef TUI_TMUX_H
#define TUI_TMUX_H

#include <stdbool.h>

/* Ask tmux where in the terminal outside it drill's pane is, from 0. Return false if tmux does not
 * pass sequences on to that terminal (its option allow-passthrough), or there is no tmux. */
bool tmux_pane(int *row, int *col);

#endif
