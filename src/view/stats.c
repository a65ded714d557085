/* The screens form a row; some have several pages, by day, week or month:
 *
 *   today <-> calendar <-> forecast: days <-> recall: weeks <-> ... <-> costliest cards
 *                            weeks              months
 *                            months                                              */
#include "view/stats.h"

#include "report/pages_memories.h"
#include "text/text.h"
#include "view/chart.h"
#include "view/phrases.h"
#include "view/plots.h"
#include "view/widgets.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define STATS_MAX  1000 /* columns: charts use the whole width */
#define LABEL_COLS 14   /* columns for labels before horizontal bars */

void stats_view_done(struct stats_view *view)
{
    dataset_done(&view->dataset);
}

/* ---- the screens ---- */

static size_t stats_screen_of(enum stats_page page)
{
    size_t screen = 0;
    while (screen_pages[screen + 1] <= page)
        screen++;
    return screen;
}

/* ---- keys ---- */

/* What the keys do; STATS_SCREEN + n goes to screen `n`, counted from 0. */
enum stats_command {
    STATS_NEXT = 1,
    STATS_BACK,
    STATS_DOWN,
    STATS_UP,
    STATS_CARD_DOWN,
    STATS_CARD_UP,
    STATS_OPEN,
    STATS_SCREEN
};

/* On a list of cards, some keys select a card that turn pages elsewhere. */
#define CHARTS      1U
#define CARDS       2U
#define STAGE       (CHARTS | CARDS)
#define HELP_NEXT   "next screen"
#define HELP_BACK   "previous screen"
#define HELP_DOWN   "longer period: day, week, month"
#define HELP_UP     "shorter period"
#define HELP_CARD   "select another card"
#define HELP_SCREEN "go to that screen; 0 is the tenth"
#define SCREEN_ROW(key, number)                                                                    \
    {                                                                                              \
        "screen-" #number, {key}, STAGE, {.command = STATS_SCREEN + number - 1}, "go", 0,          \
            HELP_SCREEN                                                                            \
    }

