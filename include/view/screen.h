/* The session's screens: the session in, a frame out; a key in, an action out. They know nothing
 * of terminals, so that all of it can be played in tests. */
#ifndef VIEW_SCREEN_H
#define VIEW_SCREEN_H

#include "study/session.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stdint.h>

/* Keys are Unicode characters, and these. */
enum key {
    KEY_NOTHING = 0,
    KEY_ENTER_CODE = '\n',
    KEY_ESCAPE_CODE = 0x1b,
    KEY_UP_CODE = 0x110000, /* beyond Unicode */
    KEY_DOWN_CODE,
    KEY_PAGE_UP_CODE,
    KEY_PAGE_DOWN_CODE,
    KEY_HOME_CODE,
    KEY_END_CODE,
    KEY_BACKSPACE_CODE,
};

/* What a key asks for: an action of the session, a move within a long card, to edit, or to leave.
 */
struct intent {
    enum session_action action;
    int lines; /* scroll; SCREEN_PAGE and SCREEN_END stand for pages and for the whole card */
    bool edit; /* the card shown */
    bool quit;
};
#define SCREEN_PAGE 10000
#define SCREEN_END  100000000

/* What a screen keeps between frames. All of it zero is a new one. */
struct screen {
    const char *greeting; /* safe text shown until the first key; the caller's; NULL for none */
    int64_t shown_card;   /* what top belongs to */
    enum session_stage shown_stage;
    int top;  /* the first line of the card that is visible */
    int page; /* lines visible at the last drawing */
};

#define SCREEN_ROWS_LEAST 10
#define SCREEN_COLS_LEAST 32

/* Draw the session, whatever its stage, into a frame of the size wanted. False when memory ran
 * out. */
bool screen_draw(struct screen *screen, const struct session *session, struct frame *frame);

/* Whether a screen has room; where it has not, it says so, and only leaving makes sense. */
bool screen_fits(int rows, int cols);
void screen_draw_too_small(struct frame *frame);

/* What the key means at this stage; scrolling is done by screen_scroll. */
struct intent screen_key(const struct session *session, uint32_t key);
void screen_scroll(struct screen *screen, int lines);

#endif
