/* What the session's screen is put together from; view/screen.c does it. */
#ifndef VIEW_SCREEN_PARTS_H
#define VIEW_SCREEN_PARTS_H

#include "study/session.h"
#include "view/frame.h"
#include "view/screen_state.h"

/* The card: its question, and once revealed its answer, with the ratings below. */
void card_draw(struct screen *screen, const struct session *session, struct frame *frame);
/* The end: what the session and the day have come to, and what else there is to do. */
void summary_draw(struct screen *screen, const struct session *session, struct frame *frame);

#endif
