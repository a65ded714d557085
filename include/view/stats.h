/* The statistics screens: draws figures into a frame, and turns pages on keys. The same pages can
 * also be written as text or HTML. `scope` is safe text that says what the figures are narrowed to,
 * such as "spanish.yaml, tag verb"; "" if to nothing. */
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
    const char *scope;               /* what the figures are narrowed to; set by the caller */
    bool ascii;                      /* draw charts in ASCII; set by the caller */
    const struct settings *settings; /* the caller's; may be NULL */
    enum stats_page page;
    size_t card, top; /* PAGE_COSTLIEST: the selected row, and the first one visible */
    int64_t open;     /* the card to select in the browser that a key asked for; 0 for none */
    struct overlay_view overlay;
    struct dataset dataset;
};
void stats_view_done(struct stats_view *view);

/* Draws into a frame of the given size. False when out of memory. */
bool stats_draw(struct stats_view *view, const struct figures *figures, struct frame *frame);
/* Handles a key; the caller carries out `side` and `quit`. */
struct intent stats_key(struct stats_view *view, const struct figures *figures, uint32_t key);

/* Append all pages as tables, at most `width` columns wide, with long tables cut to 26 rows. False
 * when out of memory. */
bool stats_plain(const struct figures *figures, const char *scope, int width, struct buf *out);

/* Appends all pages as one HTML document. False when out of memory. */
bool stats_html(const struct figures *figures, const char *scope, struct buf *out);

#endif
