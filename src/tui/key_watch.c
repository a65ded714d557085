/* Keys on the normal screen. */
#include "tui/terminal.h"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

static struct termios unwatched;

bool terminal_watch_keys(void)
{
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &unwatched) != 0)
        return false;
    struct termios watched = unwatched;
    watched.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    return tcsetattr(STDIN_FILENO, TCSAFLUSH, &watched) == 0;
}

void terminal_end_watch(void)
{
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &unwatched);
}

bool terminal_key_pressed(void)
{
    struct pollfd source = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&source, 1, 0) > 0;
}
