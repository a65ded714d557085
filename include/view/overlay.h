/* What is laid over a screen: all its keys, and the history of the card shown. */
#ifndef VIEW_OVERLAY_H
#define VIEW_OVERLAY_H

#include "store/cards.h"
#include "store/history.h"
#include "view/frame.h"
#include "view/keys.h"

/* An overlay as its screen keeps it. All of it zero is none; with shown set it is a new one. */
struct overlay_view {
    enum overlay shown;
    int top, page; /* the first line that is visible; lines visible at the last drawing */
};

/* What a key asks for while the overlay is open: to scroll or to close it, as the key does, too,
 * that opened it at this stage of the screen's table. */
struct intent overlay_find(const struct overlay_view *overlay, const struct key_table *table,
    const struct settings *settings, unsigned stage, uint32_t key);
/* Do it. */
void overlay_follow(struct overlay_view *overlay, const struct intent *intent);

/* Draw over the whole frame every key of a table that means something at a stage. */
void overlay_draw_keys(struct overlay_view *overlay, const struct key_table *table,
    const struct settings *settings, unsigned stage, struct frame *frame);

/* Draw over the whole frame what has happened to a card. */
struct shown_history {
    const struct stored_card *card;
    const struct card_history *history;
    int today;
    const struct settings *settings; /* NULL for none */
};
void overlay_draw_history(
    struct overlay_view *overlay, const struct shown_history *shown, struct frame *frame);

#endif
