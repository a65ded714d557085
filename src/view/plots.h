/* The panels on each statistics page and their columns: one table for the screens and for HTML. */
#ifndef VIEW_PLOTS_H
#define VIEW_PLOTS_H

#include "report/pages.h"
#include "view/chart.h"

#define PANELS_MAX 4

struct plots {
    struct chart_panel panels[PANELS_MAX];
    size_t count; /* 0 for pages that are not drawn as panels */
    chart_label_fn *label;
    bool ahead; /* see chart_panels */
};
extern const struct plots page_plots[PAGES];

/* The first page of each screen, then PAGES. A screen has 1 page or 3: days, weeks, months. */
#define SCREENS 17
extern const enum stats_page screen_pages[SCREENS + 1];
/* How many of them there are: those about FSRS, the last, are only there if a deck is under it. */
size_t screens_shown(const struct figures *figures);

#endif
