/* The heat map of days. */
#include "view/chart.h"

#include "base/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAYS_COLS 4 /* columns for the weekdays */

static const char *const shades[2][HEAT_SHADES] = {
    {"·", "░", "▒", "▓", "█"}, {".", "-", "+", "x", "#"}};
static const enum style styles[HEAT_SHADES] = {
    STYLE_FAINT, STYLE_DUE, STYLE_DUE, STYLE_DUE, STYLE_DUE};

struct chart_heat_map {
    const struct chart_area *area;
    const struct dataset *dataset;
    size_t value;
    size_t first; /* the row of the first day shown, a Monday */
    int wide;     /* columns per week */
    int high;     /* rows per day */
    int64_t mean;
};

/* The lowest value of a shade. */
static int64_t chart_heat_low_of(int64_t mean, int shade)
{
    return shade < 2 ? shade : (mean * (shade - 1) + 1) / 2 + 1;
}

int heat_shade(int64_t mean, int64_t value)
{
    int shade = HEAT_SHADES - 1;
    while (shade > 0 && value < chart_heat_low_of(mean, shade))
        shade--;
    return shade;
}

int64_t heat_mean(const struct dataset *dataset, size_t value, size_t first)
{
    int64_t sum = 0, days = 0;
    for (size_t row = first; row < dataset->row_count; row++) {
        sum += chart_value(dataset, row, value);
        days += chart_value(dataset, row, value) > 0;
    }
    int64_t mean = days ? sum / days : 0;
    return mean < 2 ? 2 : mean;
}

const char *heat_words(int64_t mean, int shade, bool ranges, char text[DATASET_CELL_SIZE])
{
    int64_t low = chart_heat_low_of(mean, shade), high = chart_heat_low_of(mean, shade + 1) - 1;
    if (shade == HEAT_SHADES - 1 || (shade > 0 && !ranges))
        snprintf(text, DATASET_CELL_SIZE, "%" PRId64 "+", low);
    else if (low == high)
        snprintf(text, DATASET_CELL_SIZE, "%" PRId64, low);
    else
        snprintf(text, DATASET_CELL_SIZE, "%" PRId64 "-%" PRId64, low, high);
    return text;
}

static int chart_heat_column_of(const struct chart_heat_map *heat, size_t row)
{
    return heat->area->left + DAYS_COLS + (int)((row - heat->first) / 7) * heat->wide;
}

static void chart_heat_draw_days(const struct chart_heat_map *heat)
{
    const struct chart_area *area = heat->area;
    static const char *const names[] = {"Mon", "", "Wed", "", "Fri", "", ""};
    for (int day = 0; day < 7; day++)
        frame_text(
            area->frame, area->top + 1 + day * heat->high, area->left, STYLE_FAINT, names[day]);
    for (size_t row = heat->first; row < heat->dataset->row_count; row++) {
        int shade = heat_shade(heat->mean, chart_value(heat->dataset, row, heat->value));
        int top = area->top + 1 + (int)((row - heat->first) % 7) * heat->high;
        for (int i = 0; i < heat->high; i++)
            frame_run(area->frame, top + i, chart_heat_column_of(heat, row),
                heat->wide > 2 ? heat->wide - 1 : heat->wide, styles[shade],
                shades[area->ascii][shade]);
    }
}

/* Labels each month above the week of its first day, if there is room. */
static void chart_heat_draw_months(const struct chart_heat_map *heat)
{
    static const char *const names[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int next = 0, end = heat->area->left + heat->area->cols;
    for (size_t row = heat->first; row < heat->dataset->row_count; row++) {
        int year, month, day, col = chart_heat_column_of(heat, row);
        day_to_civil((int)dataset_value(heat->dataset, row, 0), &year, &month, &day);
        if (day == 1 && col >= next && col + 3 <= end)
            next =
                frame_text(heat->area->frame, heat->area->top, col, STYLE_FAINT, names[month - 1]) +
                1;
    }
}

/* The ways to write the legend, from the roomiest to the shortest. */
static const struct chart_heat_legend {
    bool ranges; /* "7-12" rather than "7+" */
    int gap;
} legends[] = {{true, 3}, {true, 1}, {false, 1}};

static int chart_heat_legend_cols(int64_t mean, const struct chart_heat_legend *legend)
{
    char text[DATASET_CELL_SIZE];
    int cols = -legend->gap;
    for (int shade = 0; shade < HEAT_SHADES; shade++)
        cols += 2 + legend->gap + (int)strlen(heat_words(mean, shade, legend->ranges, text));
    return cols;
}

static void chart_heat_draw_legend(const struct chart_heat_map *heat, int row)
{
    const struct chart_area *area = heat->area;
    const struct chart_heat_legend *legend = legends, *last = &legends[COUNT(legends) - 1];
    while (legend < last && DAYS_COLS + chart_heat_legend_cols(heat->mean, legend) > area->cols)
        legend++;
    bool indented = DAYS_COLS + chart_heat_legend_cols(heat->mean, legend) <= area->cols;
    int col = area->left + (indented ? DAYS_COLS : 0);
    for (int shade = 0; shade < HEAT_SHADES; shade++) {
        char text[DATASET_CELL_SIZE];
        col = frame_text(area->frame, row, col, styles[shade], shades[area->ascii][shade]) + 1;
        col = frame_text(area->frame, row, col, STYLE_FAINT,
                  heat_words(heat->mean, shade, legend->ranges, text)) +
              legend->gap;
    }
}

int chart_heat(const struct chart_area *area, const struct dataset *dataset, size_t value)
{
    int weeks = (int)((dataset->row_count + 6) / 7), capacity = area->cols - DAYS_COLS;
    if (weeks == 0)
        return 0;
    int wide = capacity / weeks;
    wide = wide < 1 ? 1 : wide > 3 ? 3 : wide;
    int shown = capacity / wide < weeks ? capacity / wide : weeks;
    int high = wide > 2 && area->rows >= HEAT_ROWS_MAX ? 2 : 1;
    struct chart_heat_map heat = {area, dataset, value, (size_t)(weeks - shown) * 7, wide, high, 0};
    heat.mean = heat_mean(dataset, value, heat.first);
    chart_heat_draw_months(&heat);
    chart_heat_draw_days(&heat);
    chart_heat_draw_legend(&heat, area->top + 7 * high + 2);
    return 7 * high + 3;
}
