#include "view/theme.h"

#include <stdlib.h>
#include <string.h>

enum hue {
    HUE_NONE,
    HUE_RED,
    HUE_ORANGE,
    HUE_YELLOW,
    HUE_GREEN,
    HUE_BLUE,
    HUE_CYAN,
    HUE_GREY,
    HUE_LINE,
    HUES
};

/* A colour where there are true ones, and its number among 256, 16 and 8; -1 where none of these is
 * legible. Those of THEME_AUTO are as far from black as from white. */
static const struct theme_tint {
    int true_color;
    short of_256, of_16, of_8;
} tints[][HUES] =
    {
        [THEME_AUTO] =
            {
                [HUE_NONE] = {-1, -1, -1, -1},
                [HUE_RED] = {0xdf2e2e, 131, 9, 1},
                [HUE_ORANGE] = {0xb55e00, 130, 5, 5},
                [HUE_YELLOW] = {0x8a7400, 64, -1, -1},
                [HUE_GREEN] = {0x2e862e, 28, -1, -1},
                [HUE_BLUE] = {0x2a75d6, 63, 12, -1},
                [HUE_CYAN] = {0x008484, 30, -1, -1},
                [HUE_GREY] = {0x757575, 243, -1, -1},
                [HUE_LINE] = {0x757575, 243, -1, -1},
            },
        [THEME_DARK] =
            {
                [HUE_NONE] = {-1, -1, -1, -1},
                [HUE_RED] = {0xff6b6b, 203, 9, 1},
                [HUE_ORANGE] = {0xff9f43, 215, 3, 3},
                [HUE_YELLOW] = {0xe6c34a, 179, 11, 3},
                [HUE_GREEN] = {0x6cc070, 71, 10, 2},
                [HUE_BLUE] = {0x6cb2ff, 75, 14, 6},
                [HUE_CYAN] = {0x6fc3c3, 73, 6, 6},
                [HUE_GREY] = {0xa0a0a0, 247, -1, -1},
                [HUE_LINE] = {0x5f5f5f, 240, -1, -1},
            },
        [THEME_LIGHT] =
            {
                [HUE_NONE] = {-1, -1, -1, -1},
                [HUE_RED] = {0xc0272d, 124, 1, 1},
                [HUE_ORANGE] = {0xa8530a, 94, 5, 5},
                [HUE_YELLOW] = {0x7d6200, 58, -1, -1},
                [HUE_GREEN] = {0x1f7a34, 22, -1, -1},
                [HUE_BLUE] = {0x1f5fbf, 25, 4, 4},
                [HUE_CYAN] = {0x00707a, 23, 4, 4},
                [HUE_GREY] = {0x666666, 241, -1, -1},
                [HUE_LINE] = {0xb0b0b0, 249, -1, -1},
            },
};

/* Attributes stand in for a colour where there is none: bare, instead of those beside it. */
static const struct {
    enum hue hue;
    unsigned attributes, bare;
} styles[STYLE_COUNT] = {
    [STYLE_PLAIN] = {HUE_NONE, 0, 0},
    [STYLE_STRONG] = {HUE_NONE, LOOK_BOLD, LOOK_BOLD},
    [STYLE_EMPHASIS] = {HUE_NONE, LOOK_ITALIC, LOOK_ITALIC},
    [STYLE_CODE] = {HUE_CYAN, 0, LOOK_BOLD},
    [STYLE_FAINT] = {HUE_GREY, 0, LOOK_DIM},
    [STYLE_LINK] = {HUE_BLUE, LOOK_UNDERLINE, LOOK_UNDERLINE},
    [STYLE_TITLE] = {HUE_NONE, LOOK_BOLD, LOOK_BOLD},
    [STYLE_KEY] = {HUE_NONE, LOOK_BOLD, LOOK_BOLD},
    [STYLE_NOTICE] = {HUE_CYAN, LOOK_BOLD, LOOK_REVERSE},
    [STYLE_WARNING] = {HUE_RED, LOOK_BOLD | LOOK_REVERSE, LOOK_BOLD | LOOK_REVERSE},
    [STYLE_BAR] = {HUE_BLUE, 0, LOOK_BOLD},
    [STYLE_BAR_REST] = {HUE_LINE, 0, LOOK_DIM},
    [STYLE_NEW] = {HUE_BLUE, 0, 0},
    [STYLE_REPEAT] = {HUE_RED, 0, 0},
    [STYLE_DUE] = {HUE_GREEN, 0, 0},
    [STYLE_RATING_1] = {HUE_RED, 0, 0},
    [STYLE_RATING_1 + 1] = {HUE_ORANGE, 0, 0},
    [STYLE_RATING_1 + 2] = {HUE_YELLOW, 0, 0},
    [STYLE_RATING_1 + 3] = {HUE_GREEN, 0, 0},
    [STYLE_RATING_1 + 4] = {HUE_BLUE, 0, 0},
};

/* The background is the last number; of the 16 colours, 7 and those above 8 are light. */
enum theme theme_resolve(enum theme theme, const char *colorfgbg)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    char *end;
    if (theme != THEME_AUTO || !last)
        return theme;
    long background = strtol(last + 1, &end, 10);
    if (end == last + 1 || *end || background < 0 || background > 15)
        return theme;
    return background == 7 || background > 8 ? THEME_LIGHT : THEME_DARK;
}

struct look theme_look(enum theme theme, enum depth depth, enum style style)
{
    if (theme == THEME_MONO || depth == DEPTH_NONE)
        return (struct look){-1, styles[style].bare};
    const struct theme_tint *tint = &tints[theme][styles[style].hue];
    const int colors[] = {-1, tint->of_8, tint->of_16, tint->of_256, tint->true_color};
    int color = colors[depth];
    bool plain = color < 0 && styles[style].hue != HUE_NONE;
    return (struct look){color, plain ? styles[style].bare : styles[style].attributes};
}
