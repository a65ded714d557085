#include "tui/links.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

static bool links_is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

static bool links_begins(const char *name, const char *with)
{
    const char *value = getenv(name);
    return value && strncmp(value, with, strlen(with)) == 0;
}

bool links_work(void)
{
    static const struct {
        const char *variable, *value; /* a prefix of its value */
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
        long min;
    } versions[] = {{"VTE_VERSION", 5000}, {"KONSOLE_VERSION", 201200}};
    /* Multiplexers inherit the terminal's environment, and may not pass links on. */
    if (links_is_set("TMUX") || links_is_set("STY") || links_begins("TERM", "screen") ||
        links_begins("TERM", "tmux"))
        return false;
    for (size_t i = 0; i < COUNT(signs); i++)
        if (links_is_set(signs[i].variable) && links_begins(signs[i].variable, signs[i].value))
            return true;
    for (size_t i = 0; i < COUNT(versions); i++)
        if (links_is_set(versions[i].variable) &&
            strtol(getenv(versions[i].variable), NULL, 10) >= versions[i].min)
            return true;
    return false;
}
