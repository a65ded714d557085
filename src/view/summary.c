/* The most important facts come first, because on a small screen the rest must be scrolled to. */
#include "view/screen_parts.h"

#include "view/phrases.h"
#include "view/widgets.h"

#include <stdio.h>
#include <string.h>

#define ROWS_MAX     40
#define WIDE_COLS    68 /* at this width or more, bars and facts stand side by side */
#define FACTS_COL    34 /* the column where the facts start if they stand beside the bars */
#define FACT_COLS    9  /* for the name of a fact */
#define LABEL_COLS   14 /* for the name of a rating */
#define NUMBER_COLS  6
#define PLOT_HEIGHT  2 /* rows */
#define DAY_COLS     5 /* for a day of the plot; up to DAY_COLS_MAX on a wide screen */
#define DAY_COLS_MAX 9

/* ---- the session ---- */

static void summary_put_heading(struct page *page, const struct session *session)
{
    struct buf line = {0};
    if (session->rating_count)
        buf_text(&line, session->options.cram ? "Cramming is over." : "Done for today.");
    else
        phrase_nothing(session, &line);
    page_line(page, 0, STYLE_STRONG, &line);
}

static void summary_put_tally(struct page *page, const struct session_tally *tally)
{
    char total[PHRASE_SIZE];
    struct buf line = {0};
    phrase_count(tally->cards, "card", &line);
    buf_text(&line, ", ");
    phrase_count(tally->ratings, "rating", &line);
    buf_format(&line, " in %s", phrase_time(tally->spent_ms, total));
    page_line(page, 0, STYLE_PLAIN, &line);
}

/* Draws a bar for each rating, with 5 on top. */
static void summary_put_bars(struct page *page, const struct session_tally *tally, int width)
{
    size_t most = 1;
    for (int rating = 1; rating <= 5; rating++)
        if (tally->by_rating[rating] > most)
            most = tally->by_rating[rating];
    int available = width - LABEL_COLS - NUMBER_COLS;
    for (int rating = 5; rating >= 1; rating--, page->row++) {
        char label[PHRASE_SIZE], number[PHRASE_SIZE];
        size_t count = tally->by_rating[rating];
        enum style style = (enum style)(STYLE_RATING_1 + rating - 1);
        snprintf(label, sizeof label, "%d %s", rating, rating_words((enum rating)rating));
        snprintf(number, sizeof number, " %zu", count);
        page_put(page, 0, style, label);
        int length = (int)((count * (size_t)available + most - 1) / most);
        frame_run(&page->frame, page->row, LABEL_COLS, length, style, "█");
        page_put(page, LABEL_COLS + length, count ? STYLE_PLAIN : STYLE_FAINT, number);
    }
}

/* ---- the day ---- */

/* Writes a fact after its name, and frees the fact's text. */
static void summary_put_fact(struct page *page, int col, const char *name, struct buf *fact)
{
    int from = col + FACT_COLS;
    page_put(page, col, STYLE_FAINT, name);
    widget_line(&page->frame, page->row++, from, page->frame.cols - from, STYLE_PLAIN, fact);
}

static void summary_put_facts(struct page *page, int col, const struct summary *s)
{
    struct buf fact = {0};
    phrase_recall(s, &fact);
    summary_put_fact(page, col, "Recall", &fact);
    phrase_pace(s, &fact);
    summary_put_fact(page, col, "Pace", &fact);
    phrase_streak(s, &fact);
    summary_put_fact(page, col, "Streak", &fact);
    phrase_cap(s->caps.used.new, s->caps.caps.new_cards, &fact);
    summary_put_fact(page, col, "New", &fact);
    phrase_cap(s->caps.used.new + s->caps.used.due, s->caps.caps.cards, &fact);
    summary_put_fact(page, col, "Cards", &fact);
}

/* ---- the days to come ---- */

