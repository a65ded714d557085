#include "view/forecast.h"

#include "text/text.h"
#include "view/plots.h"
#include "view/text_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- in words ---- */

#define SETTLED_DAYS 30  /* what it has come to: a mean day of the last of them */
#define FEW_RATINGS  200 /* fewer do not tell much */

/* What a mean day has come to in the end, or some days before the end. */
struct forecast_text_settled {
    struct middle ms, ratings;
};

static struct forecast_text_settled forecast_text_settle(
    const struct workload *workload, int before_end, int64_t *capacity)
{
    int last = workload->days - 1 - before_end;
    int first = last < SETTLED_DAYS ? 0 : last - SETTLED_DAYS + 1;
    return (struct forecast_text_settled){workload_mean(workload, WORK_MS, first, last, capacity),
        workload_mean(workload, WORK_RATINGS, first, last, capacity)};
}

/* Minutes of tenths of milliseconds. */
static void forecast_text_add_minutes(struct buf *out, int64_t value)
{
    int64_t tenths = (value + 30000) / 60000;
    buf_format(out, "%" PRId64 ".%" PRId64, tenths / 10, tenths % 10);
}

static void forecast_text_add_settled(struct buf *out, const struct forecast_text_settled *settled)
{
    forecast_text_add_minutes(out, settled->ms.median);
    buf_text(out, " minutes a day (");
    forecast_text_add_minutes(out, settled->ms.low);
    buf_text(out, " to ");
    forecast_text_add_minutes(out, settled->ms.high);
    buf_format(out, "), %" PRId64 " ratings (%" PRId64 " to %" PRId64 ")",
        (settled->ratings.median + 5) / 10, (settled->ratings.low + 5) / 10,
        (settled->ratings.high + 5) / 10);
}

/* Whether a month at the end has more of a twentieth than the month two months before. */
static bool forecast_text_still_rises(
    const struct workload *workload, const struct forecast_text_settled *end, int64_t *capacity)
{
    if (workload->days < 4 * SETTLED_DAYS)
        return false;
    struct forecast_text_settled before =
        forecast_text_settle(workload, 2 * SETTLED_DAYS, capacity);
    return end->ms.median > before.ms.median + before.ms.median / 20;
}

static const char *forecast_text_plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

static void forecast_text_say_supply(const struct outlook *o, struct buf *out)
{
    int64_t supply = (int64_t)o->supply;
    if (o->new_cards == 0)
        return;
    int64_t days = (supply + o->new_cards - 1) / o->new_cards;
    if (o->endless && days < o->workload->days)
        buf_format(out,
            "This is as if there were always new cards: there are %" PRId64 ", enough for %" PRId64
            " day%s.\n",
            supply, days, forecast_text_plural(days));
    else if (days < o->workload->days)
        buf_format(out,
            "There %s %" PRId64 " new card%s, enough for %" PRId64 " day%s; --new %" PRId64
            " looks at that many on every day.\n",
            supply == 1 ? "is" : "are", supply, forecast_text_plural(supply), days,
            forecast_text_plural(days), o->new_cards);
}

static void forecast_text_say_basis(const struct outlook *o, struct buf *out)
{
    buf_format(out,
        "Learned from %" PRId64 " rating%s%s; in brackets, where 8 of 10 of %d runs are.\n",
        o->learned, forecast_text_plural(o->learned),
        o->learned < FEW_RATINGS ? ", and so for the most part from what is usual" : "",
        o->workload->runs);
}

static void forecast_text_say_all(const struct outlook *o, int64_t *capacity, struct buf *out)
{
    const struct workload *workload = o->workload;
    struct forecast_text_settled end = forecast_text_settle(workload, 0, capacity);
    buf_format(out,
        "With %s%" PRId64 " new card%s a day, after %d day%s: ", o->endless ? "" : "at most ",
        o->new_cards, forecast_text_plural(o->new_cards), workload->days,
        forecast_text_plural(workload->days));
    forecast_text_add_settled(out, &end);
    buf_text(
        out, forecast_text_still_rises(workload, &end, capacity) ? ", and still rising.\n" : ".\n");
    if (o->other) {
        struct forecast_text_settled other = forecast_text_settle(o->other, 0, capacity);
        buf_format(out, "With %" PRId64 " instead: ", o->other_new);
        forecast_text_add_settled(out, &other);
        buf_text(out, ".\n");
    }
    int last = workload->days - 1;
    int64_t left = workload_mean(workload, WORK_LEFT, last, last, capacity).median / 10;
    if (left)
        buf_format(out,
            "The limit of %" PRId64 " cards a day leaves %" PRId64 " waiting in the end.\n",
            o->limit, left);
    forecast_text_say_supply(o, out);
    forecast_text_say_basis(o, out);
}

