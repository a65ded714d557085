/* Overlays that cover a screen: all its keys, and the history of the card shown. */
#ifndef VIEW_OVERLAY_H
#define VIEW_OVERLAY_H

#include "store/cards.h"
#include "store/history.h"
#include "view/frame.h"
#include "view/keys.h"

/* A screen's overlay. All zero means none; to open an overlay at its top, set only `shown`. */
struct overlay_view {
    enum overlay shown;
    int top, page; /* top: first visible line; page: lines visible */
};

/* What a key does in an open overlay: scroll or close it. The key that opens the overlay at this
 * stage in the screen's table also closes it. */
struct intent overlay_find(const struct overlay_view *overlay, const struct key_table *table,
    const struct settings *settings, unsigned stage, uint32_t key);
void overlay_follow(struct overlay_view *overlay, const struct intent *intent);

/* Fills the frame with the keys of a table that apply at a stage. */
void overlay_draw_keys(struct overlay_view *overlay, const struct key_table *table,
    const struct settings *settings, unsigned stage, struct frame *frame);

/* Fills the frame with the history of a card. */
struct shown_history {
    const struct stored_card *card;
    const struct card_history *history;
    int today;
    const struct settings *settings; /* may be NULL */
};
void overlay_draw_history(
    struct overlay_view *overlay, const struct shown_history *shown, struct frame *frame);

#endif
