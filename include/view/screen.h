/* The session's screen: draws a session into a frame and turns a key into an intent. Needs no
 * terminal, so tests can run all of it. */
#ifndef VIEW_SCREEN_H
#define VIEW_SCREEN_H

#include "study/session.h"
#include "view/frame.h"
#include "view/keys.h"
#include "view/screen_state.h"

#include <stdbool.h>
#include <stdint.h>

/* Draws the session at any stage into a frame of the given size. False when out of memory. */
bool screen_draw(struct screen *screen, const struct session *session, struct frame *frame);
void screen_done(struct screen *screen);

/* What a key does at this stage. */
struct intent screen_key(const struct screen *screen, const struct session *session, uint32_t key);
/* Carries out the part of an intent that affects the screen: scrolling, overlays, and the answer
 * being typed, which is session->typed. */
void screen_follow(struct screen *screen, struct session *session, const struct intent *intent);

#endif
