/* The screens of statistics: figures in, a frame out; a key in, another page. And the same as text.
 */
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

/* What the screens keep between frames. All of it zero is new ones; free with stats_view_done. */
struct stats_view {
    bool ascii;                      /* charts of ASCII alone; the caller's to set */
    const struct settings *settings; /* for keys; the caller's to set, NULL for none */
    enum stats_page page;
    struct overlay_view overlay;
    bool over; /* the user has left */
    struct dataset dataset;
};
void stats_view_done(struct stats_view *view);

/* Draw into a frame of the size wanted. False when memory ran out. */
bool stats_draw(struct stats_view *view, const struct figures *figures, struct frame *frame);
void stats_key(struct stats_view *view, uint32_t key);

/* Append a page as a table of at most width columns. */
bool stats_table(enum stats_page page, const struct dataset *dataset, int width, struct buf *out);
/* Append every page as a table of at most width columns, the last rows of long ones. False when
 * memory ran out. */
bool stats_plain(const struct figures *figures, int width, struct buf *out);

/* Append every page as one document of HTML, of what the caller says, "" for everything: any text.
 * False when memory ran out. */
bool stats_html(const struct figures *figures, const char *of, struct buf *out);

#endif
