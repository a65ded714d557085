/* The screens stand in a row, and some have several pages, by day, week or month:
 *
 *   today <-> calendar <-> forecast: days <-> recall: weeks <-> ... <-> leeches
 *                            weeks              months
 *                            months                                              */
#include "view/stats.h"

#include "view/chart.h"
#include "view/parts.h"
#include "view/plots.h"
#include "view/screen.h"
#include "view/text.h"
#include "view/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define STATS_MOST 1000 /* columns: charts take what there is */
#define LABEL_COLS 14   /* before bars across */

void stats_view_done(struct stats_view *view)
{
    sheet_done(&view->sheet);
}

/* ---- the screens ---- */

static size_t screen_of(enum stats_page page)
{
    size_t screen = 0;
    while (screen_pages[screen + 1] <= page)
        screen++;
    return screen;
}

/* ---- keys ---- */

enum stats_intent { GO_SCREENS, GO_PAGES, GO_TO, GO_HELP, GO_AWAY };

static const struct stats_key {
    uint32_t key;
    enum stats_intent intent;
    int by;
    const char *name, *label; /* in the foot; NULL for another key of the same */
    const char *help;
} keys[] = {
    {'\t', GO_SCREENS, 1, "tab", "next", "Tab, Right, l, n, Space: the next screen"},
    {KEY_RIGHT_CODE, GO_SCREENS, 1, NULL, NULL, NULL},
    {'l', GO_SCREENS, 1, NULL, NULL, NULL},
    {'n', GO_SCREENS, 1, NULL, NULL, NULL},
    {' ', GO_SCREENS, 1, NULL, NULL, NULL},
    {KEY_PAGE_DOWN_CODE, GO_SCREENS, 1, NULL, NULL, NULL},
    {KEY_LEFT_CODE, GO_SCREENS, -1, "left", "back", "Left, h, p, Backspace: the one before"},
    {'h', GO_SCREENS, -1, NULL, NULL, NULL},
    {'p', GO_SCREENS, -1, NULL, NULL, NULL},
    {KEY_BACKSPACE_CODE, GO_SCREENS, -1, NULL, NULL, NULL},
    {KEY_PAGE_UP_CODE, GO_SCREENS, -1, NULL, NULL, NULL},
    {'?', GO_HELP, 0, "?", "help", "?: this"},
    {'q', GO_AWAY, 0, "q", "quit", "q, Escape: leave"},
    {KEY_ESCAPE_CODE, GO_AWAY, 0, NULL, NULL, NULL},
    {KEY_DOWN_CODE, GO_PAGES, 1, "down", "day/week/month", "Down, Up, j, k: by day, week or month"},
    {'j', GO_PAGES, 1, NULL, NULL, NULL},
    {KEY_UP_CODE, GO_PAGES, -1, NULL, NULL, NULL},
    {'k', GO_PAGES, -1, NULL, NULL, NULL},
    {'1', GO_TO, 0, "1-9", "go", "1 to 9, 0: the screen of that number; End, G: the last"},
    {'2', GO_TO, 1, NULL, NULL, NULL},
    {'3', GO_TO, 2, NULL, NULL, NULL},
    {'4', GO_TO, 3, NULL, NULL, NULL},
    {'5', GO_TO, 4, NULL, NULL, NULL},
    {'6', GO_TO, 5, NULL, NULL, NULL},
    {'7', GO_TO, 6, NULL, NULL, NULL},
    {'8', GO_TO, 7, NULL, NULL, NULL},
    {'9', GO_TO, 8, NULL, NULL, NULL},
    {'0', GO_TO, 9, NULL, NULL, NULL},
    {KEY_HOME_CODE, GO_TO, 0, NULL, NULL, NULL},
    {'g', GO_TO, 0, NULL, NULL, NULL},
    {KEY_END_CODE, GO_TO, SCREENS - 1, NULL, NULL, NULL},
    {'G', GO_TO, SCREENS - 1, NULL, NULL, NULL},
};
#define KEYS (sizeof keys / sizeof *keys)

static enum stats_page page_beside(enum stats_page page, int by)
{
    size_t screen = screen_of(page);
    int count = (int)screen_pages[screen + 1] - (int)screen_pages[screen];
    int at = (int)page - (int)screen_pages[screen] + by;
    return screen_pages[screen] + (enum stats_page)((at + count) % count);
}

