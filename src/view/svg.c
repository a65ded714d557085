/* Lengths are whole numbers, in tenths of a pixel, because some locales write fractions with a
 * comma. A chart is written in two sizes, of which the style sheet shows one: broad, with all rows,
 * and narrow, for a phone, with the rows that fit. */
#include "view/svg.h"

#include "base/date.h"
#include "text/escape.h"
#include "view/plots.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const int widths[] = {[SVG_BROAD] = 7200, [SVG_NARROW] = 3200};

#define LEFT       520 /* left of the axis */
#define RIGHT      120 /* right of the last row */
#define CHAR       70  /* about the width of a character */
#define PANEL      1700
#define PANEL_TOP  240 /* for the title and the legend */
#define COUNTS     280 /* for the counts below ranges */
#define LABELS_TOP 180 /* from the axis down to its labels */
#define FOOT       260 /* below the axis */

/* ---- elements ---- */

/* A chart being written. */
struct svg {
    struct buf *out;
    enum stats_page page;
    const struct dataset *dataset; /* the rows to show */
    enum svg_size size;
    int wide;
};

static void svg_begin(const struct svg *svg, int high, const char *more)
{
    static const char *const classes[] = {[SVG_BROAD] = "broad", [SVG_NARROW] = "narrow"};
    const struct page_kind *kind = &page_kinds[svg->page];
    const char *class = classes[svg->size];
    buf_format(svg->out,
        "<svg class=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-%.1s-t "
        "%s-%.1s-d\">\n<title id=\"%s-%.1s-t\">%s</title>\n<desc id=\"%s-%.1s-d\">",
        class, svg->wide, high, kind->name, class, kind->name, class, kind->name, class,
        kind->title, kind->name, class);
    escape_text(svg->out, kind->about);
    escape_text(svg->out, more);
    buf_text(svg->out, "</desc>\n");
}

static void svg_put_text(struct buf *out, int x, int y, const char *class, const char *text)
{
    buf_format(out, "<text x=\"%d\" y=\"%d\" class=\"%s\">", x, y, class);
    escape_text(out, text);
    buf_text(out, "</text>\n");
}

/* Appends a box with a tooltip. */
static void svg_put_box(
    struct buf *out, int x, int y, int wide, int high, const char *class, const char *tip)
{
    buf_format(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"%s\">", x, y, wide,
        high, class);
    buf_text(out, "<title>");
    escape_text(out, tip);
    buf_text(out, "</title></rect>\n");
}

static void svg_put_line(struct buf *out, int x1, int y1, int x2, int y2, const char *class)
{
    buf_format(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"%s\"/>\n", x1, y1, x2,
        y2, class);
}

/* Returns a tooltip such as "2026-01-31: due 12, overdue 3" for a row and the given columns, a list
 * ended by 0. If memory runs out, out->failed is set. */
static const char *svg_tip(struct buf *out, const struct dataset *dataset, size_t row,
    const size_t *columns, struct buf *tip)
{
    char text[DATASET_CELL_SIZE];
    buf_clear(tip);
    buf_text(tip, dataset_cell(dataset, row, 0, text));
    for (size_t i = 0; columns[i]; i++) {
        const char *cell = dataset_cell(dataset, row, columns[i], text);
        buf_format(
            tip, "%s %s %s", i ? "," : ":", dataset->columns[columns[i]].title, *cell ? cell : "-");
    }
    out->failed |= tip->failed;
    return buf_string(tip);
}

/* ---- panels ---- */

struct svg_plot {
    struct buf *out;
    const struct dataset *dataset;
    int wide; /* of the chart */
    const struct chart_panel *panel;
    struct scale scale;
    int top, high;
    struct buf tip;
};

static int svg_y_of(const struct svg_plot *p, int64_t value)
{
    return p->top + p->high -
           (int)((value - p->scale.low) * p->high / (p->scale.high - p->scale.low));
}

/* The x coordinate of the middle of a row. */
static int svg_x_of(const struct dataset *dataset, int wide, size_t row)
{
    assert(row < dataset->row_count);
    int64_t capacity = wide - LEFT - RIGHT, count = (int64_t)dataset->row_count;
    return LEFT + (int)((2 * (int64_t)row + 1) * capacity / (2 * count));
}

