/* The statistics pages that are rows of bars with numbers beside them. */
#include "view/stats_parts.h"

#include "report/pages_memories.h"
#include "text/text.h"
#include "view/stats.h"

#include <stdio.h>
#include <string.h>

#define LABEL_COLS 14 /* columns for labels before horizontal bars */

/* Rows per bar, including the gap below it, when `count` bars share the column with `other` rows of
 * something else. */
static int stats_bars_stride(const struct stats_drawing *d, size_t count, int other)
{
    int stride = (d->column.bottom - d->column.top - other) / (int)count;
    return stride > 1 ? stride : 1;
}

#define COUNT_COLS 15 /* the width of the rating count and the mean */

/* Says what the digits of the bars mean, in as many words as fit. */
static void stats_bars_legend(const struct stats_drawing *d, int row)
{
    static const char *const legends[] = {"1 Not at all  2 Barely  3 Partly  4 Well  5 Perfectly",
        "1 Not at all ... 5 Perfectly", ""};
    size_t i = 0;
    while (text_width(legends[i], strlen(legends[i])) > d->column.width)
        i++;
    if (row < d->column.bottom)
        frame_text(d->frame, row, d->column.left, STYLE_FAINT, legends[i]);
}

void stats_draw_ratings(struct stats_drawing *d)
{
    const struct dataset *dataset = &d->view->dataset;
    int row = d->column.top, stride = stats_bars_stride(d, dataset->row_count, 2);
    if (d->column.bottom - row > (int)dataset->row_count)
        frame_text(d->frame, row++, d->column.left + d->column.width - COUNT_COLS + 1, STYLE_FAINT,
            "ratings  mean");
    for (size_t i = 0; i < dataset->row_count && row < d->column.bottom; i++, row += stride) {
        char count[DATASET_CELL_SIZE], mean[DATASET_CELL_SIZE], text[2 * DATASET_CELL_SIZE];
        struct chart_area area = stats_bar_area(d, row, stride, LABEL_COLS - 4, COUNT_COLS);
        int middle = row + (area.rows - 1) / 2;
        frame_text(
            d->frame, middle, d->column.left, STYLE_PLAIN, dataset_cell(dataset, i, 0, count));
        chart_parts(&area, &dataset->values[i * dataset->column_count + 1], RATINGS);
        snprintf(text, sizeof text, "%7s %5s", dataset_cell(dataset, i, 6, count),
            dataset_cell(dataset, i, 7, mean));
        frame_text(d->frame, middle, area.left + area.cols + 1, STYLE_PLAIN, text);
    }
    stats_bars_legend(d, row);
}

/* Puts behind a bar the share in a row, its interval in the two columns after it, and of how many
 * it is. */
static void stats_bars_share(const struct stats_drawing *d, const struct chart_area *bar,
    size_t row, size_t share, size_t count, enum style style)
{
    const struct dataset *dataset = &d->view->dataset;
    char value[DATASET_CELL_SIZE], low[DATASET_CELL_SIZE], high[DATASET_CELL_SIZE],
        of[DATASET_CELL_SIZE], text[4 * DATASET_CELL_SIZE];
    bool known = dataset_value(dataset, row, share) != NO_VALUE;
    snprintf(text, sizeof text, known && d->column.width >= 60 ? "%6s (%s-%s) of %s" : "%6s",
        known ? dataset_cell(dataset, row, share, value) : "-",
        dataset_cell(dataset, row, share + 1, low), dataset_cell(dataset, row, share + 2, high),
        dataset_cell(dataset, row, count, of));
    frame_text(d->frame, bar->top + (bar->rows - 1) / 2, bar->left + bar->cols + 1, style, text);
}

