/* What drill-picture, the program that decodes pictures, gets and returns.
 *
 *     drill-picture MAX_WIDTH MAX_HEIGHT <PICTURE >PIXELS
 *
 * Standard output is a struct picture_header, then the pixels, as struct picture in tui/picture.h
 * has them. Nothing is written if it fails: the exit status says why. */
#ifndef TUI_PICTURE_HELPER_H
#define TUI_PICTURE_HELPER_H

#include <stdint.h>

#define PICTURE_MAGIC "DRILLPIX"

struct picture_header {
    char magic[8];
    uint32_t width, height; /* 1 to MAX_WIDTH and MAX_HEIGHT */
};

enum picture_exit {
    PICTURE_EXIT_DONE,
    PICTURE_EXIT_UNKNOWN = 10, /* the file has none of the known formats */
    PICTURE_EXIT_NO_LOADER,    /* gdk-pixbuf has no loader for PNG, JPEG or GIF */
    PICTURE_EXIT_NO_WEBP,      /* ... for WebP */
    PICTURE_EXIT_NO_SVG,       /* ... for SVG */
    PICTURE_EXIT_TOO_LARGE,    /* too many pixels or bytes */
    PICTURE_EXIT_DAMAGED,
    PICTURE_EXIT_FAILED,           /* it cannot limit itself, or cannot write */
    PICTURE_EXIT_NO_PROGRAM = 127, /* it cannot be run: it or a library is missing */
};

#endif
