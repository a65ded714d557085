/* Charts of sheets as pictures in SVG, for a page in HTML whose style dataset says what their
 * classes look like. Each has a title and a description. For the view's own files. */
#ifndef VIEW_SVG_H
#define VIEW_SVG_H

#include "base/buf.h"
#include "report/dataset.h"
#include "report/pages.h"

/* Append the chart of a page, made of its dataset, which has rows; nothing for a page without one.
 */
void svg_page(struct buf *out, enum stats_page page, const struct dataset *dataset);

#endif
