#include "view/forecast.h"

#include "text/text.h"
#include "view/plots.h"
#include "view/text_table.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- as sentences ---- */

#define FEW_RATINGS 200 /* fewer ratings say little about the user's habits */

/* The work on an average day of the last SETTLED_DAYS. */
struct forecast_settled {
    struct middle ms, ratings;
};

/* Computes that work for the SETTLED_DAYS that end before_end days before the end. `capacity` is
 * scratch memory for one number per run. */
static struct forecast_settled forecast_settle(
    const struct workload *workload, int before_end, int64_t *capacity)
{
    int last = workload->days - 1 - before_end;
    int first = settled_first(last);
    return (struct forecast_settled){workload_mean(workload, WORK_MS, first, last, capacity),
        workload_mean(workload, WORK_RATINGS, first, last, capacity)};
}

/* Appends tenths of milliseconds as minutes. */
static void forecast_add_minutes(struct buf *out, int64_t value)
{
    int64_t tenths = (value + 30000) / 60000;
    buf_format(out, "%" PRId64 ".%" PRId64, tenths / 10, tenths % 10);
}

static const char *forecast_plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

static void forecast_add_settled(struct buf *out, const struct forecast_settled *settled)
{
    int64_t ratings = (settled->ratings.median + 5) / 10;
    forecast_add_minutes(out, settled->ms.median);
    buf_text(out, " minutes a day (");
    forecast_add_minutes(out, settled->ms.low);
    buf_text(out, " to ");
    forecast_add_minutes(out, settled->ms.high);
    buf_format(out, "), %" PRId64 " rating%s (%" PRId64 " to %" PRId64 ")", ratings,
        forecast_plural(ratings), (settled->ratings.low + 5) / 10,
        (settled->ratings.high + 5) / 10);
}

/* Whether the last 30 days take over 5 % more time than the 30 days two months earlier. */
static bool forecast_still_rises(
    const struct workload *workload, const struct forecast_settled *end, int64_t *capacity)
{
    if (workload->days < 4 * SETTLED_DAYS)
        return false;
    struct forecast_settled before = forecast_settle(workload, 2 * SETTLED_DAYS, capacity);
    return end->ms.median > before.ms.median + before.ms.median / 20;
}

static void forecast_say_supply(const struct outlook *o, struct buf *out)
{
    int64_t supply = (int64_t)o->supply;
    if (o->new_cards == 0)
        return;
    int64_t days = (supply + o->new_cards - 1) / o->new_cards;
    if (o->endless && supply == 0)
        buf_text(out, "This assumes you never run out of new cards; you have none now.\n");
    else if (o->endless && days < o->workload->days)
        buf_format(out,
            "This assumes you never run out of new cards; the %" PRId64 " you have last%s %" PRId64
            " day%s.\n",
            supply, supply == 1 ? "s" : "", days, forecast_plural(days));
    else if (days < o->workload->days)
        buf_format(out,
            "You have %" PRId64 " new card%s, enough for %" PRId64 " day%s; --new %" PRId64
            " assumes that many every day.\n",
            supply, forecast_plural(supply), days, forecast_plural(days), o->new_cards);
}

/* `ranges` says where the reader finds the range of the runs. */
static void forecast_say_basis(const struct outlook *o, const char *ranges, struct buf *out)
{
    buf_format(out,
        "Learned from %" PRId64 " rating%s%s; %s: the range of 80%% of %d simulated runs.\n",
        o->learned, forecast_plural(o->learned),
        o->learned < FEW_RATINGS ? ", too few to go by: mostly typical figures" : "", ranges,
        o->workload->runs);
}

/* Explains the comparison of retentions. */
static void forecast_say_costs(const struct outlook *o, struct buf *out)
{
    const struct workload *workload = o->workload;
    int days = workload->days < SETTLED_DAYS ? workload->days : SETTLED_DAYS;
    forecast_say_basis(o, "low to high", out);
    buf_format(out,
        "Minutes and ratings are those of an average day of the last %d, after %d day%s with %s"
        "%" PRId64 " new card%s a day.\n",
        days, workload->days, forecast_plural(workload->days), o->endless ? "" : "at most ",
        o->new_cards, forecast_plural(o->new_cards));
    buf_text(out, "Recalled: the cards that you would recall on the last day, as FSRS predicts it "
                  "from your log.\n");
    forecast_say_supply(o, out);
}