void stats_draw_calibration(struct stats_drawing *d)
{
    const struct dataset *dataset = &d->view->dataset;
    int row = d->column.top, stride = stats_bars_stride(d, dataset->row_count, 0);
    bool wide = d->column.width >= 60;
    for (size_t i = 0; i < dataset->row_count && row < d->column.bottom; i++, row += stride) {
        char label[DATASET_CELL_SIZE];
        struct chart_area area = stats_bar_area(d, row, stride, LABEL_COLS, wide ? 32 : 8);
        enum style style = (enum style)(STYLE_RATING_1 + i);
        int middle = row + (area.rows - 1) / 2;
        snprintf(label, sizeof label, "%zu %s", i + 1, rating_words((enum rating)(i + 1)));
        frame_text(d->frame, middle, d->column.left, style, label);
        int64_t share = dataset_value(dataset, i, 4);
        chart_bar(&area, share == NO_VALUE ? 0 : share, 1000, style);
        stats_bars_share(d, &area, i, 4, 2, STYLE_PLAIN);
    }
}

#define INTERVAL_COLS 33 /* the recall, its confidence interval, and the number of reviews */

/* Draws a bar for the recall, with a mark at what was predicted. */
static void stats_bars_prediction(const struct stats_drawing *d, int row, int stride, size_t i)
{
    const struct dataset *dataset = &d->view->dataset;
    char value[DATASET_CELL_SIZE], text[2 * DATASET_CELL_SIZE];
    bool wide = d->column.width >= 60, all = i + 1 == dataset->row_count;
    struct chart_area area = stats_bar_area(d, row, stride, LABEL_COLS, wide ? INTERVAL_COLS : 8);
    int middle = row + (area.rows - 1) / 2;
    int64_t predicted = dataset_value(dataset, i, PREDICTIONS_PREDICTED);
    enum style style = all ? STYLE_STRONG : STYLE_PLAIN;
    snprintf(text, sizeof text, "%s %6s", all ? "all" : "   ",
        dataset_cell(dataset, i, PREDICTIONS_PREDICTED, value));
    frame_text(d->frame, middle, d->column.left, style, text);
    chart_bar(&area, dataset_value(dataset, i, PREDICTIONS_PERCENT), 1000, STYLE_BAR);
    for (int line = 0; line < area.rows && area.cols > 0; line++)
        frame_text(d->frame, row + line, area.left + (int)(predicted * (area.cols - 1) / 1000),
            STYLE_STRONG, d->view->ascii ? "|" : "│");
    stats_bars_share(d, &area, i, PREDICTIONS_PERCENT, PREDICTIONS_REVIEWS, style);
}

#define PREDICTION_OTHERS 3 /* rows: the losses, the titles, and the row of all reviews */

void stats_draw_predictions(struct stats_drawing *d)
{
    struct dataset *dataset = &d->view->dataset;
    char loss[DATASET_CELL_SIZE], rmse[DATASET_CELL_SIZE], text[128];
    int row = d->column.top, right = d->column.left + d->column.width;
    int bins = d->column.bottom - row - PREDICTION_OTHERS;
    if (bins < PREDICTION_BINS)
        pages_predictions(d->figures, dataset, PERIOD_DAY, bins > 1 ? bins : 1);
    size_t count = dataset->row_count;
    if (count == 0) {
        stats_draw_nothing(d);
        return;
    }
    snprintf(text, sizeof text, "Log loss %s, RMSE(bins) %s",
        dataset_cell(dataset, count - 1, PREDICTIONS_LOSS, loss),
        dataset_cell(dataset, count - 1, PREDICTIONS_RMSE, rmse));
    frame_text(d->frame, row++, d->column.left, STYLE_STRONG, text);
    if (d->column.bottom - row > (int)count) {
        bool wide = d->column.width >= 60;
        frame_text(d->frame, row, d->column.left + 1, STYLE_FAINT,
            d->view->ascii ? "predicted |" : "predicted │");
        frame_text(d->frame, row++, right - (wide ? INTERVAL_COLS - 1 : 8), STYLE_FAINT,
            wide ? "recalled (95% interval) reviews" : "recalled");
    }
    int stride = stats_bars_stride(d, count, row - d->column.top);
    for (size_t i = 0; i < count && row < d->column.bottom; i++, row += stride)
        stats_bars_prediction(d, row, stride, i ? i - 1 : count - 1);
}
