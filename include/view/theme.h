/* What styles look like: one table of styles, one of colours, for dark and light backgrounds and
 * for those that are not known, and for terminals of any number of colours. Knows no terminal. */
#ifndef VIEW_THEME_H
#define VIEW_THEME_H

#include "study/settings.h"
#include "view/frame.h"

#include <stdint.h>

/* How many colours there are. */
enum depth { DEPTH_NONE, DEPTH_8, DEPTH_16, DEPTH_256, DEPTH_TRUE };

enum look_attribute {
    LOOK_BOLD = 1,
    LOOK_ITALIC = 2,
    LOOK_DIM = 4,
    LOOK_REVERSE = 8,
    LOOK_UNDERLINE = 16,
};
struct look {
    int color;           /* -1 for the terminal's own; 0xrrggbb at DEPTH_TRUE, else its number */
    unsigned attributes; /* of enum look_attribute */
};

/* auto becomes dark or light where COLORFGBG ("15;0": the colours of text and background, as some
 * terminals set it; may be NULL) tells, and otherwise stays, for colours legible on both. */
enum theme theme_resolve(enum theme theme, const char *colorfgbg);

/* A style in a theme. Every style differs from plain text by more than its colour, or stands beside
 * words that say the same. */
struct look theme_look(enum theme theme, enum depth depth, enum style style);

#endif