static int svg_step_of(const struct svg_plot *p, int most)
{
    int step = (p->wide - LEFT - RIGHT) / (int)p->dataset->row_count * 4 / 5;
    return step < 8 ? 8 : step > most ? most : step;
}

static void svg_put_axis(const struct svg_plot *p, enum cell_kind kind)
{
    char text[DATASET_CELL_SIZE];
    int64_t low = p->scale.low, high = p->scale.high;
    bool middle = (high - low) % 2 == 0 && (kind != CELL_TENTHS || (high - low) % 20 == 0);
    for (int i = 0; i <= 2; i++) {
        int64_t value = i == 0 ? low : i == 2 ? high : (low + high) / 2;
        if (i == 1 && !middle)
            continue;
        chart_number(value, kind, text);
        svg_put_line(p->out, LEFT, svg_y_of(p, value), p->wide - RIGHT, svg_y_of(p, value),
            i ? "grid" : "axis");
        svg_put_text(p->out, LEFT - 60, svg_y_of(p, value) + 40, "end", text);
    }
}

static void svg_put_bars(struct svg_plot *p)
{
    const size_t columns[] = {p->panel->value, p->panel->more, 0};
    int wide = svg_step_of(p, 360);
    for (size_t row = 0; row < p->dataset->row_count; row++) {
        int64_t value = chart_value(p->dataset, row, p->panel->value);
        int64_t more = chart_value(p->dataset, row, p->panel->more);
        int x = svg_x_of(p->dataset, p->wide, row) - wide / 2, y = svg_y_of(p, value),
            top = svg_y_of(p, value + more);
        const char *tip = svg_tip(p->out, p->dataset, row, columns, &p->tip);
        if (value > 0)
            svg_put_box(p->out, x, y, wide, p->top + p->high - y, "bar", tip);
        if (more > 0)
            svg_put_box(p->out, x, top, wide, y - top, "more", tip);
    }
}

/* Appends a line that is interrupted where there is no value. */
static void svg_put_path(struct svg_plot *p)
{
    bool drawn = false;
    buf_text(p->out, "<path class=\"line\" d=\"");
    for (size_t row = 0; row < p->dataset->row_count; row++) {
        int64_t value = dataset_value(p->dataset, row, p->panel->value);
        if (value != NO_VALUE)
            buf_format(p->out, "%s%d %d", drawn ? "L" : "M", svg_x_of(p->dataset, p->wide, row),
                svg_y_of(p, value));
        drawn = value != NO_VALUE;
    }
    buf_text(p->out, "\"/>\n");
}

static void svg_put_counts(struct svg_plot *p)
{
    struct svg_plot counts = *p;
    const struct chart_panel bars = {.mark = MARK_BARS, .value = p->panel->count};
    char text[DATASET_CELL_SIZE];
    counts.panel = &bars;
    counts.scale = chart_scale(p->dataset, &bars, 0, p->dataset->row_count);
    counts.top = p->top + p->high + COUNTS - 180;
    counts.high = 180;
    svg_put_bars(&counts);
    chart_number(counts.scale.high, CELL_INT, text);
    svg_put_text(p->out, LEFT - 60, counts.top + counts.high, "end", text);
    p->tip = counts.tip; /* counts.tip may have been reallocated */
}

static void svg_put_ranges(struct svg_plot *p)
{
    const size_t columns[] = {p->panel->value, p->panel->low, p->panel->high, p->panel->count, 0};
    int size = svg_step_of(p, 70) / 2;
    for (size_t row = 0; row < p->dataset->row_count; row++) {
        int64_t value = dataset_value(p->dataset, row, p->panel->value);
        int x = svg_x_of(p->dataset, p->wide, row);
        if (value == NO_VALUE)
            continue;
        svg_put_line(p->out, x, svg_y_of(p, dataset_value(p->dataset, row, p->panel->low)), x,
            svg_y_of(p, dataset_value(p->dataset, row, p->panel->high)), "range");
        buf_format(p->out, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" class=\"point\"><title>", x,
            svg_y_of(p, value), size < 12 ? 12 : size);
        escape_text(p->out, svg_tip(p->out, p->dataset, row, columns, &p->tip));
        buf_text(p->out, "</title></circle>\n");
    }
    if (p->panel->count)
        svg_put_counts(p);
}

