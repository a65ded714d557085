/* Runs the program that decodes pictures. */
#ifndef TUI_PICTURE_DECODE_H
#define TUI_PICTURE_DECODE_H

#include "tui/picture.h"

/* Like picture_decode, with this program and this limit of time. */
enum err_code picture_decode_with(const char *program, int wait_ms, int fd, int max_width,
    int max_height, struct picture *picture, struct err *err);

#endif
