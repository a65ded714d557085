/* The parts of the browser that browser.c and browser_draw.c share. */
#ifndef VIEW_BROWSER_PARTS_H
#define VIEW_BROWSER_PARTS_H

#include "view/browser.h"

/* ---- browser_card.c: the selected card, alone on the screen ---- */

/* Draws it; it has been read into browser->card. `when` is as in widget_keys. */
void browser_card_draw(
    struct browser *browser, const struct browse *browse, unsigned when, struct frame *frame);
/* Carries out its commands; false if it is another one. */
bool browser_card_do(struct browser *browser, const struct browse *browse, int command);
unsigned browser_card_stage(const struct browser *browser);

#endif
