/* The two halves of the session's screen, which screen.c puts together, and what the browser draws
 * a card with. */
#ifndef VIEW_SCREEN_PARTS_H
#define VIEW_SCREEN_PARTS_H

#include "study/session.h"
#include "view/frame.h"
#include "view/screen_state.h"
#include "view/widgets.h"

/* Draws the question and, once it is revealed, the answer with the ratings below. */
void card_draw(struct screen *screen, const struct session *session, struct frame *frame);
/* Draws above the footer what the screen asks. The body then ends above it. */
void card_ask_draw(struct screen *screen, struct frame *frame, struct column *body);
/* How many lines of a card's text are shown at once in the body *c, and these lines from `top` on,
 * with a row that says how many are hidden. */
int card_page(const struct styled *styled, const struct frame *frame, const struct column *c);
void card_put_lines(
    const struct styled *styled, int top, int page, struct frame *frame, const struct column *c);
/* Draws the end of a session: its results, those of the day, and what to do next. */
void summary_draw(struct screen *screen, const struct session *session, struct frame *frame);

#endif
