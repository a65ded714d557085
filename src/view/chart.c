#include "view/chart.h"

#include "base/utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- characters ---- */

static const struct chart_glyphs {
    const char *up[9], *across[9]; /* [n] fills n eighths of a cell */
    const char *more, *range, *point;
    const char *side, *tick;
} glyphs[] = {
    {{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}, {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
        "▒", "│", "●", "│", "┤"},
    {{" ", ".", ".", ".", ":", ":", ":", "#", "#"}, {"", "-", "-", "-", "=", "=", "=", "#", "#"},
        "+", "|", "o", "|", "+"},
};

/* ---- scales ---- */

/* The inside of a panel, and the values and rows that its cells show. */
struct chart_plot {
    struct frame *frame;
    const struct dataset *dataset;
    const struct chart_panel *panel;
    const struct chart_glyphs *glyphs;
    bool ascii;
    int top, left, rows, cols;
    struct scale scale;
    size_t first, count;
    int step; /* columns from one row of the dataset to the next */
};

/* Rounds up to 1, 2, 3, 4, 5, 6, 8 or 10 times a power of ten. */
static int64_t chart_round_up(int64_t value)
{
    static const int steps[] = {1, 2, 3, 4, 5, 6, 8, 10};
    int64_t power = 1;
    while (power * 10 <= value)
        power *= 10;
    for (size_t i = 0; i < COUNT(steps); i++)
        if (steps[i] * power >= value)
            return steps[i] * power;
    return value;
}

int64_t chart_value(const struct dataset *dataset, size_t row, size_t column)
{
    int64_t value = column ? dataset_value(dataset, row, column) : 0;
    return value == NO_VALUE ? 0 : value;
}

struct scale chart_scale(
    const struct dataset *dataset, const struct chart_panel *panel, size_t first, size_t count)
{
    bool range = panel->mark == MARK_RANGE;
    bool percent = range && dataset->columns[panel->value].kind == CELL_PERCENT;
    struct scale scale = {percent ? 900 : 0, percent ? 1000 : 1};
    for (size_t row = first; row < first + count; row++) {
        int64_t low = percent ? dataset_value(dataset, row, panel->low) : 0;
        int64_t high = chart_value(dataset, row, range ? panel->high : panel->value) +
                       chart_value(dataset, row, panel->more);
        if (low != NO_VALUE && low < scale.low)
            scale.low = low / 100 * 100;
        if (high > scale.high)
            scale.high = high;
    }
    scale.high = percent ? 1000 : chart_round_up(scale.high);
    return scale;
}

/* The height of a value, measured in steps; a cell is `steps` high. */
static int chart_level_of(const struct chart_plot *plot, int64_t value, int steps)
{
    int64_t all = (int64_t)plot->rows * steps, span = plot->scale.high - plot->scale.low;
    assert(span > 0);
    int64_t level = ((value - plot->scale.low) * all * 2 + span) / (2 * span);
    return (int)(level < 0 ? 0 : level > all ? all : level);
}

void chart_number(int64_t value, enum cell_kind kind, char text[DATASET_CELL_SIZE])
{
    if (kind == CELL_PERCENT)
        snprintf(text, DATASET_CELL_SIZE, "%" PRId64 "%%", value / 10);
    else if (kind == CELL_TENTHS && value % 10 && value < 100)
        snprintf(text, DATASET_CELL_SIZE, "%" PRId64 ".%" PRId64, value / 10, value % 10);
    else {
        value = kind == CELL_TENTHS ? value / 10 : value;
        int64_t unit = value >= 10000000 ? 1000000 : value >= 10000 ? 1000 : 1;
        const char *suffix = unit == 1 ? "" : unit == 1000 ? "k" : "M";
        snprintf(text, DATASET_CELL_SIZE, "%" PRId64 "%s", value / unit, suffix);
    }
}

#define AXIS_COLS 6 /* columns for the numbers and the axis */

static void chart_put_axis_number(const struct chart_plot *plot, int row, const char *text)
{
    int col = plot->left - 2 - (int)strlen(text);
    frame_text(plot->frame, row, col, STYLE_FAINT, text);
    frame_text(plot->frame, row, plot->left - 1, STYLE_FAINT, plot->glyphs->tick);
}

static void chart_draw_axis(const struct chart_plot *plot)
{
    char text[DATASET_CELL_SIZE];
    enum cell_kind kind = plot->dataset->columns[plot->panel->value].kind;
    for (int row = 0; row < plot->rows; row++)
        frame_text(plot->frame, plot->top + row, plot->left - 1, STYLE_FAINT, plot->glyphs->side);
    if (plot->rows > 1) {
        chart_number(plot->scale.low, kind, text);
        chart_put_axis_number(plot, plot->top + plot->rows - 1, text);
    }
    chart_number(plot->scale.high, kind, text);
    chart_put_axis_number(plot, plot->top, text);
}

/* ---- marks ---- */

static int chart_column_of(const struct chart_plot *plot, size_t row)
{
    return plot->left + (int)(row - plot->first) * plot->step;
}

static int chart_bar_width(const struct chart_plot *plot)
{
    return plot->step > 1 ? plot->step - 1 : 1;
}

/* The level of a bar in eighths of a cell, at least one for a value above 0. */
static int chart_bar_level(const struct chart_plot *plot, int64_t value)
{
    int level = chart_level_of(plot, value, 8);
    return value > 0 && level == 0 ? 1 : level;
}

static void chart_draw_bar(const struct chart_plot *plot, size_t r)
{
    int64_t value = chart_value(plot->dataset, r, plot->panel->value);
    int64_t more = chart_value(plot->dataset, r, plot->panel->more);
    int level = chart_bar_level(plot, value), top = chart_bar_level(plot, value + more);
    int col = chart_column_of(plot, r), width = chart_bar_width(plot);
    for (int cell = 0; cell < plot->rows; cell++) {
        int row = plot->top + plot->rows - 1 - cell, part = level - cell * 8;
        if (part > 0)
            frame_run(plot->frame, row, col, width, plot->panel->style,
                plot->glyphs->up[part < 8 ? part : 8]);
        else if (more > 0 && (top - cell * 8 >= 4 || cell * 8 == (level + 7) / 8 * 8))
            frame_run(plot->frame, row, col, width, STYLE_REPEAT, plot->glyphs->more);
    }
}

static void chart_draw_bars(const struct chart_plot *plot)
{
    for (size_t row = plot->first; row < plot->first + plot->count; row++)
        chart_draw_bar(plot, row);
}

/* The cell that shows a value, counted from the bottom. */
static int chart_cell_of(const struct chart_plot *plot, int64_t value)
{
    int level = chart_level_of(plot, value, 16) / 16;
    return level < plot->rows ? level : plot->rows - 1;
}

static void chart_draw_range(const struct chart_plot *plot, size_t row)
{
    const struct chart_panel *panel = plot->panel;
    int64_t value = dataset_value(plot->dataset, row, panel->value);
    int col = chart_column_of(plot, row), bottom = plot->top + plot->rows - 1;
    if (value == NO_VALUE)
        return;
    int low = chart_cell_of(plot, dataset_value(plot->dataset, row, panel->low));
    int high = chart_cell_of(plot, dataset_value(plot->dataset, row, panel->high));
    for (int cell = low; cell <= high; cell++)
        frame_text(plot->frame, bottom - cell, col, STYLE_FAINT, plot->glyphs->range);
    frame_text(
        plot->frame, bottom - chart_cell_of(plot, value), col, panel->style, plot->glyphs->point);
}

/* Draws ranges and, in the row below, bars for their counts, if any. */
static void chart_draw_ranges(const struct chart_plot *plot)
{
    struct chart_plot counts = *plot;
    const struct chart_panel small = {.value = plot->panel->count, .style = STYLE_FAINT};
    char text[DATASET_CELL_SIZE];
    for (size_t row = plot->first; row < plot->first + plot->count; row++)
        chart_draw_range(plot, row);
    if (!plot->panel->count)
        return;
    counts.top = plot->top + plot->rows;
    counts.rows = 1;
    counts.panel = &small;
    counts.scale = chart_scale(plot->dataset, &small, plot->first, plot->count);
    chart_draw_bars(&counts);
    chart_number(counts.scale.high, CELL_INT, text);
    chart_put_axis_number(&counts, counts.top, text);
}

/* The value at position `x` if the rows are spread evenly over `count` positions, interpolated
 * between rows. NO_VALUE if there is none. */
static int64_t chart_value_at(const struct chart_plot *plot, int x, int count)
{
    int64_t way = (int64_t)(plot->count - 1) * x, whole = count > 1 ? count - 1 : 1;
    size_t row = plot->first + (size_t)(way / whole), column = plot->panel->value;
    int64_t from = dataset_value(plot->dataset, row, column), rest = way % whole;
    if (rest == 0 || from == NO_VALUE)
        return from;
    int64_t to = dataset_value(plot->dataset, row + 1, column);
    return to == NO_VALUE ? from : from + (to - from) * rest / whole;
}

static void chart_put_dots(const struct chart_plot *plot, int col, int row, unsigned dots)
{
    char text[UTF8_MAX + 1] = "";
    utf8_encode(0x2800 | dots, text);
    if (dots)
        frame_text(plot->frame, row, col, plot->panel->style, plot->ascii ? "*" : text);
}

/* The dots of a line from height `low` to `high` in a cell's left (`side` 0) or right column (1).
 */
static unsigned chart_dots_between(int cell, int side, int low, int high)
{
    static const unsigned bits[2][4] = {{0x40, 0x04, 0x02, 0x01}, {0x80, 0x20, 0x10, 0x08}};
    unsigned dots = 0;
    for (int i = 0; i < 4; i++)
        if (cell * 4 + i >= low && cell * 4 + i <= high)
            dots |= bits[side][i];
    return dots;
}

/* Draws a line of braille dots, 2 by 4 per cell; each column connects to the one before. */
static void chart_draw_line(const struct chart_plot *plot)
{
    int before = -1;
    for (int col = 0; col < plot->cols; col++) {
        int low[2], high[2];
        for (int side = 0; side < 2; side++) {
            int64_t value = chart_value_at(plot, col * 2 + side, plot->cols * 2);
            int height = value == NO_VALUE ? -1 : chart_level_of(plot, value, 4);
            height = height == plot->rows * 4 ? height - 1 : height;
            int from = before < 0 || plot->ascii || height < 0 ? height : before;
            low[side] = from < height ? from + (from + 1 < height) : height;
            high[side] = from > height ? from - (from - 1 > height) : height;
            before = height;
        }
        for (int cell = 0; cell < plot->rows; cell++) {
            unsigned dots = 0;
            for (int side = 0; side < (plot->ascii ? 1 : 2); side++)
                if (high[side] >= 0)
                    dots |= chart_dots_between(cell, side, low[side], high[side]);
            chart_put_dots(plot, plot->left + col, plot->top + plot->rows - 1 - cell, dots);
        }
    }
}

/* ---- panels ---- */

/* Decides which rows of the dataset fit, and how far apart they are. A column holds two dots of a
 * line; a range takes two columns, because adjacent ranges would merge. */
static void chart_fit_rows(struct chart_plot *plot, enum mark mark, bool ahead)
{
    size_t cols = (size_t)plot->cols, rows = plot->dataset->row_count;
    size_t capacity = mark == MARK_LINE ? cols * 2 : mark == MARK_RANGE ? cols / 2 : cols;
    plot->count = rows < capacity ? rows : capacity;
    plot->first = ahead ? 0 : rows - plot->count;
    plot->step = plot->count ? plot->cols / (int)plot->count : 1;
    plot->step = plot->step < 1 ? 1 : plot->step > 8 ? 8 : plot->step;
}

int chart_ranges_max(int cols)
{
    return (cols - AXIS_COLS) / 2;
}

/* The column of a row's label. The rows of a line chart span the whole axis. */
static int chart_label_column(const struct chart_plot *plot, size_t row, bool line)
{
    if (!line)
        return chart_column_of(plot, row);
    size_t last = plot->count > 1 ? plot->count - 1 : 1;
    return plot->left + (int)((row - plot->first) * (size_t)(plot->cols - 1) / last);
}

static void chart_draw_labels(
    const struct chart_plot *plot, int row, bool line, chart_label_fn *label)
{
    char text[DATASET_CELL_SIZE];
    int next = plot->left, end = plot->left + plot->cols;
    char last[DATASET_CELL_SIZE] = "";
    for (size_t i = plot->first; i < plot->first + plot->count; i++) {
        int col = chart_label_column(plot, i, line);
        const char *name = label(plot->dataset, i, text);
        if (col < next || col + (int)strlen(name) > end || strcmp(name, last) == 0)
            continue;
        next = frame_text(plot->frame, row, col, STYLE_FAINT, name) + 1 + (plot->step < 8);
        snprintf(last, sizeof last, "%s", name);
    }
}

void chart_panels(const struct chart_area *area, const struct dataset *dataset,
    const struct chart_panel *panels, size_t count, chart_label_fn *label, bool ahead)
{
    static void (*const draw[])(const struct chart_plot *plot) = {[MARK_BARS] = chart_draw_bars,
        [MARK_LINE] = chart_draw_line,
        [MARK_RANGE] = chart_draw_ranges};
    struct chart_plot plot = {.frame = area->frame,
        .dataset = dataset,
        .glyphs = &glyphs[area->ascii],
        .ascii = area->ascii,
        .left = area->left + AXIS_COLS,
        .cols = area->cols - AXIS_COLS};
    bool line = panels[0].mark == MARK_LINE;
    int bottom = area->top + area->rows - 1, top = area->top;
    chart_fit_rows(&plot, panels[0].mark, ahead);
    for (size_t i = 0; i < count; i++) {
        int rows = (bottom - top) / (int)(count - i);
        bool titled = *panels[i].title && rows > 1;
        plot.top = top + titled;
        plot.rows = rows - titled - (panels[i].count > 0);
        if (titled)
            frame_text(area->frame, top, plot.left, STYLE_EMPHASIS, panels[i].title);
        top += rows;
        plot.panel = &panels[i];
        plot.scale = chart_scale(dataset, plot.panel, plot.first, plot.count);
        if (plot.rows <= 0 || !plot.count)
            continue;
        chart_draw_axis(&plot);
        draw[panels[i].mark](&plot);
    }
    chart_draw_labels(&plot, bottom, line, label);
}

/* ---- horizontal bars ---- */

void chart_bar(const struct chart_area *area, int64_t value, int64_t max, enum style style)
{
    const struct chart_glyphs *glyph = &glyphs[area->ascii];
    int64_t eighths = max > 0 ? value * area->cols * 8 / max : 0;
    int full = (int)(eighths / 8);
    eighths = value > 0 && eighths == 0 ? 1 : eighths % 8;
    for (int row = area->top; row < area->top + area->rows; row++) {
        frame_run(area->frame, row, area->left, full, style, glyph->across[8]);
        if (full < area->cols)
            frame_text(area->frame, row, area->left + full, style, glyph->across[eighths]);
    }
}

void chart_parts(const struct chart_area *area, const int64_t *parts, size_t count)
{
    int64_t sum = 0, before = 0;
    for (size_t i = 0; i < count; i++)
        sum += parts[i];
    for (size_t i = 0; i < count && sum; i++) {
        const char digit[] = {(char)('1' + i), '\0'};
        int from = (int)(before * area->cols / sum);
        before += parts[i];
        int to = (int)(before * area->cols / sum);
        for (int row = area->top; row < area->top + area->rows; row++)
            frame_run(area->frame, row, area->left + from, to - from,
                (enum style)(STYLE_RATING_1 + i), digit);
    }
}
