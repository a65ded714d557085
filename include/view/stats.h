/* The statistics screens: draws figures into a frame, and turns pages on keys. The same pages can
 * also be written as text or HTML. */
#ifndef VIEW_STATS_H
#define VIEW_STATS_H

#include "report/dataset.h"
#include "report/figures.h"
#include "report/pages.h"
#include "study/settings.h"
#include "view/frame.h"
#include "view/overlay.h"

#include <stdbool.h>
#include <stdint.h>

/* What the screens keep between frames. Zero-initialize it; free it with stats_view_done. */
struct stats_view {
    bool ascii;                      /* draw charts in ASCII; set by the caller */
    const struct settings *settings; /* the caller's; may be NULL */
    enum stats_page page;
    struct overlay_view overlay;
    struct dataset dataset;
};
void stats_view_done(struct stats_view *view);

/* Draws into a frame of the given size. False when out of memory. */
bool stats_draw(struct stats_view *view, const struct figures *figures, struct frame *frame);
/* Handles a key; the caller carries out `side` and `quit`. */
struct intent stats_key(struct stats_view *view, uint32_t key);

/* Append tables, at most `width` columns wide: one page, or all pages with long tables cut to 26
 * rows. False when out of memory. */
bool stats_table(enum stats_page page, const struct dataset *dataset, int width, struct buf *out);
bool stats_plain(const struct figures *figures, int width, struct buf *out);

/* Appends all pages as one HTML document. The parameter `of` is any text that describes the decks;
 * "" means all decks. False when out of memory. */
bool stats_html(const struct figures *figures, const char *of, struct buf *out);

#endif
