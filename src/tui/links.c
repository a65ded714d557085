#include "tui/links.h"

#include <stdlib.h>
#include <string.h>

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

static bool begins(const char *name, const char *with)
{
    const char *value = getenv(name);
    return value && strncmp(value, with, strlen(with)) == 0;
}

bool links_work(void)
{
    static const struct {
        const char *variable, *value; /* what it begins with */
    } signs[] = {
        {"KITTY_WINDOW_ID", ""},
        {"WT_SESSION", ""},
        {"ALACRITTY_WINDOW_ID", ""},
        {"TERM_PROGRAM", "iTerm.app"},
        {"TERM_PROGRAM", "WezTerm"},
        {"TERM_PROGRAM", "ghostty"},
        {"TERM_PROGRAM", "vscode"},
        {"TERM_PROGRAM", "mintty"},
        {"TERM", "xterm-kitty"},
        {"TERM", "xterm-ghostty"},
        {"TERM", "foot"},
    };
    static const struct {
        const char *variable;
        long least;
    } versions[] = {{"VTE_VERSION", 5000}, {"KONSOLE_VERSION", 201200}};
    /* These inherit the environment of the terminal that they run in, and may not pass links on. */
    if (is_set("TMUX") || is_set("STY") || begins("TERM", "screen") || begins("TERM", "tmux"))
        return false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (is_set(signs[i].variable) && begins(signs[i].variable, signs[i].value))
            return true;
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (is_set(versions[i].variable) &&
            strtol(getenv(versions[i].variable), NULL, 10) >= versions[i].least)
            return true;
    return false;
}
