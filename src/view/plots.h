/* How the pages of statistics are drawn: which columns of a page's dataset stand in which panel,
 * one table for the screens and for the page in HTML. For the view's own files. */
#ifndef VIEW_PLOTS_H
#define VIEW_PLOTS_H

#include "report/pages.h"
#include "view/chart.h"

#define PANELS_MAX 4

struct plots {
    struct chart_panel panels[PANELS_MAX];
    size_t count; /* 0 for the pages that are drawn otherwise */
    chart_label_fn *label;
    bool ahead;
};
extern const struct plots page_plots[PAGES];

/* The first pages of the screens, which may have several, by day, week or month; then PAGES. */
#define SCREENS 12
extern const enum stats_page screen_pages[SCREENS + 1];

#endif
