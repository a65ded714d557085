#include "view/reader.h"

#include "view/widgets.h"

#include <string.h>

#define PLOT_MIN   9    /* rows: a shorter plot says little, so the screen scrolls instead */
#define READER_MAX 1000 /* columns: plots and tables use the whole width */

void reader_done(struct reader *reader)
{
    buf_done(&reader->lines);
    *reader = (struct reader){0};
}

/* ---- keys ---- */

#define FORECAST ((unsigned)READER_FORECAST)
#define RETIRED  ((unsigned)READER_RETIRED)
#define ANY      (FORECAST | RETIRED)

static const struct key_row reader_rows[] = {
    SCROLLING_ROWS(ANY),
    {"quit", {'q'}, ANY, {.quit = true}, "back", 0, "leave"},
    {NULL, {KEY_ESCAPE_CODE}, ANY, {.quit = true}, NULL, 0, "leave"},
    BROWSE_ROW(ANY, "browse"),
    STATISTICS_ROW(ANY, "stats"),
    FORECAST_ROW(RETIRED, "forecast"),
    RETIRED_ROW(FORECAST, "retired"),
    {"help", {'?', KEY_F1_CODE}, ANY, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    TERMINAL_ROWS(ANY),
};
const struct key_table reader_keys = {reader_rows, COUNT(reader_rows), false};

struct intent reader_key(struct reader *reader, uint32_t key)
{
    if (reader->overlay.shown) {
        struct intent over =
            overlay_find(&reader->overlay, &reader_keys, reader->settings, reader->kind, key);
        overlay_follow(&reader->overlay, &over);
        return (struct intent){0};
    }
    struct intent intent = keys_find(&reader_keys, reader->settings, reader->kind, key);
    widget_scroll(&reader->top, reader->page, intent.lines);
    if (intent.overlay)
        reader->overlay = (struct overlay_view){intent.overlay, 0, 0};
    return intent;
}

/* ---- drawing ---- */

/* Draws what covers the whole screen. Returns whether something does. */
static bool reader_is_covered(struct reader *reader, struct frame *frame)
{
    if (widget_too_small(frame))
        return true;
    if (reader->overlay.shown)
        overlay_draw_keys(&reader->overlay, &reader_keys, reader->settings, reader->kind, frame);
    return reader->overlay.shown != OVERLAY_NONE;
}

static void reader_end(
    const struct reader *reader, bool scrolls, struct frame *frame, struct column *c)
{
    widget_keys(&reader_keys, reader->settings, reader->kind, scrolls ? WHEN_SCROLLS : 0, frame, c);
}

/* ---- the forecast ---- */

static int reader_count_lines(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* Adds lines of safe text, each of which fits. */
static void reader_put_lines(struct page *page, const char *text)
{
    for (size_t length; *text; text += length + (text[length] == '\n'), page->row++) {
        length = strcspn(text, "\n");
        frame_put(&page->frame, page->row, 0, page->frame.cols, STYLE_PLAIN, text, length);
    }
}

/* Draws the plot, and the sentences below it, which are what one came for. */
static bool reader_put_outlook(struct reader *reader, const struct outlook *outlook,
    struct frame *frame, const struct column *c)
{
    struct buf words = {0};
    struct page page;
    bool good = outlook_words(outlook, c->width < MEASURE_MAX ? c->width : MEASURE_MAX, &words);
    int lines = reader_count_lines(buf_string(&words)), plot = c->bottom - c->top - lines - 1;
    plot = plot < PLOT_MIN ? PLOT_MIN : plot;
    good = page_begin(&page, c, plot + 1 + lines) && good;
    if (good) {
        good = outlook_draw(outlook, reader->ascii, plot, &page.frame);
        page.row = plot + 1;
        reader_put_lines(&page, buf_string(&words));
    }
    frame->failed |= !good;
    buf_done(&words);
    return page_end(&page, &reader->top, &reader->page, frame, c);
}

bool reader_draw_forecast(struct reader *reader, const struct outlook *outlook, struct frame *frame)
{
    bool scrolls = false;
    if (reader_is_covered(reader, frame))
        return !frame->failed;
    static const char title[] = "Forecast";
    struct column c = widget_heading(title, READER_MAX, frame);
    widget_scope(reader->scope, c.left + (int)strlen(title) + 2, c.left + c.width, frame);
    if (outlook)
        scrolls = reader_put_outlook(reader, outlook, frame, &c);
    else
        frame_text(frame, c.top, c.left, STYLE_FAINT, "simulating the days ahead");
    reader_end(reader, scrolls, frame, &c);
    return !frame->failed;
}

/* ---- the retired cards ---- */

const struct text_table_column retired_columns[RETIRED_COLUMNS] = {
    [RETIRED_CARD] = {"card", false, false},
    [RETIRED_DECK] = {"deck", false, true},
    [RETIRED_QUESTION] = {"question", false, true},
    [RETIRED_DAY] = {"retired", false, false},
    [RETIRED_REVIEWS] = {"reviews", true, false},
    [RETIRED_LAPSES] = {"lapses", true, false},
    [RETIRED_INTERVAL] = {"days", true, false},
    [RETIRED_RATED] = {"last rating", false, false},
};

/* Copies the columns that a screen of that width shows. */
static void reader_narrow(const struct text_table *all, int width, struct text_table *table,
    struct text_table_column columns[RETIRED_COLUMNS])
{
    static const struct {
        enum retired_column column;
        int width; /* that the screen needs at least */
    } shown[] = {
        {RETIRED_QUESTION, 0},
        {RETIRED_DECK, 60},
        {RETIRED_DAY, 0},
        {RETIRED_REVIEWS, 60},
        {RETIRED_LAPSES, 90},
        {RETIRED_INTERVAL, 90},
        {RETIRED_RATED, 100},
    };
    const char *cells[RETIRED_COLUMNS], *cell = buf_string(&all->cells);
    *table = (struct text_table){.columns = columns};
    for (size_t i = 0; i < COUNT(shown); i++)
        if (width >= shown[i].width)
            columns[table->column_count++] = retired_columns[shown[i].column];
    for (size_t row = 0; row < all->count / RETIRED_COLUMNS; row++) {
        for (size_t i = 0; i < RETIRED_COLUMNS; i++, cell += strlen(cell) + 1)
            cells[i] = cell;
        for (size_t i = 0; i < COUNT(shown); i++)
            if (width >= shown[i].width)
                text_table_line(table, cells[shown[i].column]);
    }
}

/* Draws the table's titles, and those of its lines that are visible. Returns whether it scrolls. */
static bool reader_put_table(
    struct reader *reader, const char *text, struct frame *frame, const struct column *c)
{
    int lines = reader_count_lines(text) - 1, row = c->top;
    reader->page = c->bottom - c->top - 1;
    if (reader->top > lines - reader->page)
        reader->top = lines > reader->page ? lines - reader->page : 0;
    for (int line = -1; *text && row < c->bottom; line++) {
        size_t length = strcspn(text, "\n");
        if (line < 0 || line >= reader->top)
            frame_put(frame, row++, c->left, c->width, line < 0 ? STYLE_FAINT : STYLE_PLAIN, text,
                length);
        text += length + 1;
    }
    if (reader->top > 0)
        frame_text(frame, c->top + 1, c->left + c->width, STYLE_KEY, "▲");
    if (reader->top + reader->page < lines)
        frame_text(frame, c->bottom - 1, c->left + c->width, STYLE_KEY, "▼");
    return lines > reader->page;
}

static bool reader_lay_table(struct reader *reader, const struct text_table *all, int width)
{
    struct text_table_column columns[RETIRED_COLUMNS];
    struct text_table table;
    buf_clear(&reader->lines);
    reader_narrow(all, width, &table, columns);
    bool good = text_table_print(&table, width, &reader->lines);
    reader->lines_width = good ? width : 0;
    text_table_done(&table);
    return good;
}

bool reader_draw_retired(struct reader *reader, const struct text_table *table, struct frame *frame)
{
    bool scrolls = false;
    if (reader_is_covered(reader, frame))
        return !frame->failed;
    struct column c = widget_heading("Retired cards", READER_MAX, frame);
    if (reader->lines_width != c.width && !reader_lay_table(reader, table, c.width))
        return false;
    if (table->count)
        scrolls = reader_put_table(reader, buf_string(&reader->lines), frame, &c);
    else
        widget_fitted(
            frame, c.top, c.left, c.width, STYLE_FAINT, "None: no card has left its deck's file");
    reader_end(reader, scrolls, frame, &c);
    return !frame->failed;
}
