/* The session's screens: the session in, a frame out; a key in, an action out. They know nothing
 * of terminals, so that all of it can be played in tests. */
#ifndef VIEW_SCREEN_H
#define VIEW_SCREEN_H

#include "store/history.h"
#include "study/session.h"
#include "view/card_text.h"
#include "view/frame.h"
#include "view/keys.h"

#include <stdbool.h>
#include <stdint.h>

/* What a screen keeps between frames. All of it zero is a new one; text.rich.links_work tells what
 * the terminal can do. Free with screen_done. */
struct screen {
    const char *greeting; /* safe text shown until the first key; the caller's; NULL for none */
    int64_t shown_card;   /* what top belongs to */
    enum session_stage shown_stage;
    int top;  /* the first line of the card, or of the summary, that is visible */
    int page; /* lines visible at the last drawing */
    struct card_text text;

    enum overlay overlay;
    int over_top, over_page;     /* of the overlay, as top and page */
    struct card_history history; /* read when its overlay is opened */
};
void screen_done(struct screen *screen);

#define SCREEN_ROWS_MIN 10
#define SCREEN_COLS_MIN 32

/* Draw the session, whatever its stage, into a frame of the size wanted. False when memory ran
 * out. */
bool screen_draw(struct screen *screen, const struct session *session, struct frame *frame);

/* Whether a screen has room; where it has not, it says so, and only leaving makes sense. */
bool screen_fits(int rows, int cols);
void screen_draw_too_small(struct frame *frame);

/* A stage's bit in the table of keys. */
#define SCREEN_STAGE(stage) (1U << (stage))

/* What the key means at this stage. */
struct intent screen_key(const struct screen *screen, const struct session *session, uint32_t key);
/* Do what the intent asks of the screen itself: scroll, open an overlay, close it. */
void screen_follow(struct screen *screen, const struct intent *intent);
/* Move what the screen shows by lines; SCREEN_PAGE and its like stand for more. */
void screen_scroll(struct screen *screen, int lines);
/* The same for any list: *top is its first line that is visible, of size lines. */
void screen_scroll_by(int *top, int size, int lines);

#endif
