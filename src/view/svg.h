/* Charts as SVG pictures. The HTML page's style sheet styles their classes. Each chart has a title
 * and a description. */
#ifndef VIEW_SVG_H
#define VIEW_SVG_H

#include "base/buf.h"
#include "report/dataset.h"
#include "report/pages.h"

/* Broad charts show all rows. Narrow ones are as wide as a phone's screen, and show the newest rows
 * that fit or, in a forecast, the next ones. */
enum svg_size { SVG_BROAD, SVG_NARROW };

/* Appends the chart of a page. The dataset must have rows. Appends nothing if the page has no
 * chart. */
void svg_page(
    struct buf *out, enum stats_page page, const struct dataset *dataset, enum svg_size size);

#endif
