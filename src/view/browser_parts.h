/* What the sources of the browser share. */
#ifndef VIEW_BROWSER_PARTS_H
#define VIEW_BROWSER_PARTS_H

#include "view/widgets.h"

struct browse;
struct browser;

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
/* Draws an input line, with its cursor if it is open; else only the end of the text if it is too
 * long. */
void browser_draw_line(const struct browser *browser, struct frame *frame, int row,
    const struct column *column, const char *label, const struct buf *typed, bool open);
/* Draws the line that is open below the list, above the footer; false if none is. */
bool browser_draw_below(
    const struct browser *browser, struct frame *frame, const struct column *column);

/* ---- browser_say.c ---- */

/* Draws the notice or, without one, the saved searches that could be meant, or what is odd about
 * the search. The body then ends above it. Returns whether there was anything to say. */
bool browser_say(const struct browser *browser, const struct browse *browse, struct frame *frame,
    struct column *column);

#endif
