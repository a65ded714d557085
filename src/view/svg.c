/* Lengths are whole numbers, in tenths of a pixel, because some locales write fractions with a
 * comma. */
#include "view/svg.h"

#include "base/date.h"
#include "text/escape.h"
#include "view/plots.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WIDE       7200
#define LEFT       520 /* left of the axis */
#define RIGHT      120 /* right of the last row */
#define CHAR       70  /* about the width of a character */
#define PANEL      1700
#define PANEL_TOP  240 /* for the title and the legend */
#define COUNTS     280 /* for the counts below ranges */
#define LABELS_TOP 180 /* from the axis down to its labels */
#define FOOT       260 /* below the axis */

/* ---- elements ---- */

static void svg_begin(struct buf *out, enum stats_page page, int high, const char *more)
{
    const struct page_kind *kind = &page_kinds[page];
    buf_format(out,
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">\n"
        "<title id=\"%s-t\">%s</title>\n<desc id=\"%s-d\">",
        WIDE, high, kind->name, kind->name, kind->name, kind->title, kind->name);
    escape_text(out, kind->about);
    escape_text(out, more);
    buf_text(out, "</desc>\n");
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
static int svg_x_of(const struct dataset *dataset, size_t row)
{
    assert(row < dataset->row_count);
    int64_t capacity = WIDE - LEFT - RIGHT, count = (int64_t)dataset->row_count;
    return LEFT + (int)((2 * (int64_t)row + 1) * capacity / (2 * count));
}

static int svg_step_of(const struct dataset *dataset, int most)
{
    int step = (WIDE - LEFT - RIGHT) / (int)dataset->row_count * 4 / 5;
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
        svg_put_line(p->out, LEFT, svg_y_of(p, value), WIDE - RIGHT, svg_y_of(p, value),
            i ? "grid" : "axis");
        svg_put_text(p->out, LEFT - 60, svg_y_of(p, value) + 40, "end", text);
    }
}

