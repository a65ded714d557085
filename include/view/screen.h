/* The session's screen: the session in, a frame out; a key in, an intent out. It knows nothing of
 * terminals, so that tests can play all of it. */
#ifndef VIEW_SCREEN_H
#define VIEW_SCREEN_H

#include "study/session.h"
#include "view/frame.h"
#include "view/keys.h"
#include "view/screen_state.h"

#include <stdbool.h>
#include <stdint.h>

/* Draw the session, whatever its stage, into a frame of the size wanted. False when memory ran
 * out. */
bool screen_draw(struct screen *screen, const struct session *session, struct frame *frame);
void screen_done(struct screen *screen);

/* What the key means at this stage. */
struct intent screen_key(const struct screen *screen, const struct session *session, uint32_t key);
/* Do what the intent asks of the screen itself: scroll, open an overlay, close it. */
void screen_follow(struct screen *screen, const struct intent *intent);

#endif
