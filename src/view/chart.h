/* Charts of sheets: bars, lines and ranges in panels with axes, bars across, a heat map. What they
 * tell never hangs on a colour. For the view's own files. */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H

#include "report/dataset.h"
#include "view/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a chart goes, and of which characters it may be made. */
struct chart_area {
    struct frame *frame;
    int top, left, rows, cols;
    bool ascii;
};

enum mark {
    MARK_BARS,  /* a bar for each row; of a second column, more on top of it */
    MARK_LINE,  /* one line through all rows */
    MARK_RANGE, /* a point for each row on the range from low to high; below, how many it is of */
};

/* A panel: one column of the dataset, along all its rows. */
struct chart_panel {
    const char *title;
    enum mark mark;
    enum style style;
    size_t value;
    size_t more;      /* bars: the column on top; 0 for none */
    size_t low, high; /* ranges: columns */
    size_t count;     /* ranges: the column of how many; 0 for none */
};

/* The values at the lower edge of a panel and at the upper. Percents in ranges are mostly near the
 * top: their scale begins at the tens below the lowest, and ends at 100%. All others begin at 0. */
struct scale {
    int64_t low, high;
};
struct scale chart_scale(
    const struct dataset *dataset, const struct chart_panel *panel, size_t first, size_t count);
/* A number as an axis has it, in few characters. */
void chart_number(int64_t value, enum cell_kind kind, char text[DATASET_CELL_SIZE]);

/* How a row is called on the axis below. Returns text, or another string. */
typedef const char *chart_label_fn(
    const struct dataset *dataset, size_t row, char text[DATASET_CELL_SIZE]);

/* Draw panels one below the other, with one axis of rows below them all. Where there are more rows
 * than room, the first are shown (ahead), or the last. */
void chart_panels(const struct chart_area *area, const struct dataset *dataset,
    const struct chart_panel *panels, size_t count, chart_label_fn *label, bool ahead);

/* How many ranges there is room for on so many columns. */
int chart_ranges_most(int cols);

/* Draw a bar across, of value / most of the width. */
void chart_bar(
    const struct chart_area *area, int row, int64_t value, int64_t most, enum style style);
/* Draw a bar all across, of count parts, the first of '1's, the second of '2's, and so on, in the
 * styles of ratings. */
void chart_parts(const struct chart_area *area, int row, const int64_t *parts, size_t count);

/* The shades of a heat map: 0 is nothing, each of the others half a mean more of the days with
 * anything on them, from a row on. */
#define HEAT_SHADES 5
int64_t heat_mean(const struct dataset *dataset, size_t value, size_t first);
int heat_shade(int64_t mean, int64_t value);
/* What a shade stands for: "7-12". */
const char *heat_words(int64_t mean, int shade, char text[DATASET_CELL_SIZE]);

/* Draw a dataset of days, the first a Monday, as weeks from left to right: the shade of a day is
 * its value. A legend tells the shades. */
void chart_heat(const struct chart_area *area, const struct dataset *dataset, size_t value);
#define HEAT_ROWS 10 /* that it takes */

#endif
