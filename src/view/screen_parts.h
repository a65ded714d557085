/* The two halves of the session's screen, which screen.c puts together. */
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
/* Draws the end of a session: its results, those of the day, and what to do next. */
void summary_draw(struct screen *screen, const struct session *session, struct frame *frame);

#endif
