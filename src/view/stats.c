/* The screens form a row; some have several pages, by day, week or month:
 *
 *   today <-> calendar <-> forecast: days <-> recall: weeks <-> ... <-> costliest cards
 *                            weeks              months
 *                            months                                              */
#include "view/stats.h"

#include "view/chart.h"
#include "view/phrases.h"
#include "view/plots.h"
#include "view/stats_parts.h"
#include "view/widgets.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define STATS_MAX 1000 /* columns: charts use the whole width */

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

struct chart_area stats_area_of(const struct stats_drawing *d, int top, int margin)
{
    const struct column *c = &d->column;
    return (struct chart_area){
        d->frame, top, c->left + margin, c->bottom - top, c->width - margin, d->view->ascii};
}

struct chart_area stats_bar_area(
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

void stats_draw_nothing(const struct stats_drawing *d)
{
    bool waits = page_needs_histories(d->view->page) && !d->figures->memories.complete;
    frame_text(d->frame, d->column.top, d->column.left, STYLE_FAINT,
        waits ? "Reading the log" : "Nothing yet");
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
    const struct dataset *dataset = &d->view->dataset;
    bool something = !page_is_of_memories(d->view->page);
    for (size_t row = 0; row < dataset->row_count; row++)
        something |= dataset_value(dataset, row, (size_t)p->panels[0].value) > 0;
    if (something)
        chart_panels(&area, dataset, p->panels, p->count, p->label, p->ahead);
    else
        stats_draw_nothing(d);
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
