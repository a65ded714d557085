/* Charts of datasets: panels of bars, lines and ranges with axes, horizontal bars, a heat map. None
 * of them relies on colour. */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H

#include "report/dataset.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a chart is drawn, and whether only in ASCII. */
struct chart_area {
    struct frame *frame;
    int top, left, rows, cols;
    bool ascii;
};

enum mark {
    MARK_BARS,  /* a bar per row; a second column is stacked on top */
    MARK_LINE,  /* one line through all rows */
    MARK_RANGE, /* a point per row on the range from low to high, with its count below */
};

/* A panel: one column of the dataset over all rows. The size_t members are column numbers. */
struct chart_panel {
    const char *title;
    enum mark mark;
    enum style style;
    size_t value;
    size_t more;      /* bars: the column stacked on top; 0 if there is none */
    size_t low, high; /* ranges: the columns of their ends */
    size_t count;     /* ranges: the column of their counts; 0 if there is none */
};

/* The value of a row; 0 if it has none. Column 0 holds the label, so it has no value. */
int64_t chart_value(const struct dataset *dataset, size_t row, size_t column);

/* The values at the bottom and the top of a panel. Percentages in ranges are mostly high, so their
 * scale goes from the multiple of ten below the lowest to 100%. All other scales start at 0. */
struct scale {
    int64_t low, high;
};
struct scale chart_scale(
    const struct dataset *dataset, const struct chart_panel *panel, size_t first, size_t count);
/* Writes a short form of a number, for an axis. */
void chart_number(int64_t value, enum cell_kind kind, char text[DATASET_CELL_SIZE]);

/* Returns a row's label on the axis, which may be in `text` or elsewhere. */
typedef const char *chart_label_fn(
    const struct dataset *dataset, size_t row, char text[DATASET_CELL_SIZE]);

/* Stacks panels above one shared axis. If not all rows fit, shows the first rows if `ahead`, else
 * the last. */
void chart_panels(const struct chart_area *area, const struct dataset *dataset,
    const struct chart_panel *panels, size_t count, chart_label_fn *label, bool ahead);

/* How many ranges fit into `cols` columns. */
int chart_ranges_max(int cols);

/* Draws a horizontal bar that fills all rows of the area, and `value` / `max` of its width. */
void chart_bar(const struct chart_area *area, int64_t value, int64_t max, enum style style);
/* Draws a bar that fills the area, divided in proportion to the numbers of ratings of 1, 2 and so
 * on, in the styles of the ratings. */
void chart_parts(const struct chart_area *area, const int64_t *parts, size_t count);

/* The shades in a heat map: 0 for no value; each other shade spans half the mean, and the last one
 * everything above. heat_mean averages the values above 0 from row `first` on, and returns at least
 * 2. */
#define HEAT_SHADES 5
int64_t heat_mean(const struct dataset *dataset, size_t value, size_t first);
int heat_shade(int64_t mean, int64_t value);
/* The values that a shade covers: "7-12", or "7+" without `ranges` and for the last one. */
const char *heat_words(int64_t mean, int shade, bool ranges, char text[DATASET_CELL_SIZE]);

/* Draws days in weeks from left to right, shaded by the values of one of the dataset's columns, and
 * a legend. The first day must be a Monday. Uses the area's height up to HEAT_ROWS_MAX, but at
 * least HEAT_ROWS; returns the number of rows. */
int chart_heat(const struct chart_area *area, const struct dataset *dataset, size_t value);
#define HEAT_ROWS     10
#define HEAT_ROWS_MAX (HEAT_ROWS + 7)

#endif