static const struct key_row stats_rows[] = {
    {"next-screen", {'n', KEY_TAB_CODE, KEY_RIGHT_CODE, 'l'}, STAGE, {.command = STATS_NEXT},
        "next", 0, HELP_NEXT},
    {NULL, {' ', KEY_PAGE_DOWN_CODE}, STAGE, {.command = STATS_NEXT}, NULL, 0, HELP_NEXT},
    {"previous-screen", {'p', KEY_LEFT_CODE, 'h', KEY_BACKSPACE_CODE}, STAGE,
        {.command = STATS_BACK}, "back", 0, HELP_BACK},
    {NULL, {KEY_PAGE_UP_CODE}, STAGE, {.command = STATS_BACK}, NULL, 0, HELP_BACK},
    {"open", {KEY_ENTER_CODE}, CARDS, {.command = STATS_OPEN}, "browse", 0,
        "open the card in the list of all cards"},
    {"next-card", {'j', KEY_DOWN_CODE}, CARDS, {.command = STATS_CARD_DOWN}, "move", 0, HELP_CARD},
    {"previous-card", {'k', KEY_UP_CODE}, CARDS, {.command = STATS_CARD_UP}, "move", 0, HELP_CARD},
    {"longer-period", {'j', KEY_DOWN_CODE}, CHARTS, {.command = STATS_DOWN}, "day/week/month",
        WHEN_SCROLLS, HELP_DOWN},
    {"shorter-period", {'k', KEY_UP_CODE}, CHARTS, {.command = STATS_UP}, NULL, 0, HELP_UP},
    SCREEN_ROW('1', 1),
    SCREEN_ROW('2', 2),
    SCREEN_ROW('3', 3),
    SCREEN_ROW('4', 4),
    SCREEN_ROW('5', 5),
    SCREEN_ROW('6', 6),
    SCREEN_ROW('7', 7),
    SCREEN_ROW('8', 8),
    SCREEN_ROW('9', 9),
    SCREEN_ROW('0', 10),
    {"first-screen", {'g', KEY_HOME_CODE}, STAGE, {.command = STATS_SCREEN}, NULL, 0,
        "first screen"},
    {"last-screen", {'G', KEY_END_CODE}, STAGE, {.command = STATS_SCREEN + SCREENS - 1}, NULL, 0,
        "last screen"},
    BROWSE_ROW(STAGE, NULL),
    FORECAST_ROW(STAGE, NULL),
    RETIRED_ROW(STAGE, NULL),
    {"help", {'?', KEY_F1_CODE}, STAGE, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    {"quit", {'q'}, STAGE, {.quit = true}, "quit", 0, "leave"},
    {NULL, {KEY_ESCAPE_CODE}, STAGE, {.quit = true}, NULL, 0, "leave"},
    TERMINAL_ROWS(STAGE),
};
const struct key_table stats_keys = {stats_rows, COUNT(stats_rows), false};

/* The next (`by` is 1) or previous (-1) page of the same screen; wraps around. */
static enum stats_page stats_page_beside(enum stats_page page, int by)
{
    size_t screen = stats_screen_of(page);
    int count = (int)screen_pages[screen + 1] - (int)screen_pages[screen];
    int index = (int)page - (int)screen_pages[screen] + by;
    return screen_pages[screen] + (enum stats_page)((index + count) % count);
}

static unsigned stats_stage(const struct stats_view *view)
{
    return view->page == PAGE_COSTLIEST ? CARDS : CHARTS;
}

static void stats_follow(struct stats_view *view, size_t screens, int command)
{
    size_t screen = stats_screen_of(view->page), wanted = (size_t)(command - STATS_SCREEN);
    if (command >= STATS_SCREEN)
        view->page = screen_pages[wanted < screens ? wanted : screens - 1];
    else if (command == STATS_NEXT || command == STATS_BACK)
        view->page = screen_pages[(screen + (command == STATS_NEXT ? 1 : screens - 1)) % screens];
    else if (command == STATS_DOWN || command == STATS_UP)
        view->page = stats_page_beside(view->page, command == STATS_DOWN ? 1 : -1);
    else if (command == STATS_CARD_DOWN)
        view->card++; /* stats_key keeps it within the list */
    else if (command == STATS_CARD_UP)
        view->card -= view->card > 0;
}

struct intent stats_key(struct stats_view *view, const struct figures *figures, uint32_t key)
{
    unsigned stage = stats_stage(view);
    view->open = 0;
    if (view->overlay.shown) {
        struct intent over = overlay_find(&view->overlay, &stats_keys, view->settings, stage, key);
        overlay_follow(&view->overlay, &over);
        return (struct intent){0};
    }
    struct intent intent = keys_find(&stats_keys, view->settings, stage, key);
    stats_follow(view, screens_shown(figures), intent.command);
    if (intent.command == STATS_OPEN && view->card < figures->costliest_count) {
        view->open = figures->costliest[view->card].card_id;
        intent.side = SIDE_BROWSE;
    }
    if (view->card >= figures->costliest_count)
        view->card = figures->costliest_count ? figures->costliest_count - 1 : 0;
    view->overlay = (struct overlay_view){intent.overlay, 0, 0};
    return intent;
}

/* ---- pages ---- */

/* What every page needs to be drawn. */
struct stats_drawing {
    struct stats_view *view;
    const struct figures *figures;
    struct frame *frame;
    struct column column;
};

static struct chart_area stats_area_of(const struct stats_drawing *d, int top, int margin)
{
    const struct column *c = &d->column;
    return (struct chart_area){
        d->frame, top, c->left + margin, c->bottom - top, c->width - margin, d->view->ascii};
}

/* The rows for each of `count` bars in the column, with the gap below it, if `other` rows are for
 * other things. */
static int stats_stride(const struct stats_drawing *d, size_t count, int other)
{
    int stride = (d->column.bottom - d->column.top - other) / (int)count;
    return stride > 1 ? stride : 1;
}

/* The area of a bar; a gap stays below it where there is room. */
static struct chart_area stats_bar_area(
    const struct stats_drawing *d, int row, int stride, int left, int right)
{
    struct chart_area area = stats_area_of(d, row, left);
    area.rows = stride > 2 ? stride - 1 : 1;
    area.cols -= right;
    return area;
}

/* Draws a line of today's facts: each % becomes the cell of the next column, and each ~ a plural s
 * if that cell is not 1. */
static void stats_put_cells(const struct stats_drawing *d, int row, const char *label,
    const char *format, const enum today_column *columns)
{
    struct buf line = {0};
    char text[DATASET_CELL_SIZE];
    const char *cell = "";
    for (const char *at = format; *at; at++) {
        if (*at == '%') {
            cell = dataset_cell(&d->view->dataset, 0, *columns++, text);
            buf_text(&line, *cell ? cell : "-");
        } else if (*at != '~') {
            buf_char(&line, *at);
        } else if (strcmp(cell, "1") != 0) {
            buf_char(&line, 's');
        }
    }
    int left = d->column.left + (int)strlen("Studied") + 2, end = d->column.left + d->column.width;
    int width = row < d->column.bottom ? end - left : 0;
    frame_text(d->frame, row, d->column.left, STYLE_FAINT, width ? label : "");
    widget_line(d->frame, row, left, width, STYLE_STRONG, &line);
}

#define TODAY_CHART_ROWS 8 /* the minimum height for a chart of earlier days */

static void stats_draw_today(struct stats_drawing *d)
{
    static const struct {
        const char *label, *format;
        enum today_column columns[4];
    } lines[] = {
        {"Done", "%: % new, % due, % repeat",
            {TODAY_RATINGS, TODAY_NEW, TODAY_REVIEWS, TODAY_REPEATS}},
        {"Left", "% new, % due, % repeat", {TODAY_LEFT_NEW, TODAY_LEFT_DUE, TODAY_LEFT_REPEAT}},
        {"Recall", "%, % in 30 days", {TODAY_RECALL, TODAY_RECALL_30_DAYS}},
        {"Time", "% min, % s per rating", {TODAY_MINUTES, TODAY_PACE}},
        {"Streak", "% day~, longest %", {TODAY_STREAK, TODAY_LONGEST}},
        {"Studied", "% day~", {TODAY_DAYS_STUDIED}},
    };
    struct dataset *dataset = &d->view->dataset;
    const struct figures *f = d->figures;
    int row = d->column.top;
    int64_t done = dataset_value(dataset, 0, TODAY_RATINGS);
    struct chart_area bar = stats_bar_area(d, row++, 1, 0, 0);
    chart_bar(&bar, done, done + (int64_t)(f->left_new + f->left_repeat + f->left_due), STYLE_BAR);
    for (size_t i = 0; i < COUNT(lines); i++)
        stats_put_cells(d, row++, lines[i].label, lines[i].format, lines[i].columns);
    if (d->column.bottom - row < TODAY_CHART_ROWS)
        return;
    static const struct chart_panel days = {"ratings by day", MARK_BARS, STYLE_BAR, .value = 1};
    struct chart_area area = stats_area_of(d, row + 1, 0);
    page_dataset(PAGE_TIME_DAYS, f, dataset);
    chart_panels(&area, dataset, &days, 1, page_plots[PAGE_TIME_DAYS].label, false);
}

#define CALENDAR_CHART_ROWS 6 /* the minimum height for a chart below the calendar */

static void stats_draw_calendar(struct stats_drawing *d)
{
    static const struct chart_panel minutes = {"minutes by day", MARK_BARS, STYLE_BAR, .value = 2};
    const struct dataset *dataset = &d->view->dataset;
    struct chart_area area = stats_area_of(d, d->column.top, 0);
    int64_t ratings = 0, days = 0, tenths = 0;
    char text[96];
    for (size_t row = 0; row < dataset->row_count; row++) {
        ratings += dataset_value(dataset, row, 1);
        days += dataset_value(dataset, row, 1) > 0;
        tenths += dataset_value(dataset, row, 2);
    }
    if (area.rows < HEAT_ROWS)
        area.top = d->column.bottom - HEAT_ROWS < 1 ? 1 : d->column.bottom - HEAT_ROWS;
    int below = area.top + chart_heat(&area, dataset, 1) + 1;
    snprintf(text, sizeof text, "%" PRId64 " rating%s on %" PRId64 " of %zu days, in %" PRId64 " h",
        ratings, ratings == 1 ? "" : "s", days, dataset->row_count, (tenths + 300) / 600);
    if (below < d->column.bottom)
        frame_text(d->frame, below, d->column.left, STYLE_PLAIN, text);
    area = stats_area_of(d, below + 2, 0);
    if (area.rows >= CALENDAR_CHART_ROWS)
        chart_panels(&area, dataset, &minutes, 1, page_plots[PAGE_TIME_DAYS].label, false);
}

#define COUNT_COLS 15 /* for the number of ratings and their mean */

/* Says what the digits of the bars mean, in as many words as fit. */
static void stats_draw_ratings_legend(const struct stats_drawing *d, int row)
{
    static const char *const legends[] = {"1 Not at all  2 Barely  3 Partly  4 Well  5 Perfectly",
        "1 Not at all ... 5 Perfectly", ""};
    size_t i = 0;
    while (text_width(legends[i], strlen(legends[i])) > d->column.width)
        i++;
    if (row < d->column.bottom)
        frame_text(d->frame, row, d->column.left, STYLE_FAINT, legends[i]);
}

static void stats_draw_ratings(struct stats_drawing *d)
{
    const struct dataset *dataset = &d->view->dataset;
    int row = d->column.top, stride = stats_stride(d, dataset->row_count, 2);
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
    stats_draw_ratings_legend(d, row);
}

static void stats_draw_calibration(struct stats_drawing *d)
{
    const struct dataset *dataset = &d->view->dataset;
    int row = d->column.top, stride = stats_stride(d, dataset->row_count, 0);
    bool wide = d->column.width >= 60;
    for (size_t i = 0; i < dataset->row_count && row < d->column.bottom; i++, row += stride) {
        char label[DATASET_CELL_SIZE], text[96], value[DATASET_CELL_SIZE], low[DATASET_CELL_SIZE],
            high[DATASET_CELL_SIZE], count[DATASET_CELL_SIZE];
        struct chart_area area = stats_bar_area(d, row, stride, LABEL_COLS, wide ? 32 : 8);
        enum style style = (enum style)(STYLE_RATING_1 + i);
        int middle = row + (area.rows - 1) / 2;
        snprintf(label, sizeof label, "%zu %s", i + 1, rating_words((enum rating)(i + 1)));
        frame_text(d->frame, middle, d->column.left, style, label);
        int64_t share = dataset_value(dataset, i, 4);
        chart_bar(&area, share == NO_VALUE ? 0 : share, 1000, style);
        snprintf(text, sizeof text, wide && share != NO_VALUE ? "%6s (%s-%s) of %s" : "%6s",
            share == NO_VALUE ? "-" : dataset_cell(dataset, i, 4, value),
            dataset_cell(dataset, i, 5, low), dataset_cell(dataset, i, 6, high),
            dataset_cell(dataset, i, 2, count));
        frame_text(d->frame, middle, area.left + area.cols + 1, STYLE_PLAIN, text);
    }
}

#define INTERVAL_COLS 33 /* the recall, its confidence interval, and the number of reviews */

/* Draws a bar for the recall, with a mark at what was predicted. */
static void stats_draw_prediction(const struct stats_drawing *d, int row, int stride, size_t i)
{
    const struct dataset *dataset = &d->view->dataset;
    char value[DATASET_CELL_SIZE], low[DATASET_CELL_SIZE], high[DATASET_CELL_SIZE],
        count[DATASET_CELL_SIZE], text[4 * DATASET_CELL_SIZE];
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
    snprintf(text, sizeof text, wide ? "%6s (%s-%s) of %s" : "%6s",
        dataset_cell(dataset, i, PREDICTIONS_PERCENT, value),
        dataset_cell(dataset, i, PREDICTIONS_LOW, low),
        dataset_cell(dataset, i, PREDICTIONS_HIGH, high),
        dataset_cell(dataset, i, PREDICTIONS_REVIEWS, count));
    frame_text(d->frame, middle, area.left + area.cols + 1, style, text);
}

/* Draws the predictions: all reviews first, so that a low screen has them. */
static void stats_draw_predictions(struct stats_drawing *d)
{
    const struct dataset *dataset = &d->view->dataset;
    char loss[DATASET_CELL_SIZE], rmse[DATASET_CELL_SIZE], text[128];
    size_t count = dataset->row_count;
    int row = d->column.top, right = d->column.left + d->column.width;
    if (count == 0) {
        frame_text(d->frame, row, d->column.left, STYLE_FAINT,
            d->figures->memories.complete ? "Nothing yet" : "Reading the log");
        return;
    }
    snprintf(text, sizeof text, "Log loss %s, RMSE(bins) %s",
        dataset_cell(dataset, count - 1, PREDICTIONS_LOSS, loss),
        dataset_cell(dataset, count - 1, PREDICTIONS_RMSE, rmse));
    frame_text(d->frame, row++, d->column.left, STYLE_STRONG, text);
    if (d->column.bottom - row > (int)count) {
        bool wide = d->column.width >= 60;
        frame_text(d->frame, row, d->column.left + 1, STYLE_FAINT, "predicted");
        frame_text(d->frame, row++, right - (wide ? INTERVAL_COLS - 1 : 8), STYLE_FAINT,
            wide ? "recalled (95% interval) reviews" : "recalled");
    }
    int stride = stats_stride(d, count, row - d->column.top);
    for (size_t i = 0; i < count && row < d->column.bottom; i++, row += stride)
        stats_draw_prediction(d, row, stride, i ? i - 1 : count - 1);
}

#define MINUTES_COLS 7
#define CARD_COL     (2 + MINUTES_COLS + 2) /* after the mark of the selected row, and the minutes */

static void stats_draw_card(const struct stats_drawing *d, int row, size_t card)
{
    bool selected = card == d->view->card;
    char minutes[DATASET_CELL_SIZE];
    const char *cell = dataset_cell(&d->view->dataset, card, COSTLIEST_MINUTES, minutes);
    int left = d->column.left;
    if (selected)
        frame_text(d->frame, row, left, STYLE_KEY, d->view->ascii ? ">" : "❯");
    frame_text(d->frame, row, left + 2 + MINUTES_COLS - (int)strlen(cell), STYLE_PLAIN, cell);
    widget_card(d->frame, row, left + CARD_COL, d->column.width - CARD_COL,
        selected ? STYLE_STRONG : STYLE_PLAIN, d->figures->costliest[card].marked);
}

/* Scroll so that the selected row is one of `rows`. */
static void stats_scroll(struct stats_view *view, size_t rows)
{
    if (view->card < view->top)
        view->top = view->card;
    else if (view->card >= view->top + rows)
        view->top = view->card + 1 - rows;
}

static void stats_draw_costliest(struct stats_drawing *d)
{
    struct stats_view *view = d->view;
    int top = d->column.top + 1, rows = d->column.bottom - top;
    size_t count = view->dataset.row_count;
    if (rows < 1)
        return;
    frame_text(d->frame, top - 1, d->column.left + 2, STYLE_FAINT, "minutes");
    frame_text(d->frame, top - 1, d->column.left + CARD_COL, STYLE_FAINT, "card");
    if (count == 0)
        frame_text(d->frame, top, d->column.left + CARD_COL, STYLE_FAINT, "Nothing yet");
    stats_scroll(view, (size_t)rows);
    for (size_t i = view->top; i < count && i < view->top + (size_t)rows; i++)
        stats_draw_card(d, top + (int)(i - view->top), i);
}

static void stats_draw_panels(struct stats_drawing *d)
{
    const struct plots *p = &page_plots[d->view->page];
    struct chart_area area = stats_area_of(d, d->column.top, 0);
    chart_panels(&area, &d->view->dataset, p->panels, p->count, p->label, p->ahead);
}

static void stats_draw_page(struct stats_drawing *d)
{
    static void (*const draw[PAGES])(struct stats_drawing * d) = {
        [PAGE_TODAY] = stats_draw_today,
        [PAGE_CALENDAR] = stats_draw_calendar,
        [PAGE_RATINGS] = stats_draw_ratings,
        [PAGE_CALIBRATION] = stats_draw_calibration,
        [PAGE_COSTLIEST] = stats_draw_costliest,
        [PAGE_PREDICTIONS] = stats_draw_predictions,
    };
    enum stats_page page = d->view->page;
    assert(page < PAGES);
    page_dataset(page, d->figures, &d->view->dataset);
    if (!d->view->dataset.failed)
        (draw[page] ? draw[page] : stats_draw_panels)(d);
    d->frame->failed |= d->view->dataset.failed;
}

/* ---- the whole screen ---- */

static void stats_draw_head(struct stats_drawing *d)
{
    struct column *c = &d->column;
    const struct page_kind *kind = &page_kinds[d->view->page];
    char position[32];
    snprintf(position, sizeof position, "%zu of %zu", stats_screen_of(d->view->page) + 1,
        screens_shown(d->figures));
    if (d->figures->glance)
        snprintf(position, sizeof position, "reading the log");
    int at = frame_text(d->frame, 0, c->left, STYLE_TITLE, kind->title) + 2;
    int end = c->left + c->width - (int)strlen(position);
    widget_scope(d->view->scope, at, end - 2, d->frame);
    frame_text(d->frame, 0, end, STYLE_FAINT, position);
    if (d->frame->rows >= ROOMY_ROWS)
        frame_put(d->frame, 1, c->left, c->width, STYLE_FAINT, kind->about, strlen(kind->about));
    c->top = d->frame->rows >= ROOMY_ROWS ? 3 : 1;
}

static void stats_draw_foot(struct stats_drawing *d)
{
    size_t screen = stats_screen_of(d->view->page);
    bool several = screen_pages[screen + 1] - screen_pages[screen] > 1;
    widget_keys(&stats_keys, d->view->settings, stats_stage(d->view), several ? WHEN_SCROLLS : 0,
        d->frame, &d->column);
}

bool stats_draw(struct stats_view *view, const struct figures *figures, struct frame *frame)
{
    struct stats_drawing d = {view, figures, frame, widget_column(frame, STATS_MAX)};
    if (page_is_of_memories(view->page) && !figures->memories.decks)
        view->page = PAGE_TODAY;
    if (widget_too_small(frame))
        return !frame->failed;
    if (view->overlay.shown) {
        overlay_draw_keys(&view->overlay, &stats_keys, view->settings, stats_stage(view), frame);
        return !frame->failed;
    }
    stats_draw_head(&d);
    stats_draw_foot(&d);
    stats_draw_page(&d);
    return !frame->failed;
}
