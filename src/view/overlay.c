#include "view/overlay.h"

#include "deck/cloze.h"
#include "view/phrases.h"
#include "view/widgets.h"

#include <stdio.h>
#include <string.h>

#define STAGE 1U /* the only stage of an overlay */

static const struct key_row overlay_rows[] = {
    SCROLLING_ROWS(STAGE),
    {"close", {KEY_ESCAPE_CODE, 'q', KEY_ENTER_CODE}, STAGE, {.close = true}, "back", 0,
        "back to the card"},
};
const struct key_table overlay_keys = {overlay_rows, COUNT(overlay_rows), false};

struct intent overlay_find(const struct overlay_view *overlay, const struct key_table *table,
    const struct settings *settings, unsigned stage, uint32_t key)
{
    if (keys_find(table, settings, stage, key).overlay == overlay->shown)
        return (struct intent){.close = true};
    return keys_find(&overlay_keys, settings, STAGE, key);
}

void overlay_follow(struct overlay_view *overlay, const struct intent *intent)
{
    widget_scroll(&overlay->top, overlay->page, intent->lines);
    if (intent->close)
        overlay->shown = OVERLAY_NONE;
}

static void overlay_end(struct overlay_view *overlay, struct page *page,
    const struct settings *settings, struct frame *frame, struct column *c)
{
    bool scrolls = page_end(page, &overlay->top, &overlay->page, frame, c);
    widget_keys(&overlay_keys, settings, STAGE, scrolls ? WHEN_SCROLLS : 0, frame, c);
}

/* ---- keys ---- */

#define KEYS_GAP 2

/* The column where the help starts: after the longest key names that take at most half of the
 * width. */
static int overlay_help_column(
    const struct key_table *table, const struct settings *settings, unsigned stage, int width)
{
    struct buf keys = {0};
    int widest = 0;
    for (size_t at = 0; keys_help(table, settings, stage, &at, &keys);) {
        int columns = text_width(buf_string(&keys), keys.length) + KEYS_GAP;
        if (columns > widest && columns <= width / 2)
            widest = columns;
    }
    buf_done(&keys);
    return widest;
}

void overlay_draw_keys(struct overlay_view *overlay, const struct key_table *table,
    const struct settings *settings, unsigned stage, struct frame *frame)
{
    struct column c = widget_heading("Keys", MEASURE_MAX, frame);
    struct page page;
    struct buf keys = {0};
    const char *help;
    int col = overlay_help_column(table, settings, stage, c.width);
    if (!page_begin(&page, &c, (int)table->count * 4)) {
        frame->failed = true;
        return;
    }
    for (size_t at = 0; (help = keys_help(table, settings, stage, &at, &keys));) {
        page_put(&page, 0, STYLE_KEY, buf_string(&keys));
        if (text_width(buf_string(&keys), keys.length) + KEYS_GAP > col)
            page.row++;
        page_text(&page, col, STYLE_PLAIN, help);
    }
    frame->failed |= keys.failed;
    buf_done(&keys);
    overlay_end(overlay, &page, settings, frame, &c);
}

/* ---- history ---- */

/* The height of an interval's bar, 1 to 8: logarithmic, because intervals grow by factors. */
static int overlay_bar_height(int interval, int most)
{
    int height = 0, full = 0;
    for (int64_t square = (int64_t)interval * interval; square > 1; square /= 2)
        height++;
    for (int64_t square = (int64_t)most * most; square > 1; square /= 2)
        full++;
    return full ? 1 + height * 7 / full : 1;
}

static enum style overlay_rating_style(const struct review *review)
{
    return (enum style)(STYLE_RATING_1 + review->rating - 1);
}