static void svg_put_bars(struct svg_plot *p)
{
    const size_t columns[] = {p->panel->value, p->panel->more, 0};
    int wide = svg_step_of(p->dataset, 360);
    for (size_t row = 0; row < p->dataset->row_count; row++) {
        int64_t value = chart_value(p->dataset, row, p->panel->value);
        int64_t more = chart_value(p->dataset, row, p->panel->more);
        int x = svg_x_of(p->dataset, row) - wide / 2, y = svg_y_of(p, value),
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
            buf_format(p->out, "%s%d %d", drawn ? "L" : "M", svg_x_of(p->dataset, row),
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
    int size = svg_step_of(p->dataset, 70) / 2;
    for (size_t row = 0; row < p->dataset->row_count; row++) {
        int64_t value = dataset_value(p->dataset, row, p->panel->value);
        int x = svg_x_of(p->dataset, row);
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

static void svg_put_labels(
    struct buf *out, const struct dataset *dataset, int y, chart_label_fn *label)
{
    char text[DATASET_CELL_SIZE], last[DATASET_CELL_SIZE] = "";
    int next = 0;
    for (size_t row = 0; row < dataset->row_count; row++) {
        const char *name = label(dataset, row, text);
        int chars = (int)strlen(name), half = (chars < 2 ? 2 : chars) * CHAR / 2;
        int x = svg_x_of(dataset, row);
        if (x - half < next || x + half > WIDE || strcmp(name, last) == 0)
            continue;
        svg_put_text(out, x, y, "middle", name);
        snprintf(last, sizeof last, "%s", name);
        next = x + half + 2 * CHAR;
    }
}

static void svg_put_panels(struct buf *out, enum stats_page page, const struct dataset *dataset)
{
    const struct plots *plots = &page_plots[page];
    struct svg_plot plot = {.out = out, .dataset = dataset};
    char more[96];
    int each = PANEL_TOP + PANEL / (plots->count > 1 ? 2 : 1) + 120 +
               (plots->panels[plots->count - 1].count ? COUNTS : 0);
    int high = each * (int)plots->count + FOOT - 120;
    snprintf(more, sizeof more, "; %zu rows, all in the table below", dataset->row_count);
    svg_begin(out, page, high, more);
    for (size_t i = 0; i < plots->count; i++) {
        plot.panel = &plots->panels[i];
        plot.top = each * (int)i + PANEL_TOP;
        plot.high = PANEL / (plots->count > 1 ? 2 : 1);
        svg_put_panel(&plot);
    }
    svg_put_labels(out, dataset, high - FOOT + LABELS_TOP, plots->label);
    buf_text(out, "</svg>\n");
    out->failed |= plot.tip.failed;
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

static void svg_put_heat_legend(struct buf *out, int64_t mean)
{
    int x = HEAT_LEFT, y = HEAT_TOP + 7 * HEAT_STEP + 80;
    for (int shade = 0; shade < HEAT_SHADES; shade++) {
        char text[DATASET_CELL_SIZE];
        heat_words(mean, shade, text);
        svg_put_shade(out, x, y, shade, text);
        svg_put_text(out, x + 160, y + 95, "", text);
        x += 350 + (int)strlen(text) * CHAR;
    }
}

static void svg_put_heat(struct buf *out, enum stats_page page, const struct dataset *dataset)
{
    static const char *const days[] = {"Mon", "", "Wed", "", "Fri", "", ""};
    static const size_t columns[] = {1, 2, 0};
    struct buf tip = {0};
    char month[DATASET_CELL_SIZE];
    int64_t mean = heat_mean(dataset, 1, 0);
    int next = 0;
    svg_begin(out, page, HEAT_TOP + 7 * HEAT_STEP + 260, "; each column is a week");
    for (int day = 0; day < 7; day++)
        svg_put_text(out, 40, HEAT_TOP + day * HEAT_STEP + 95, "", days[day]);
    for (size_t row = 0; row < dataset->row_count; row++) {
        int x = HEAT_LEFT + (int)(row / 7) * HEAT_STEP;
        svg_put_shade(out, x, HEAT_TOP + (int)(row % 7) * HEAT_STEP,
            heat_shade(mean, dataset_value(dataset, row, 1)),
            svg_tip(out, dataset, row, columns, &tip));
        const char *name = page_plots[PAGE_TIME_DAYS].label(dataset, row, month);
        if (strcmp(name + 3, " 1") != 0 || x < next)
            continue;
        month[3] = '\0';
        svg_put_text(out, x, HEAT_TOP - 80, "", month);
        next = x + 4 * CHAR;
    }
    svg_put_heat_legend(out, mean);
    buf_text(out, "</svg>\n");
    out->failed |= tip.failed;
    buf_done(&tip);
}

/* ---- horizontal bars ---- */

#define ACROSS_LEFT  1300
#define ACROSS_RIGHT 1900
#define ACROSS_WIDE  (WIDE - ACROSS_LEFT - ACROSS_RIGHT)
#define ACROSS_STEP  340
#define ACROSS_HIGH  230

static void svg_put_parts(struct buf *out, enum stats_page page, const struct dataset *dataset)
{
    char text[DATASET_CELL_SIZE], mean[DATASET_CELL_SIZE], tip[3 * DATASET_CELL_SIZE];
    svg_begin(
        out, page, (int)dataset->row_count * ACROSS_STEP, "; each bar has five parts, 1 to 5");
    for (size_t row = 0; row < dataset->row_count; row++) {
        int y = (int)row * ACROSS_STEP + 40;
        int64_t sum = dataset_value(dataset, row, 6), before = 0;
        svg_put_text(out, 40, y + 150, "", dataset_cell(dataset, row, 0, text));
        for (size_t i = 1; i <= RATINGS && sum > 0; i++) {
            int64_t part = dataset_value(dataset, row, i);
            int from = (int)(before * ACROSS_WIDE / sum);
            int to = (int)((before += part) * ACROSS_WIDE / sum);
            char class[24], digit[24];
            snprintf(class, sizeof class, "r%zu", i);
            snprintf(digit, sizeof digit, "%zu", i);
            snprintf(tip, sizeof tip, "rated %zu: %" PRId64, i, part);
            if (part)
                svg_put_box(out, ACROSS_LEFT + from, y, to - from, ACROSS_HIGH, class, tip);
            if (to - from > 160)
                svg_put_text(out, ACROSS_LEFT + (from + to) / 2, y + 160, "middle digit", digit);
        }
        snprintf(tip, sizeof tip, "%s, mean %s", dataset_cell(dataset, row, 6, text),
            sum > 0 ? dataset_cell(dataset, row, 7, mean) : "-");
        svg_put_text(out, WIDE - ACROSS_RIGHT + 80, y + 150, "", tip);
    }
    buf_text(out, "</svg>\n");
}

static int svg_across(int64_t share)
{
    return ACROSS_LEFT + (int)(share * ACROSS_WIDE / 1000);
}

static void svg_put_shares(struct buf *out, enum stats_page page, const struct dataset *dataset)
{
    char cells[4][DATASET_CELL_SIZE], text[DATASET_CELL_SIZE * 4], class[24];
    svg_begin(out, page, (int)dataset->row_count * ACROSS_STEP,
        "; each bar from 0 to 100%, with its 95% interval");
    for (size_t row = 0; row < dataset->row_count; row++) {
        int y = (int)row * ACROSS_STEP + 40;
        int64_t share = dataset_value(dataset, row, 4);
        snprintf(text, sizeof text, "%zu %s", row + 1, dataset_cell(dataset, row, 1, cells[0]));
        svg_put_text(out, 40, y + 150, "", text);
        svg_put_line(out, svg_across(1000), y, svg_across(1000), y + ACROSS_HIGH, "grid");
        if (share == NO_VALUE) {
            svg_put_text(out, WIDE - ACROSS_RIGHT + 80, y + 150, "", "-");
            continue;
        }
        snprintf(class, sizeof class, "r%zu", row + 1);
        snprintf(text, sizeof text, "%s (%s-%s) of %s", dataset_cell(dataset, row, 4, cells[0]),
            dataset_cell(dataset, row, 5, cells[1]), dataset_cell(dataset, row, 6, cells[2]),
            dataset_cell(dataset, row, 2, cells[3]));
        svg_put_box(out, ACROSS_LEFT, y, svg_across(share) - ACROSS_LEFT, ACROSS_HIGH, class, text);
        svg_put_line(out, svg_across(dataset_value(dataset, row, 5)), y + ACROSS_HIGH / 2,
            svg_across(dataset_value(dataset, row, 6)), y + ACROSS_HIGH / 2, "interval");
        svg_put_text(out, WIDE - ACROSS_RIGHT + 80, y + 150, "", text);
    }
    buf_text(out, "</svg>\n");
}

/* ---- all pages ---- */

void svg_page(struct buf *out, enum stats_page page, const struct dataset *dataset)
{
    static void (*const put[PAGES])(
        struct buf * out, enum stats_page page, const struct dataset *dataset) = {
        [PAGE_CALENDAR] = svg_put_heat,
        [PAGE_RATINGS] = svg_put_parts,
        [PAGE_CALIBRATION] = svg_put_shares,
    };
    if (put[page])
        put[page](out, page, dataset);
    else if (page_plots[page].count)
        svg_put_panels(out, page, dataset);
}