static void forecast_text_add_wrapped(struct buf *out, const char *text, int width)
{
    for (const char *line = text; *line;) {
        size_t left = strcspn(line, "\n"), next;
        while (left > 0) {
            size_t length = text_line(line, left, width, &next);
            buf_add(out, line, length);
            buf_char(out, '\n');
            line += next;
            left -= next;
        }
        line++;
    }
}

bool outlook_words(const struct outlook *o, int width, struct buf *out)
{
    int runs = o->other && o->other->runs > o->workload->runs ? o->other->runs : o->workload->runs;
    int64_t *capacity = calloc((size_t)runs, sizeof *capacity);
    struct buf text = {0};
    if (!capacity)
        return false;
    forecast_text_say_all(o, capacity, &text);
    forecast_text_add_wrapped(out, buf_string(&text), width);
    bool good = !text.failed && !out->failed;
    buf_done(&text);
    free(capacity);
    return good;
}

/* ---- as a table ---- */

#define TABLE_ROWS 31

/* The shortest period that does not make more than so many rows. */
static enum period forecast_text_period_for(const struct workload *workload, int rows)
{
    return workload->days <= rows           ? PERIOD_DAY
           : workload->days / 7 + 2 <= rows ? PERIOD_WEEK
                                            : PERIOD_MONTH;
}

bool outlook_table(const struct outlook *outlook, int width, struct buf *out)
{
    struct dataset dataset = {0};
    struct text_table_column columns[WORKLOAD_COLUMNS];
    struct text_table table = {.columns = columns, .column_count = WORKLOAD_COLUMNS};
    bool good = workload_dataset(
        outlook->workload, forecast_text_period_for(outlook->workload, TABLE_ROWS), &dataset);
    for (size_t i = 0; good && i < WORKLOAD_COLUMNS; i++)
        columns[i] = (struct text_table_column){dataset.columns[i].title, i > 0, false};
    for (size_t row = 0; good && row < dataset.row_count; row++)
        for (size_t i = 0; i < WORKLOAD_COLUMNS; i++) {
            char text[DATASET_CELL_SIZE];
            text_table_cell(&table, dataset_cell(&dataset, row, i, text));
        }
    good = good && text_table_print(&table, width, out);
    text_table_done(&table);
    dataset_done(&dataset);
    return good;
}

/* ---- drawn ---- */

bool outlook_plot(const struct outlook *outlook, bool ascii, int rows, int cols, struct buf *out)
{
    static const struct chart_panel panels[] = {
        {"minutes a day", MARK_RANGE, STYLE_STRONG, WORKLOAD_MINUTES, 0, WORKLOAD_MINUTES + 1,
            WORKLOAD_MINUTES + 2, 0},
        {"ratings a day", MARK_RANGE, STYLE_STRONG, WORKLOAD_RATINGS, 0, WORKLOAD_RATINGS + 1,
            WORKLOAD_RATINGS + 2, 0},
    };
    struct dataset dataset = {0};
    struct frame frame = {0};
    enum period period = forecast_text_period_for(outlook->workload, chart_ranges_most(cols));
    bool good =
        workload_dataset(outlook->workload, period, &dataset) && frame_resize(&frame, rows, cols);
    if (good) {
        struct chart_area area = {&frame, 0, 0, rows, cols, ascii};
        enum stats_page like = period == PERIOD_MONTH ? PAGE_TIME_MONTHS : PAGE_TIME_DAYS;
        chart_panels(&area, &dataset, panels, 2, page_plots[like].label, true);
        frame_dump(&frame, out);
        good = !frame.failed && !out->failed;
    }
    frame_done(&frame);
    dataset_done(&dataset);
    return good;
}