static void svg_put_legend(const struct svg_plot *p)
{
    static const char *const classes[] = {"bar", "more"};
    const size_t columns[] = {p->panel->value, p->panel->more};
    int x = LEFT;
    for (int i = 0; i < 2; i++) {
        const char *title = p->dataset->columns[columns[i]].title;
        svg_put_box(p->out, x, p->top - 200, 110, 110, classes[i], title);
        svg_put_text(p->out, x + 160, p->top - 100, "", title);
        x += 400 + (int)strlen(title) * CHAR;
    }
}

static void svg_put_panel(struct svg_plot *p)
{
    static void (*const put[])(struct svg_plot * p) = {
        [MARK_BARS] = svg_put_bars, [MARK_LINE] = svg_put_path, [MARK_RANGE] = svg_put_ranges};
    p->scale = chart_scale(p->dataset, p->panel, 0, p->dataset->row_count);
    if (*p->panel->title)
        svg_put_text(p->out, LEFT, p->top - 100, "title", p->panel->title);
    if (p->panel->more)
        svg_put_legend(p);
    svg_put_axis(p, p->dataset->columns[p->panel->value].kind);
    put[p->panel->mark](p);
}

static void svg_put_labels(const struct svg *svg, int y)
{
    char text[DATASET_CELL_SIZE], last[DATASET_CELL_SIZE] = "";
    int next = 0;
    for (size_t row = 0; row < svg->dataset->row_count; row++) {
        const char *name = page_plots[svg->page].label(svg->dataset, row, text);
        int chars = (int)strlen(name), half = (chars < 2 ? 2 : chars) * CHAR / 2;
        int x = svg_x_of(svg->dataset, svg->wide, row);
        if (x - half < next || x + half > svg->wide || strcmp(name, last) == 0)
            continue;
        svg_put_text(svg->out, x, y, "middle", name);
        snprintf(last, sizeof last, "%s", name);
        next = x + half + 2 * CHAR;
    }
}

static void svg_put_panels(const struct svg *svg)
{
    const struct plots *plots = &page_plots[svg->page];
    struct svg_plot plot = {.out = svg->out, .dataset = svg->dataset, .wide = svg->wide};
    char more[96];
    int each = PANEL_TOP + PANEL / (plots->count > 1 ? 2 : 1) + 120 +
               (plots->panels[plots->count - 1].count ? COUNTS : 0);
    int high = each * (int)plots->count + FOOT - 120;
    snprintf(more, sizeof more, "; %zu rows; the table below has all", svg->dataset->row_count);
    svg_begin(svg, high, more);
    for (size_t i = 0; i < plots->count; i++) {
        plot.panel = &plots->panels[i];
        plot.top = each * (int)i + PANEL_TOP;
        plot.high = PANEL / (plots->count > 1 ? 2 : 1);
        svg_put_panel(&plot);
    }
    svg_put_labels(svg, high - FOOT + LABELS_TOP);
    buf_text(svg->out, "</svg>\n");
    svg->out->failed |= plot.tip.failed;
    buf_done(&plot.tip);
}

/* ---- heat map ---- */

#define HEAT_LEFT 400
#define HEAT_TOP  200
#define HEAT_STEP 128
#define HEAT_SIZE 110

static void svg_put_shade(struct buf *out, int x, int y, int shade, const char *tip)
{
    char class[24];
    snprintf(class, sizeof class, "s%d", shade);
    svg_put_box(out, x, y, HEAT_SIZE, HEAT_SIZE, class, tip);
}

static void svg_put_heat_legend(const struct svg *svg, int64_t mean)
{
    bool ranges = svg->size == SVG_BROAD;
    int x = ranges ? HEAT_LEFT : 40, y = HEAT_TOP + 7 * HEAT_STEP + 80;
    for (int shade = 0; shade < HEAT_SHADES; shade++) {
        char text[DATASET_CELL_SIZE];
        heat_words(mean, shade, ranges, text);
        svg_put_shade(svg->out, x, y, shade, text);
        svg_put_text(svg->out, x + 160, y + 95, "", text);
        x += 350 + (int)strlen(text) * CHAR;
    }
}