static void follow(struct stats_view *view, const struct stats_key *key)
{
    size_t screen = screen_of(view->page);
    bool helped = view->help;
    view->help = false;
    switch (key->intent) {
    case GO_SCREENS:
        view->page = screen_pages[(screen + SCREENS + (size_t)key->by) % SCREENS];
        break;
    case GO_PAGES:
        view->page = page_beside(view->page, key->by);
        break;
    case GO_TO:
        view->page = screen_pages[key->by];
        break;
    case GO_HELP:
        view->help = !helped;
        break;
    case GO_AWAY:
        view->over = !helped;
        break;
    }
}

void stats_key(struct stats_view *view, uint32_t key)
{
    for (size_t i = 0; i < KEYS; i++)
        if (keys[i].key == key)
            follow(view, &keys[i]);
}

/* ---- pages ---- */

/* What all the pages are drawn from. */
struct drawing {
    struct stats_view *view;
    const struct figures *figures;
    struct frame *frame;
    struct column column;
};

static struct chart_area area_of(const struct drawing *d, int top, int margin)
{
    const struct column *c = &d->column;
    return (struct chart_area){
        d->frame, top, c->left + margin, c->bottom - top, c->width - margin, d->view->ascii};
}

/* How far apart lines of which there are count can be. */
static int spread(const struct drawing *d, size_t count)
{
    return d->column.bottom - d->column.top >= 2 * (int)count ? 2 : 1;
}

static void put_line(const struct drawing *d, int row, const char *label, const char *text)
{
    if (row >= d->column.bottom)
        return;
    frame_text(d->frame, row, d->column.left, STYLE_FAINT, label);
    int left = d->column.left + (int)strlen("Studied") + 2;
    frame_put(d->frame, row, left, d->column.left + d->column.width - left, STYLE_STRONG, text,
        strlen(text));
}

/* A line of today's, put together from cells: each % is the next of the columns. */
static void put_cells(const struct drawing *d, int row, const char *label, const char *format,
    const enum today_column *columns)
{
    struct buf line = {0};
    for (const char *at = format; *at; at++) {
        if (*at != '%') {
            buf_char(&line, *at);
            continue;
        }
        char text[SHEET_CELL_SIZE];
        const char *cell = sheet_cell(&d->view->sheet, 0, *columns++, text);
        buf_text(&line, *cell ? cell : "-");
    }
    put_line(d, row, label, buf_string(&line));
    d->frame->failed |= line.failed;
    buf_done(&line);
}

#define TODAY_CHART_ROWS 8 /* from which the days before are shown, too */

static void draw_today(struct drawing *d)
{
    static const struct {
        const char *label, *format; /* each % is a cell */
        enum today_column columns[4];
    } lines[] = {
        {"Done", "%: % new, % due, % repeat",
            {TODAY_RATINGS, TODAY_NEW, TODAY_REVIEWS, TODAY_REPEATS}},
        {"Left", "% new, % due, % repeat", {TODAY_LEFT_NEW, TODAY_LEFT_DUE, TODAY_LEFT_REPEAT}},
        {"Recall", "%, % in 30 days", {TODAY_RECALL, TODAY_RECALL_30_DAYS}},
        {"Time", "% min, % s a rating", {TODAY_MINUTES, TODAY_PACE}},
        {"Streak", "% days, at most %", {TODAY_STREAK, TODAY_LONGEST}},
        {"Studied", "% days", {TODAY_DAYS_STUDIED}},
    };
    struct sheet *sheet = &d->view->sheet;
    const struct figures *f = d->figures;
    int row = d->column.top;
    int64_t done = sheet_value(sheet, 0, TODAY_RATINGS);
    struct chart_area bar = area_of(d, row, 0);
    chart_bar(
        &bar, row++, done, done + (int64_t)(f->left_new + f->left_repeat + f->left_due), STYLE_BAR);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        put_cells(d, row++, lines[i].label, lines[i].format, lines[i].columns);
    if (d->column.bottom - row < TODAY_CHART_ROWS)
        return;
    static const struct chart_panel days = {"ratings by day", MARK_BARS, STYLE_BAR, .value = 1};
    struct chart_area area = area_of(d, row + 1, 0);
    page_sheet(PAGE_TIME_DAYS, f, sheet);
    chart_panels(&area, sheet, &days, 1, page_plots[PAGE_TIME_DAYS].label, false);
}