/* Draws a bar per rating, for the interval that it gave; the latest is at the right. */
static void overlay_put_plot(struct page *page, const struct card_history *history)
{
    static const char *const bars[] = {"", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char label[] = "intervals ";
    int col = (int)strlen(label), most = 1;
    size_t capacity = (size_t)(page->frame.cols - col) / 2;
    size_t first = history->count > capacity ? history->count - capacity : 0;
    page_put(page, 0, STYLE_FAINT, label);
    for (size_t i = first; i < history->count; i++) {
        int interval = history->events[i].after.interval;
        most = interval > most ? interval : most;
    }
    for (size_t i = first; i < history->count; i++) {
        const struct event *event = &history->events[i];
        if (event->is_change)
            continue;
        page_put(page, col, overlay_rating_style(&event->review),
            bars[overlay_bar_height(event->after.interval, most)]);
        col += 2;
    }
    page->row += 2;
}

/* Where the columns of the table start; 0 for those that are not shown. The last three are for
 * cards with a memory. */
struct overlay_history_columns {
    int rating, interval, ease, due, kind, stability, difficulty, recall;
};

/* Puts the recall that was predicted for a rating, and the memory after the event. */
static void overlay_put_memory(
    struct page *page, const struct overlay_history_columns *at, const struct event *event)
{
    char words[PHRASE_SIZE];
    const struct past *past = &event->after.past;
    if (past_is_known(past)) {
        page_put(page, at->stability, STYLE_PLAIN,
            phrase_stability(past->memory.state[MEMORY_STABILITY], words));
        snprintf(words, sizeof words, "%.1f", (double)past->memory.state[MEMORY_DIFFICULTY]);
        if (at->difficulty)
            page_put(page, at->difficulty, STYLE_PLAIN, words);
    }
    if (!event->is_change && event->predicted > 0)
        page_put(page, at->recall, STYLE_PLAIN, phrase_percent(event->predicted, words));
}

static void overlay_put_event(
    struct page *page, const struct overlay_history_columns *at, const struct event *event)
{
    char date[DATE_SIZE], text[PHRASE_SIZE], words[PHRASE_SIZE];
    const struct review *review = &event->review;
    const struct schedule *after = &event->after;
    page_put(page, 0, STYLE_PLAIN, date_text(event_day(event), date));
    if (event->is_change) {
        page_put(page, at->rating, STYLE_FAINT, change_word(event->change.kind));
    } else {
        snprintf(text, sizeof text, "%d %s", review->rating, rating_words(review->rating));
        page_put(page, at->rating, overlay_rating_style(review), text);
    }
    if (at->interval)
        page_put(page, at->interval, STYLE_PLAIN,
            after->interval ? phrase_days(after->interval, words) : "-");
    snprintf(text, sizeof text, "%d.%02d", after->sm2.ease / 100, after->sm2.ease % 100);
    if (at->ease)
        page_put(page, at->ease, STYLE_PLAIN, text);
    if (at->recall)
        overlay_put_memory(page, at, event);
    if (at->due && after->due != NO_DAY)
        page_put(page, at->due, STYLE_PLAIN, date_text(after->due, date));
    if (at->kind && !event->is_change)
        page_put(page, at->kind, STYLE_FAINT, review_kind_word(review->kind));
    page->row++;
}

/* The columns that fit: for cards with a memory, or without. */
static struct overlay_history_columns overlay_columns(int cols, bool recalls)
{
    if (!recalls)
        return cols >= 60 ? (struct overlay_history_columns){13, 28, 39, 47, 60, 0, 0, 0}
                          : (struct overlay_history_columns){11, 24, 33, 0, 0, 0, 0, 0};
    return cols >= 70   ? (struct overlay_history_columns){12, 25, 0, 0, 63, 34, 44, 55}
           : cols >= 62 ? (struct overlay_history_columns){12, 25, 0, 0, 0, 34, 44, 55}
                        : (struct overlay_history_columns){11, 0, 0, 0, 0, 31, 0, 24};
}

static void overlay_put_table(struct page *page, const struct card_history *history)
{
    const struct overlay_history_columns at =
        overlay_columns(page->frame.cols, regime_has_memory(&history->regime));
    const struct {
        int col;
        const char *title;
    } titles[] = {{at.rating, "rating"}, {at.interval, "interval"}, {at.ease, "ease"},
        {at.stability, at.difficulty ? "stability" : "stable"}, {at.difficulty, "difficulty"},
        {at.recall, "recall"}, {at.due, "due"}};
    page_put(page, 0, STYLE_FAINT, "day");
    for (size_t i = 0; i < COUNT(titles); i++)
        if (titles[i].col)
            page_put(page, titles[i].col, STYLE_FAINT, titles[i].title);
    page->row++;
    for (size_t i = history->count; i > 0; i--)
        overlay_put_event(page, &at, &history->events[i - 1]);
}

/* Writes the card's current schedule. */
static void overlay_put_state(
    struct page *page, const struct schedule *schedule, const struct regime *regime, int today)
{
    struct buf line = {0};
    char due[PHRASE_SIZE];
    phrase_schedule(schedule, regime, today, &line);
    bool known = line.length > 0;
    if (!known)
        buf_text(&line, "No ratings yet.");
    if (known && schedule->due != NO_DAY)
        buf_format(&line, ", due %s", phrase_next(schedule->due, today, due));
    page_line(page, 0, STYLE_STRONG, &line);
    page->row++;
}

void overlay_draw_history(
    struct overlay_view *overlay, const struct shown_history *shown, struct frame *frame)
{
    const struct card_history *history = shown->history;
    struct column c = widget_heading("History", MEASURE_MAX, frame);
    struct buf line = {0};
    struct page page;
    if (!page_begin(&page, &c, (int)history->count + 8)) {
        frame->failed = true;
        return;
    }
    cloze_one_line(&shown->card->card, page.frame.cols, &line);
    widget_line(&page.frame, page.row++, 0, page.frame.cols, STYLE_FAINT, &line);
    overlay_put_state(&page, &shown->card->schedule, &history->regime, shown->today);
    if (history->count) {
        overlay_put_plot(&page, history);
        overlay_put_table(&page, history);
    }
    overlay_end(overlay, &page, shown->settings, frame, &c);
}