static void svg_put_heat(const struct svg *svg)
{
    static const char *const days[] = {"Mon", "", "Wed", "", "Fri", "", ""};
    static const size_t columns[] = {1, 2, 0};
    const struct dataset *dataset = svg->dataset;
    struct buf *out = svg->out, tip = {0};
    char month[DATASET_CELL_SIZE];
    int64_t mean = heat_mean(dataset, 1, 0);
    int next = 0;
    svg_begin(svg, HEAT_TOP + 7 * HEAT_STEP + 260, "; each column is a week");
    for (int day = 0; day < 7; day++)
        svg_put_text(out, 40, HEAT_TOP + day * HEAT_STEP + 95, "", days[day]);
    for (size_t row = 0; row < dataset->row_count; row++) {
        int x = HEAT_LEFT + (int)(row / 7) * HEAT_STEP;
        svg_put_shade(out, x, HEAT_TOP + (int)(row % 7) * HEAT_STEP,
            heat_shade(mean, dataset_value(dataset, row, 1)),
            svg_tip(out, dataset, row, columns, &tip));
        const char *name = page_plots[PAGE_TIME_DAYS].label(dataset, row, month);
        if (strcmp(name + 3, " 1") != 0 || x < next || x + 3 * CHAR > svg->wide)
            continue;
        month[3] = '\0';
        svg_put_text(out, x, HEAT_TOP - 80, "", month);
        next = x + 4 * CHAR;
    }
    svg_put_heat_legend(svg, mean);
    buf_text(out, "</svg>\n");
    out->failed |= tip.failed;
    buf_done(&tip);
}

/* ---- horizontal bars ---- */

#define ACROSS_HIGH 230

/* Where the parts of a bar's row are. In a narrow chart, the texts are above the bar. */
static const struct svg_across {
    int left, wide; /* the bar */
    int step;       /* from one row to the next */
    int bar, text;  /* the top of the bar, and the line of its texts */
    int number;     /* where the numbers begin, or where they end */
    const char *number_class;
} across[] = {
    [SVG_BROAD] = {1300, 4000, 340, 40, 190, 5380, ""},
    [SVG_NARROW] = {40, 3120, 460, 170, 120, 3160, "end"},
};

static void svg_put_parts(const struct svg *svg)
{
    const struct dataset *dataset = svg->dataset;
    const struct svg_across *a = &across[svg->size];
    struct buf *out = svg->out;
    char text[DATASET_CELL_SIZE], mean[DATASET_CELL_SIZE], tip[3 * DATASET_CELL_SIZE];
    svg_begin(svg, (int)dataset->row_count * a->step, "; each bar has five parts, 1 to 5");
    for (size_t row = 0; row < dataset->row_count; row++) {
        int y = (int)row * a->step, bar = y + a->bar;
        int64_t sum = dataset_value(dataset, row, 6), before = 0;
        svg_put_text(out, 40, y + a->text, "", dataset_cell(dataset, row, 0, text));
        for (size_t i = 1; i <= RATINGS && sum > 0; i++) {
            int64_t part = dataset_value(dataset, row, i);
            int from = a->left + (int)(before * a->wide / sum);
            int to = a->left + (int)((before += part) * a->wide / sum);
            char class[24], digit[24];
            snprintf(class, sizeof class, "r%zu", i);
            snprintf(digit, sizeof digit, "%zu", i);
            snprintf(tip, sizeof tip, "rated %zu: %" PRId64, i, part);
            if (part)
                svg_put_box(out, from, bar, to - from, ACROSS_HIGH, class, tip);
            if (to - from > 160)
                svg_put_text(out, (from + to) / 2, bar + 160, "middle digit", digit);
        }
        snprintf(tip, sizeof tip, "%s, mean %s", dataset_cell(dataset, row, 6, text),
            sum > 0 ? dataset_cell(dataset, row, 7, mean) : "-");
        svg_put_text(out, a->number, y + a->text, a->number_class, tip);
    }
    buf_text(out, "</svg>\n");
}