static void draw_calendar(struct drawing *d)
{
    const struct sheet *sheet = &d->view->sheet;
    struct chart_area area = area_of(d, d->column.top, 0);
    int64_t ratings = 0, days = 0, minutes = 0;
    char text[96];
    for (size_t row = 0; row < sheet->row_count; row++) {
        ratings += sheet_value(sheet, row, 1);
        days += sheet_value(sheet, row, 1) > 0;
        minutes += sheet_value(sheet, row, 2);
    }
    if (area.rows < HEAT_ROWS)
        area.top = d->column.bottom - HEAT_ROWS < 1 ? 1 : d->column.bottom - HEAT_ROWS;
    chart_heat(&area, sheet, 1);
    snprintf(text, sizeof text, "%" PRId64 " ratings on %" PRId64 " of %zu days, in %" PRId64 " h",
        ratings, days, sheet->row_count, (minutes + 300) / 600);
    if (area.top + HEAT_ROWS + 1 < d->column.bottom)
        frame_text(d->frame, area.top + HEAT_ROWS + 1, d->column.left, STYLE_PLAIN, text);
}

static void draw_ratings(struct drawing *d)
{
    const struct sheet *sheet = &d->view->sheet;
    int apart = spread(d, sheet->row_count + 1), row = d->column.top;
    for (size_t i = 0; i < sheet->row_count && row < d->column.bottom; i++, row += apart) {
        char count[SHEET_CELL_SIZE], mean[SHEET_CELL_SIZE], text[2 * SHEET_CELL_SIZE];
        struct chart_area area = area_of(d, row, LABEL_COLS - 4);
        area.cols -= 15;
        frame_text(d->frame, row, d->column.left, STYLE_PLAIN, sheet_cell(sheet, i, 0, count));
        chart_parts(&area, row, &sheet->values[i * sheet->column_count + 1], RATINGS);
        snprintf(text, sizeof text, "%7s %5s", sheet_cell(sheet, i, 6, count),
            sheet_cell(sheet, i, 7, mean));
        frame_text(d->frame, row, area.left + area.cols + 1, STYLE_FAINT, text);
    }
    if (row < d->column.bottom)
        frame_text(d->frame, row, d->column.left, STYLE_FAINT,
            d->column.width < 60 ? "right: ratings, their mean"
                                 : "1 Not at all  2 Barely  3 Partly  4 Well  5 Perfectly; "
                                   "right: how many, mean");
}

static void draw_calibration(struct drawing *d)
{
    const struct sheet *sheet = &d->view->sheet;
    int apart = spread(d, sheet->row_count), row = d->column.top;
    bool wide = d->column.width >= 60;
    for (size_t i = 0; i < sheet->row_count && row < d->column.bottom; i++, row += apart) {
        char label[SHEET_CELL_SIZE], text[96], value[SHEET_CELL_SIZE], low[SHEET_CELL_SIZE],
            high[SHEET_CELL_SIZE], count[SHEET_CELL_SIZE];
        struct chart_area area = area_of(d, row, LABEL_COLS);
        area.cols -= wide ? 32 : 8;
        snprintf(label, sizeof label, "%zu %s", i + 1, rating_words((enum rating)(i + 1)));
        frame_text(d->frame, row, d->column.left, (enum style)(STYLE_RATING_1 + i), label);
        int64_t share = sheet_value(sheet, i, 4);
        chart_bar(
            &area, row, share == NO_VALUE ? 0 : share, 1000, (enum style)(STYLE_RATING_1 + i));
        snprintf(text, sizeof text, wide && share != NO_VALUE ? "%6s (%s-%s) of %s" : "%6s",
            share == NO_VALUE ? "-" : sheet_cell(sheet, i, 4, value), sheet_cell(sheet, i, 5, low),
            sheet_cell(sheet, i, 6, high), sheet_cell(sheet, i, 2, count));
        frame_text(d->frame, row, area.left + area.cols + 1, STYLE_PLAIN, text);
    }
}

static void draw_leeches(struct drawing *d)
{
    struct buf table = {0};
    int row = d->column.top;
    if (!stats_table(PAGE_LEECHES, &d->view->sheet, d->column.width, &table))
        d->frame->failed = true;
    for (const char *line = buf_string(&table); *line && row < d->column.bottom; row++) {
        size_t length = strcspn(line, "\n");
        frame_put(d->frame, row, d->column.left, d->column.width,
            row == d->column.top ? STYLE_FAINT : STYLE_PLAIN, line, length);
        line += length + (line[length] == '\n');
    }
    buf_done(&table);
}

