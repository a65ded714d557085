#include "tui/styles.h"

#include "view/theme.h"

#include <stdlib.h>
#include <string.h>
#include <term.h>

static enum depth styles_depth_of(bool colors)
{
    if (!colors || !has_colors() || start_color() != OK || use_default_colors() != OK)
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

/* The terminal's colors, in the form of COLORFGBG. The Linux console does not set this variable,
 * but has a black background. */
static const char *styles_background(void)
{
    const char *colors = getenv("COLORFGBG"), *term = getenv("TERM");
    return colors || !term || strcmp(term, "linux") != 0 ? colors : "7;0";
}

void styles_init(bool colors, enum theme theme, attr_t *attrs, short *pairs)
{
    enum depth depth = styles_depth_of(colors && theme != THEME_MONO);
    theme = theme_resolve(theme, styles_background());
    for (short i = 0; i < STYLE_COUNT; i++) {
        struct look look = theme_look(theme, depth, (enum style)i);
        attrs[i] = styles_attributes_of(look.attributes);
        pairs[i] = 0;
        if (look.color >= 0 && init_extended_pair(i + 1, look.color, -1) == OK)
            pairs[i] = (short)(i + 1);
    }
}
