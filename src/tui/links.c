#include "tui/links.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

/* Whether an environment variable is set, is not empty, and begins with the prefix `with`. */
static bool links_begins(const char *name, const char *with)
{
    const char *value = getenv(name);
    return value && *value && strncmp(value, with, strlen(with)) == 0;
}

bool links_multiplexed(void)
{
    return links_begins("TMUX", "") || links_begins("STY", "") || links_begins("TERM", "screen") ||
           links_begins("TERM", "tmux");
}

bool links_work(void)
{
    static const struct {
        const char *variable, *value; /* value: a prefix of the variable's value */
        long min;
    } signs[] = {{"KITTY_WINDOW_ID", "", 0}, {"WT_SESSION", "", 0}, {"ALACRITTY_WINDOW_ID", "", 0},
        {"VTE_VERSION", "", 5000}, {"KONSOLE_VERSION", "", 201200},
        {"TERM_PROGRAM", "iTerm.app", 0}, {"TERM_PROGRAM", "WezTerm", 0},
        {"TERM_PROGRAM", "ghostty", 0}, {"TERM_PROGRAM", "vscode", 0},
        {"TERM_PROGRAM", "mintty", 0}, {"TERM", "xterm-kitty", 0}, {"TERM", "xterm-ghostty", 0},
        {"TERM", "foot", 0}};
    if (links_multiplexed())
        return false;
    for (size_t i = 0; i < COUNT(signs); i++)
        if (links_begins(signs[i].variable, signs[i].value) &&
            (!signs[i].min || strtol(getenv(signs[i].variable), NULL, 10) >= signs[i].min))
            return true;
    return false;
}