static void draw_panels(struct drawing *d)
{
    const struct plots *p = &page_plots[d->view->page];
    struct chart_area area = area_of(d, d->column.top, 0);
    chart_panels(&area, &d->view->sheet, p->panels, p->count, p->label, p->ahead);
}

static void draw_page(struct drawing *d)
{
    static void (*const draw[PAGES])(struct drawing * d) = {
        [PAGE_TODAY] = draw_today,
        [PAGE_CALENDAR] = draw_calendar,
        [PAGE_RATINGS] = draw_ratings,
        [PAGE_CALIBRATION] = draw_calibration,
        [PAGE_LEECHES] = draw_leeches,
    };
    enum stats_page page = d->view->page;
    page_sheet(page, d->figures, &d->view->sheet);
    if (!d->view->sheet.failed)
        (draw[page] ? draw[page] : draw_panels)(d);
    d->frame->failed |= d->view->sheet.failed;
}

static void draw_help(struct drawing *d)
{
    int row = d->column.top;
    for (size_t i = 0; i < KEYS && row < d->column.bottom; i++)
        if (keys[i].help)
            frame_text(d->frame, row++, d->column.left, STYLE_PLAIN, keys[i].help);
    for (size_t i = 0; i < SCREENS && row + 1 < d->column.bottom; i++) {
        char text[96];
        const char *title = page_kinds[screen_pages[i]].title;
        snprintf(text, sizeof text, "%2zu %.*s", i + 1, (int)strcspn(title, " "), title);
        int half = (int)(SCREENS + 1) / 2, at = (int)i;
        if (row + 1 + at % half < d->column.bottom)
            frame_text(d->frame, row + 1 + at % half, d->column.left + at / half * 20,
                (size_t)at == screen_of(d->view->page) ? STYLE_STRONG : STYLE_FAINT, text);
    }
}

/* ---- all of it ---- */

static void draw_head(struct drawing *d)
{
    struct column *c = &d->column;
    const struct page_kind *kind = &page_kinds[d->view->page];
    char place[32];
    snprintf(place, sizeof place, "%zu of %d", screen_of(d->view->page) + 1, SCREENS);
    if (d->figures->glance)
        snprintf(place, sizeof place, "reading the log");
    frame_text(d->frame, 0, c->left, STYLE_TITLE, d->view->help ? "Statistics" : kind->title);
    frame_text(d->frame, 0, c->left + c->width - (int)strlen(place), STYLE_FAINT, place);
    if (d->frame->rows >= ROOMY_ROWS && !d->view->help)
        frame_put(d->frame, 1, c->left, c->width, STYLE_FAINT, kind->about, strlen(kind->about));
    c->top = d->frame->rows >= ROOMY_ROWS ? 3 : 1;
}

static void draw_foot(struct drawing *d)
{
    size_t screen = screen_of(d->view->page);
    bool several = screen_pages[screen + 1] - screen_pages[screen] > 1;
    int row = d->frame->rows - 1, at = d->column.left, end = at + d->column.width;
    for (size_t i = 0; i < KEYS; i++) {
        const struct stats_key *key = &keys[i];
        if (!key->name || (key->intent == GO_PAGES && !several))
            continue;
        if (at + (int)(strlen(key->name) + 1 + strlen(key->label)) > end)
            break;
        at = frame_text(d->frame, row, at, STYLE_KEY, key->name);
        at = frame_text(d->frame, row, at + 1, STYLE_FAINT, key->label) + 3;
    }
    d->column.bottom = row - (d->frame->rows >= ROOMY_ROWS ? 1 : 0);
}

bool stats_draw(struct stats_view *view, const struct figures *figures, struct frame *frame)
{
    struct drawing d = {view, figures, frame, part_column(frame, STATS_MOST)};
    if (!screen_fits(frame->rows, frame->cols)) {
        screen_draw_too_small(frame);
        return !frame->failed;
    }
    draw_head(&d);
    draw_foot(&d);
    if (view->help)
        draw_help(&d);
    else
        draw_page(&d);
    return !frame->failed;
}
