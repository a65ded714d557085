/* What styles look like on dark, light and unknown backgrounds, at any number of colours. Does not
 * depend on curses. */
#ifndef VIEW_THEME_H
#define VIEW_THEME_H

#include "study/settings.h"
#include "view/frame.h"

#include <stdint.h>

/* How many colours the terminal has. */
enum depth { DEPTH_NONE, DEPTH_8, DEPTH_16, DEPTH_256, DEPTH_TRUE };

enum look_attribute {
    LOOK_BOLD = 1,
    LOOK_ITALIC = 2,
    LOOK_DIM = 4,
    LOOK_REVERSE = 8,
    LOOK_UNDERLINE = 16
};
struct look {
    int color; /* -1 for the default colour; 0xrrggbb at DEPTH_TRUE, else the number of a colour */
    unsigned attributes; /* bits of enum look_attribute */
};

/* Turns THEME_AUTO into dark or light if one of these tells the background; otherwise keeps
 * THEME_AUTO, which is legible on both.
 * - background: the terminal's answer to OSC 11, such as "rgb:ffff/ffff/ffff"
 * - colorfgbg: the value of COLORFGBG, which some terminals set ("15;0": text and background)
 * Both may be NULL. */
enum theme theme_resolve(enum theme theme, const char *background, const char *colorfgbg);

/* The look of a style in a theme. No style relies on colour alone: each also has attributes, or is
 * used beside words that say the same. */
struct look theme_look(enum theme theme, enum palette palette, enum depth depth, enum style style);

#endif