static int svg_across(const struct svg_across *a, int64_t share)
{
    return a->left + (int)(share * a->wide / 1000);
}

static void svg_put_share(const struct svg *svg, size_t row, int y)
{
    const struct dataset *dataset = svg->dataset;
    const struct svg_across *a = &across[svg->size];
    char cells[4][DATASET_CELL_SIZE], text[DATASET_CELL_SIZE * 4], class[24];
    int64_t share = dataset_value(dataset, row, 4);
    int bar = y + a->bar, end = svg_across(a, 1000);
    snprintf(text, sizeof text, "%zu %s", row + 1, dataset_cell(dataset, row, 1, cells[0]));
    svg_put_text(svg->out, 40, y + a->text, "", text);
    svg_put_line(svg->out, end, bar, end, bar + ACROSS_HIGH, "grid");
    if (share == NO_VALUE) {
        svg_put_text(svg->out, a->number, y + a->text, a->number_class, "-");
        return;
    }
    snprintf(class, sizeof class, "r%zu", row + 1);
    snprintf(text, sizeof text, "%s (%s-%s) of %s", dataset_cell(dataset, row, 4, cells[0]),
        dataset_cell(dataset, row, 5, cells[1]), dataset_cell(dataset, row, 6, cells[2]),
        dataset_cell(dataset, row, 2, cells[3]));
    svg_put_box(svg->out, a->left, bar, svg_across(a, share) - a->left, ACROSS_HIGH, class, text);
    svg_put_line(svg->out, svg_across(a, dataset_value(dataset, row, 5)), bar + ACROSS_HIGH / 2,
        svg_across(a, dataset_value(dataset, row, 6)), bar + ACROSS_HIGH / 2, "interval");
    svg_put_text(svg->out, a->number, y + a->text, a->number_class, text);
}

static void svg_put_shares(const struct svg *svg)
{
    int step = across[svg->size].step;
    svg_begin(svg, (int)svg->dataset->row_count * step,
        "; each bar from 0 to 100%, with its 95% interval");
    for (size_t row = 0; row < svg->dataset->row_count; row++)
        svg_put_share(svg, row, (int)row * step);
    buf_text(svg->out, "</svg>\n");
}

/* ---- all pages ---- */

/* The rows that fit into a narrow chart: the newest, or, of a forecast, the next. */
static struct dataset svg_rows_of(enum stats_page page, const struct dataset *dataset)
{
    static const int steps[] = {[MARK_BARS] = 50, [MARK_LINE] = 10, [MARK_RANGE] = 70};
    const struct plots *plots = &page_plots[page];
    int wide = widths[SVG_NARROW], step = plots->count ? steps[plots->panels[0].mark] : 1;
    size_t most = page == PAGE_CALENDAR ? (size_t)((wide - HEAT_LEFT) / HEAT_STEP) * 7
                                        : (size_t)((wide - LEFT - RIGHT) / step);
    size_t first = dataset->row_count > most ? dataset->row_count - most : 0;
    struct dataset part = *dataset;
    first = page == PAGE_CALENDAR ? (first + 6) / 7 * 7 : plots->ahead ? 0 : first;
    part.values += first * part.column_count;
    part.row_count -= first;
    part.row_count = part.row_count < most ? part.row_count : most;
    return part;
}

void svg_page(
    struct buf *out, enum stats_page page, const struct dataset *dataset, enum svg_size size)
{
    static void (*const put[PAGES])(const struct svg *svg) = {
        [PAGE_CALENDAR] = svg_put_heat,
        [PAGE_RATINGS] = svg_put_parts,
        [PAGE_CALIBRATION] = svg_put_shares,
    };
    struct dataset rows = size == SVG_NARROW ? svg_rows_of(page, dataset) : *dataset;
    const struct svg svg = {out, page, &rows, size, widths[size]};
    if (put[page])
        put[page](&svg);
    else if (page_plots[page].count)
        svg_put_panels(&svg);
}
