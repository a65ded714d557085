/* What the sources of the browser share. */
#ifndef VIEW_BROWSER_PARTS_H
#define VIEW_BROWSER_PARTS_H

#include "view/browser.h"
#include "view/widgets.h"

/* ---- browser_card.c: the selected card, alone on the screen ---- */

/* Draws it; it has been read into browser->card. `when` is as in widget_keys. */
void browser_card_draw(
    struct browser *browser, const struct browse *browse, unsigned when, struct frame *frame);
/* Carries out its commands; false if it is another one. */
bool browser_card_do(struct browser *browser, const struct browse *browse, int command);
unsigned browser_card_stage(const struct browser *browser);

/* ---- browser_lines.c ---- */

void browser_target_move(struct browser *browser, int lines);
/* Takes what was typed into a line below the list, and closes it; if it means nothing, says so. */
struct intent browser_take_below(struct browser *browser, const struct browse *browse);

/* ---- browser_say.c ---- */

/* Draws the notice or, without one, the saved searches that could be meant, or what is odd about
 * the search. The body then ends above it. Returns whether there was anything to say. */
bool browser_say(const struct browser *browser, const struct browse *browse, struct frame *frame,
    struct column *column);

#endif
