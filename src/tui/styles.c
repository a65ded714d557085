#include "tui/styles.h"

#include <stdlib.h>
#include <string.h>
#include <term.h>

enum depth styles_begin(bool wanted)
{
    if (!wanted || !has_colors() || start_color() != OK || use_default_colors() != OK)
        return DEPTH_NONE;
    if (tigetflag("RGB") == 1 && COLORS >= 1 << 24)
        return DEPTH_TRUE;
    return COLORS >= 256 ? DEPTH_256 : COLORS >= 16 ? DEPTH_16 : DEPTH_8;
}

static attr_t styles_attributes_of(unsigned look)
{
    return (look & LOOK_BOLD ? A_BOLD : 0) | (look & LOOK_ITALIC ? A_ITALIC : 0) |
           (look & LOOK_DIM ? A_DIM : 0) | (look & LOOK_REVERSE ? A_REVERSE : 0) |
           (look & LOOK_UNDERLINE ? A_UNDERLINE : 0);
}

/* The Linux console has a black background, and shows questions as text. */
static bool styles_on_console(void)
{
    const char *term = getenv("TERM");
    return term && strncmp(term, "linux", 5) == 0;
}

bool styles_may_ask(void)
{
    return !styles_on_console();
}

const char *styles_colorfgbg(void)
{
    const char *colors = getenv("COLORFGBG");
    return !colors && styles_on_console() ? "7;0" : colors;
}

void styles_set(
    enum theme theme, enum palette palette, enum depth depth, attr_t *attrs, short *pairs)
{
    for (short i = 0; i < STYLE_COUNT; i++) {
        struct look look = theme_look(theme, palette, depth, (enum style)i);
        attrs[i] = styles_attributes_of(look.attributes);
        pairs[i] = 0;
        if (look.color >= 0 && init_extended_pair(i + 1, look.color, -1) == OK)
            pairs[i] = (short)(i + 1);
    }
}
