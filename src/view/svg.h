/* Charts as SVG pictures for an HTML page whose style sheet gives their classes a look. Each has a
 * title and a description. */
#ifndef VIEW_SVG_H
#define VIEW_SVG_H

#include "base/buf.h"
#include "report/dataset.h"
#include "report/pages.h"

/* Appends the chart of a page's dataset, which has rows; nothing for a page without a chart. */
void svg_page(struct buf *out, enum stats_page page, const struct dataset *dataset);

#endif
