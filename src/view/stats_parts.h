/* What the sources of the statistics screens share. */
#ifndef VIEW_STATS_PARTS_H
#define VIEW_STATS_PARTS_H

#include "view/chart.h"
#include "view/widgets.h"

struct figures;
struct stats_view;

/* What every page needs to be drawn. */
struct stats_drawing {
    struct stats_view *view;
    const struct figures *figures;
    struct frame *frame;
    struct column column;
};

/* ---- stats.c ---- */

/* The area from row `top` to the end of the column, behind a margin of so many columns. */
struct chart_area stats_area_of(const struct stats_drawing *d, int top, int margin);
/* The area of a bar; a gap stays below it where there is room. */
struct chart_area stats_bar_area(
    const struct stats_drawing *d, int row, int stride, int left, int right);
/* Says why a page about FSRS is empty. */
void stats_draw_nothing(const struct stats_drawing *d);

/* ---- stats_bars.c ---- */

void stats_draw_ratings(struct stats_drawing *d);
void stats_draw_calibration(struct stats_drawing *d);
/* Draws all reviews first. A low screen has fewer bins. */
void stats_draw_predictions(struct stats_drawing *d);

#endif
