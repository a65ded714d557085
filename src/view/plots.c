#include "view/plots.h"

#include "base/date.h"
#include "report/pages_memories.h"

#include <inttypes.h>
#include <stdio.h>

const enum stats_page screen_pages[SCREENS + 1] = {PAGE_TODAY, PAGE_CALENDAR, PAGE_FORECAST_DAYS,
    PAGE_RECALL_WEEKS, PAGE_RATINGS, PAGE_CALIBRATION, PAGE_INTERVALS, PAGE_EASE, PAGE_STATES_WEEKS,
    PAGE_HOURS, PAGE_TIME_DAYS, PAGE_COSTLIEST, PAGE_PREDICTIONS, PAGE_STABILITY, PAGE_DIFFICULTY,
    PAGE_RECALL_NOW, PAGE_KNOWN, PAGES};

size_t screens_shown(const struct figures *figures)
{
    size_t count = SCREENS;
    while (!figures->memories.decks && page_is_of_memories(screen_pages[count - 1]))
        count--;
    return count;
}

static const char *plots_day_label(
    const struct dataset *d, size_t row, char text[DATASET_CELL_SIZE])
{
    static const char *const months[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, day;
    day_to_civil((int)dataset_value(d, row, 0), &year, &month, &day);
    snprintf(text, DATASET_CELL_SIZE, "%s %d", months[month - 1], day);
    return text;
}

static const char *plots_month_label(
    const struct dataset *d, size_t row, char text[DATASET_CELL_SIZE])
{
    int year, month, day;
    day_to_civil((int)dataset_value(d, row, 0), &year, &month, &day);
    snprintf(text, DATASET_CELL_SIZE, "%d-%02d", year, month);
    return text;
}

static const char *plots_ease_label(
    const struct dataset *d, size_t row, char text[DATASET_CELL_SIZE])
{
    int64_t ease = dataset_value(d, row, 0);
    snprintf(text, DATASET_CELL_SIZE, "%" PRId64 ".%" PRId64, ease / 100, ease / 10 % 10);
    return text;
}

static const char *plots_number_label(
    const struct dataset *d, size_t row, char text[DATASET_CELL_SIZE])
{
    return dataset_cell(d, row, 0, text);
}

/* The recall predicted, except for the last row, which is of all reviews. */
static const char *plots_prediction_label(
    const struct dataset *d, size_t row, char text[DATASET_CELL_SIZE])
{
    return row + 1 == d->row_count ? "all" : dataset_cell(d, row, 0, text);
}

static const char *plots_percent_label(
    const struct dataset *d, size_t row, char text[DATASET_CELL_SIZE])
{
    chart_number(dataset_value(d, row, 0), CELL_PERCENT, text);
    return text;
}

const struct plots page_plots[PAGES] = {
#define FORECAST {{"", MARK_BARS, STYLE_DUE, .value = 1, .more = 2}}, 1
    [PAGE_FORECAST_DAYS] = {FORECAST, plots_day_label, true},
    [PAGE_FORECAST_WEEKS] = {FORECAST, plots_day_label, true},
    [PAGE_FORECAST_MONTHS] = {FORECAST, plots_month_label, true},
#define RECALL                                                                                     \
    {{"young: intervals below 21 days", MARK_RANGE, STYLE_STRONG, 2, 0, 3, 4, 1},                  \
        {"mature: 21 days or more", MARK_RANGE, STYLE_STRONG, 6, 0, 7, 8, 5}},                     \
        2
    [PAGE_RECALL_WEEKS] = {RECALL, plots_month_label, false},
    [PAGE_RECALL_MONTHS] = {RECALL, plots_month_label, false},
    [PAGE_INTERVALS] = {{{"", MARK_BARS, STYLE_BAR, .value = 2}}, 1, plots_number_label, true},
    [PAGE_EASE] = {{{"", MARK_BARS, STYLE_BAR, .value = 2}}, 1, plots_ease_label, true},
#define STATES_PANELS                                                                              \
    {{"mature", MARK_LINE, STYLE_DUE, .value = 4}, {"young", MARK_LINE, STYLE_NEW, .value = 3},    \
        {"learning", MARK_LINE, STYLE_REPEAT, .value = 2},                                         \
        {"new", MARK_LINE, STYLE_PLAIN, .value = 1}},                                              \
        4
    [PAGE_STATES_WEEKS] = {STATES_PANELS, plots_month_label, false},
    [PAGE_STATES_MONTHS] = {STATES_PANELS, plots_month_label, false},
    [PAGE_HOURS] = {{{"ratings", MARK_BARS, STYLE_BAR, .value = 1},
                        {"recall", MARK_RANGE, STYLE_STRONG, 3, 0, 4, 5, 2}},
        2, plots_number_label, true},
#define TIME                                                                                       \
    {{"minutes", MARK_BARS, STYLE_BAR, .value = 2},                                                \
        {"seconds per rating", MARK_BARS, STYLE_PLAIN, .value = 3}},                               \
        2
    [PAGE_TIME_DAYS] = {TIME, plots_day_label, false},
    [PAGE_TIME_WEEKS] = {TIME, plots_month_label, false},
    [PAGE_TIME_MONTHS] = {TIME, plots_month_label, false},
    [PAGE_PREDICTIONS] = {{{"recalled, by the recall predicted", MARK_RANGE, STYLE_STRONG,
                              PREDICTIONS_PERCENT, 0, PREDICTIONS_LOW, PREDICTIONS_HIGH,
                              PREDICTIONS_REVIEWS}},
        1, plots_prediction_label, true},
    [PAGE_STABILITY] = {{{"", MARK_BARS, STYLE_BAR, .value = 2}}, 1, plots_number_label, true},
    [PAGE_DIFFICULTY] = {{{"", MARK_BARS, STYLE_BAR, .value = 2}}, 1, plots_number_label, true},
    [PAGE_RECALL_NOW] = {{{"", MARK_BARS, STYLE_BAR, .value = 2}}, 1, plots_percent_label, true},
    [PAGE_KNOWN] = {{{"known", MARK_LINE, STYLE_DUE, .value = 2},
                        {"share of the cards rated by then", MARK_LINE, STYLE_NEW, .value = 3}},
        2, plots_month_label, false},
};
