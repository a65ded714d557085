/* The pictures on the terminal: the protocol in use, the decoded pixels, and where each picture is
 * painted. terminal.c paints them; screens add them. Curses must be open. */
#ifndef TUI_PICTURES_H
#define TUI_PICTURES_H

#include "base/err.h"
#include "study/settings.h"
#include "view/frame.h"
#include "view/picture.h"
#include "view/theme.h"

#include <stdbool.h>

/* ---- for screens ---- */

/* How pictures are painted now; PICTURE_OFF also until the terminal has answered. */
enum picture_protocol pictures_protocol(void);
/* The size of a cell in pixels; both 0 if it is unknown. */
void pictures_cell(int *width, int *height);

/* Decode the picture in an open file (picture_decode in tui/picture.h), as large as the screen can
 * show it, and keep its pixels until pictures_clear. *id is then what frames call it, and differs
 * from all earlier ones. ERR_IO, if it is no picture, if what decodes or paints it is not
 * installed, or if all pixels together would take too much; ERR_MEMORY. */
enum err_code pictures_add(int fd, int *id, int *width, int *height, struct err *err);
/* Forget all pixels. Pictures that are on the screen stay there until the next frame. */
void pictures_clear(void);

/* ---- for terminal.c ---- */

void pictures_open(enum images images, enum depth depth);
/* Whether the terminal's answers decide the protocol. */
bool pictures_ask(void);
/* Follow what the terminal has answered. Returns whether that changes how pictures are painted. */
bool pictures_follow(void);
/* Call before curses shows the frame. If its pictures are not those on the terminal, remove these,
 * and return true: curses must then refresh, and pictures_paint follow. */
bool pictures_remove(const struct frame *frame);
void pictures_paint(void);
/* The terminal is about to be cleared: nothing is on it any more. */
void pictures_forget(void);
/* Remove all pictures from the terminal. */
void pictures_leave(void);
void pictures_close(void);

#endif
