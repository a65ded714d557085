#include "tui/tmux.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASK                                                                                        \
    "exec tmux display-message -p '#{allow-passthrough} #{pane_top} #{pane_left} "                 \
    "#{status-position} #{status}' </dev/null 2>/dev/null"

/* The number of rows that the status line takes: "off", "on", or how many. */
static int tmux_status_rows(const char *status)
{
    return strcmp(status, "on") == 0 ? 1 : (int)strtol(status, NULL, 10);
}

bool tmux_pane(int *row, int *col)
{
    char answer[64] = "", allowed[8], position[8], status[8];
    FILE *tmux = getenv("TMUX") ? popen(ASK, "r") : NULL;
    if (!tmux)
        return false;
    bool answered = fgets(answer, sizeof answer, tmux) != NULL;
    pclose(tmux);
    if (!answered ||
        sscanf(answer, "%7s %d %d %7s %7s", allowed, row, col, position, status) != 5 ||
        (strcmp(allowed, "0") == 0 || strcmp(allowed, "off") == 0))
        return false;
    if (strcmp(position, "top") == 0)
        *row += tmux_status_rows(status);
    return true;
}