static void summary_put_column(struct page *page, int col, size_t count, size_t most)
{
    static const char *const parts[] = {"", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    size_t eighths = (count * PLOT_HEIGHT * 8 + most - 1) / most;
    for (int row = PLOT_HEIGHT - 1; row >= 0 && eighths > 0; row--) {
        size_t part = eighths > 8 ? 8 : eighths;
        frame_run(&page->frame, page->row + row, col, 3, STYLE_DUE, parts[part]);
        eighths -= part;
    }
}

static void summary_put_forecast(struct page *page, const struct session *session)
{
    static const char *const names[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    const size_t *days = session->upcoming.days;
    int step = page->frame.cols >= WIDE_COLS ? DAY_COLS_MAX : DAY_COLS;
    size_t most = 0;
    for (int i = 0; i < UPCOMING_DAYS; i++)
        most = days[i] > most ? days[i] : most;
    if (!most)
        return;
    page->row++;
    for (int i = 0; i < UPCOMING_DAYS; i++) {
        char count[PHRASE_SIZE];
        int weekday = ((session->today + 1 + i) % 7 + 7) % 7; /* day 0 was a Thursday */
        summary_put_column(page, i * step, days[i], most);
        snprintf(count, sizeof count, "%zu", days[i]);
        int row = page->row + PLOT_HEIGHT, col = i * step;
        frame_text(&page->frame, row, col, days[i] ? STYLE_PLAIN : STYLE_FAINT, count);
        frame_text(&page->frame, row + 1, col, STYLE_FAINT, names[weekday]);
    }
    page->row += PLOT_HEIGHT + 2;
}

static void summary_put_hardest(struct page *page, const struct summary *s)
{
    if (!s->hardest_count)
        return;
    page->row++;
    page_put(page, 0, STYLE_FAINT, "Hardest today");
    page->row++;
    for (size_t i = 0; i < s->hardest_count; i++, page->row++) {
        char rating[PHRASE_SIZE];
        snprintf(rating, sizeof rating, "%d", s->hardest[i].worst);
        page_put(page, 0, (enum style)(STYLE_RATING_1 + s->hardest[i].worst - 1), rating);
        widget_card(
            &page->frame, page->row, 2, page->frame.cols - 2, STYLE_PLAIN, s->hardest[i].question);
    }
}

/* ---- the whole screen ---- */

static void summary_put_numbers(
    struct page *page, const struct session *session, const struct session_tally *tally)
{
    bool wide = page->frame.cols >= WIDE_COLS, bars = tally->ratings > 0;
    int row = page->row;
    if (bars)
        summary_put_bars(page, tally, wide ? FACTS_COL - 2 : page->frame.cols);
    if (bars && wide)
        page->row = row;
    else if (bars)
        page->row++;
    summary_put_facts(page, bars && wide ? FACTS_COL : 0, &session->summary);
}

void summary_draw(struct screen *screen, const struct session *session, struct frame *frame)
{
    struct session_tally tally = session_tally(session);
    struct column c = widget_head(session, frame);
    struct page page;
    struct buf line = {0};
    widget_say(session, screen->greeting, frame, &c);
    if (!page_begin(&page, &c, ROWS_MAX)) {
        frame->failed = true;
        return;
    }
    summary_put_heading(&page, session);
    if (tally.ratings)
        summary_put_tally(&page, &tally);
    phrase_upcoming(session, true, &line); /* the plot below shows the days */
    page_line(&page, 0, STYLE_PLAIN, &line);
    page.row += frame->rows >= ROOMY_ROWS;
    summary_put_numbers(&page, session, &tally);
    summary_put_forecast(&page, session);
    summary_put_hardest(&page, &session->summary);
    if (screen->shown_stage != SESSION_OVER)
        screen->top = 0;
    screen->shown_stage = SESSION_OVER;
    bool scrolls = page_end(&page, &screen->top, &screen->page, frame, &c);
    widget_keys(&card_keys, session->options.settings, screen_stage(session),
        WHEN_DONE | (scrolls ? WHEN_SCROLLS : 0U) | (session->redo_count ? WHEN_UNDONE : 0U) |
            (session->due_left || session->new_left ? WHEN_MORE : 0U),
        frame, &c);
}