static void forecast_say_all(const struct outlook *o, int64_t *capacity, struct buf *out)
{
    const struct workload *workload = o->workload;
    struct forecast_settled end = forecast_settle(workload, 0, capacity);
    forecast_say_basis(o, "in brackets", out);
    buf_format(out,
        "With %s%" PRId64 " new card%s a day, after %d day%s: ", o->endless ? "" : "at most ",
        o->new_cards, forecast_plural(o->new_cards), workload->days,
        forecast_plural(workload->days));
    forecast_add_settled(out, &end);
    buf_text(out, forecast_still_rises(workload, &end, capacity) ? ", and still rising.\n" : ".\n");
    if (o->other) {
        struct forecast_settled other = forecast_settle(o->other, 0, capacity);
        buf_format(out, "With %" PRId64 " instead: ", o->other_new);
        forecast_add_settled(out, &other);
        buf_text(out, ".\n");
    }
    int last = workload->days - 1;
    int64_t left = workload_mean(workload, WORK_LEFT, last, last, capacity).median / 10;
    if (left)
        buf_format(out,
            "The limit of %" PRId64 " card%s a day leaves %" PRId64 " waiting at the end.\n",
            o->limit, forecast_plural(o->limit), left);
    forecast_say_supply(o, out);
}

static void forecast_add_wrapped(struct buf *out, const char *text, int width)
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
    if (o->costs)
        forecast_say_costs(o, &text);
    else
        forecast_say_all(o, capacity, &text);
    forecast_add_wrapped(out, buf_string(&text), width);
    bool good = !text.failed && !out->failed;
    buf_done(&text);
    free(capacity);
    return good;
}

/* ---- as a table ---- */

#define TABLE_ROWS 31

/* The shortest period for which the table needs at most this many rows. */
static enum period forecast_period_for(const struct workload *workload, int rows)
{
    return workload->days <= rows           ? PERIOD_DAY
           : workload->days / 7 + 2 <= rows ? PERIOD_WEEK
                                            : PERIOD_MONTH;
}

#define NARROW 72 /* columns; a narrower table has no room for the range of the runs */

static bool forecast_is_range(const struct dataset_column *column)
{
    return strcmp(column->title, "low") == 0 || strcmp(column->title, "high") == 0;
}

/* Appends a dataset as a table, with the text `empty` in its empty cells. */
static bool forecast_add_table(
    const struct dataset *dataset, const char *empty, int width, struct buf *out)
{
    struct text_table_column columns[WORKLOAD_COLUMNS];
    size_t shown[WORKLOAD_COLUMNS], count = 0;
    struct text_table table = {.columns = columns};
    assert(dataset->column_count <= WORKLOAD_COLUMNS);
    for (size_t i = 0; i < dataset->column_count; i++)
        if (width >= NARROW || !forecast_is_range(&dataset->columns[i])) {
            columns[count] = (struct text_table_column){dataset->columns[i].title, i > 0, false};
            shown[count++] = i;
        }
    table.column_count = count;
    for (size_t row = 0; row < dataset->row_count; row++)
        for (size_t i = 0; i < count; i++) {
            char text[DATASET_CELL_SIZE];
            const char *cell = dataset_cell(dataset, row, shown[i], text);
            text_table_cell(&table, *cell ? cell : empty);
        }
    bool good = text_table_print(&table, width, out);
    text_table_done(&table);
    return good;
}

bool outlook_table(const struct outlook *outlook, int width, struct buf *out)
{
    struct dataset dataset = {0};
    bool good = workload_dataset(
        outlook->workload, forecast_period_for(outlook->workload, TABLE_ROWS), &dataset);
    good = good && forecast_add_table(&dataset, "", width, out);
    dataset_done(&dataset);
    return good;
}

bool outlook_costs(const struct outlook *outlook, int width, struct buf *out)
{
    return forecast_add_table(outlook->costs, "as now", width, out);
}

/* ---- as a plot ---- */

bool outlook_draw(const struct outlook *outlook, bool ascii, int rows, struct frame *frame)
{
    static const struct chart_panel panels[] = {
        {"minutes a day", MARK_RANGE, STYLE_STRONG, WORKLOAD_MINUTES, 0, WORKLOAD_MINUTES + 1,
            WORKLOAD_MINUTES + 2, 0},
        {"ratings a day", MARK_RANGE, STYLE_STRONG, WORKLOAD_RATINGS, 0, WORKLOAD_RATINGS + 1,
            WORKLOAD_RATINGS + 2, 0},
    };
    struct dataset dataset = {0};
    struct chart_area area = {frame, 0, 0, rows, frame->cols, ascii};
    enum period period = forecast_period_for(outlook->workload, chart_ranges_max(area.cols));
    bool good = workload_dataset(outlook->workload, period, &dataset);
    if (good) {
        enum stats_page like = period == PERIOD_MONTH ? PAGE_TIME_MONTHS : PAGE_TIME_DAYS;
        chart_panels(&area, &dataset, panels, 2, page_plots[like].label, true);
    }
    dataset_done(&dataset);
    return good && !frame->failed;
}

bool outlook_plot(const struct outlook *outlook, bool ascii, int rows, int cols, struct buf *out)
{
    struct frame frame = {0};
    bool good = frame_resize(&frame, rows, cols) && outlook_draw(outlook, ascii, rows, &frame);
    if (good)
        frame_dump(&frame, out);
    frame_done(&frame);
    return good && !out->failed;
}
