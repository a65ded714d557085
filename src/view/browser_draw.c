/* The list and the selected card: beside it on a wide screen, below it on a tall one, instead of it
 * on a small one.
 *
 *   Title                                             12 of 3400 cards
 *   Search: layer▏
 *     question                    state     due▲        interval  ease
 *   ❯ What does a layer do?       young     in 5 d           6 d  2.50
 *   ────────────
 *   the card                                                              */
#include "view/browser.h"

#include "view/browser_parts.h"
#include "view/phrases.h"
#include "view/widgets.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define BROWSER_MAX 200 /* columns */
#define BESIDE_COLS 120 /* at this width or more, the card is beside the list */
#define GAP         2
#define GUTTER      2 /* columns before the question: the selected row, and marked cards */

/* ---- columns ---- */

enum list_column {
    SHOW_STATE,
    SHOW_DUE,
    SHOW_INTERVAL,
    SHOW_EASE,
    SHOW_RECALL,
    SHOW_DIFFICULTY,
    SHOW_LAPSES,
    SHOW_DECK,
    SHOWN
};

static const struct {
    const char *title;
    int width;
    bool right; /* right-aligned, for numbers */
    enum browse_column sorts;
} columns[SHOWN] = {
    [SHOW_STATE] = {"state", 8, false, BROWSE_STATE},
    [SHOW_DUE] = {"due", 11, false, BROWSE_DUE},
    [SHOW_INTERVAL] = {"interval", 8, true, BROWSE_INTERVAL},
    [SHOW_EASE] = {"ease", 4, true, BROWSE_EASE},
    [SHOW_RECALL] = {"recall", 6, true, BROWSE_RECALL},
    [SHOW_DIFFICULTY] = {"difficulty", 10, true, BROWSE_DIFFICULTY},
    [SHOW_LAPSES] = {"lapses", 6, true, BROWSE_LAPSES},
    [SHOW_DECK] = {"deck", 16, false, BROWSE_COLUMNS},
};

const char *browser_column(enum browse_column column)
{
    for (size_t i = 0; i < SHOWN; i++)
        if (columns[i].sorts == column)
            return columns[i].title;
    return "deck order";
}

/* Where the columns start; 0 for those that do not fit. */
struct browser_layout {
    int question, question_width;
    int at[SHOWN];
};

/* Adds the column that the list is sorted by, then the others by importance, as long as the
 * question keeps two fifths of the width. */
static struct browser_layout browser_draw_layout_of(
    const struct browse *browse, const struct column *c)
{
    static const enum list_column matter[] = {SHOW_DUE, SHOW_STATE, SHOW_DECK, SHOW_INTERVAL,
        SHOW_RECALL, SHOW_EASE, SHOW_DIFFICULTY, SHOW_LAPSES};
    static_assert(sizeof matter / sizeof *matter == SHOWN, "each column once");
    struct browser_layout l = {c->left + GUTTER, c->width - GUTTER, {0}};
    int least = l.question_width * 2 / 5 > 18 ? l.question_width * 2 / 5 : 18;
    for (int sorted = 1; sorted >= 0; sorted--) {
        for (size_t i = 0; i < SHOWN; i++) {
            enum list_column column = matter[i];
            int rest = l.question_width - columns[column].width - GAP;
            if (l.at[column] || (columns[column].sorts == browse->sorted_by) != sorted ||
                rest < least || (column == SHOW_DECK && browse->deck_count < 2) ||
                !browse_has_column(browse, columns[column].sorts))
                continue;
            l.question_width = rest;
            l.at[column] = 1;
        }
    }
    int at = l.question + l.question_width + GAP;
    for (size_t i = 0; i < SHOWN; i++) {
        if (!l.at[i])
            continue;
        l.at[i] = at;
        at += columns[i].width + GAP;
    }
    return l;
}

/* Draws a column's title, with a mark if the list is sorted by it: in the order of the files it is
 * not sorted, nor once cards have changed in that column. A click sorts by it. */
static void browser_draw_title(const struct browse *browse, struct frame *frame, int row, int col,
    int width, const char *title, enum browse_column sorts)
{
    int end = frame_text(frame, row, col, STYLE_FAINT, title);
    if (sorts == browse->sorted_by && sorts != BROWSE_POSITION && !browse->disordered)
        frame_text(frame, row, end, STYLE_KEY, browse->descending ? "▼" : "▲");
    if (sorts != BROWSE_COLUMNS)
        frame_zone(frame, row, col, 1, width, KEY_CLICK(CLICK_HEAD, sorts));
}

static void browser_draw_titles(
    const struct browse *browse, const struct browser_layout *l, struct frame *frame, int row)
{
    browser_draw_title(
        browse, frame, row, l->question, l->question_width, "question", BROWSE_POSITION);
    for (size_t i = 0; i < SHOWN; i++)
        if (l->at[i])
            browser_draw_title(browse, frame, row, l->at[i], columns[i].width + 1, columns[i].title,
                columns[i].sorts);
}

/* ---- rows ---- */

/* The text of a cell in any column except the deck. */
static const char *browser_draw_cell(const struct browse *browse, const struct listed_card *card,
    enum list_column column, char words[PHRASE_SIZE])
{
    const struct schedule *s = &card->schedule;
    bool scheduled = s->due != NO_DAY;
    switch (column) {
    case SHOW_STATE:
        return browser_state(s);
    case SHOW_DUE:
        return browser_when(s, browse->today, words);
    case SHOW_INTERVAL:
        return scheduled ? phrase_days(s->interval, words) : "-";
    case SHOW_EASE:
        return scheduled ? browser_ease(browse, card, words) : "-";
    case SHOW_RECALL:
    case SHOW_DIFFICULTY:
        return browser_memory(browse, card, columns[column].sorts, words);
    default:
        snprintf(words, PHRASE_SIZE, "%d", s->lapses);
        return scheduled || s->lapses ? words : "-";
    }
}

static void browser_draw_row(const struct browse *browse, const struct listed_card *card,
    const char *question, bool selected, const struct browser_layout *l, struct frame *frame,
    int row)
{
    char words[PHRASE_SIZE];
    bool rests = schedule_rests(&card->schedule, browse->today);
    enum style style = selected ? STYLE_STRONG : rests ? STYLE_FAINT : STYLE_PLAIN;
    if (selected)
        frame_text(frame, row, l->question - GUTTER, STYLE_KEY, "❯");
    if (browse_is_marked(browse, card->card_id))
        frame_text(frame, row, l->question - 1, STYLE_KEY, "•");
    widget_card(frame, row, l->question, l->question_width, style, question);
    for (size_t i = 0; i < SHOWN; i++) {
        if (!l->at[i])
            continue;
        if (i == SHOW_DECK) {
            const char *name = buf_string(&browse_deck(browse, card)->name);
            widget_untrusted(frame, row, l->at[i], columns[i].width, STYLE_FAINT, name);
            continue;
        }
        const char *text = browser_draw_cell(browse, card, (enum list_column)i, words);
        int shift = columns[i].right ? columns[i].width - (int)strlen(text) : 0;
        bool warns = (i == SHOW_STATE && card->schedule.leech) || (i == SHOW_DUE && rests);
        frame_text(frame, row, l->at[i] + shift, warns ? STYLE_WARNING : STYLE_PLAIN, text);
    }
}

static const char *browser_draw_nothing_found(const struct browse *browse)
{
    if (browse_is_searching(browse))
        return "Searching…";
    return browse->cards.count ? "No matching cards" : "There are no cards here yet";
}

static void browser_draw_rows(const struct browser *b, const struct browse *browse,
    struct frame *frame, const struct column *c)
{
    struct browser_layout l = browser_draw_layout_of(browse, c);
    browser_draw_titles(browse, &l, frame, c->top - 1);
    if (browse->found_count == 0)
        widget_fitted(frame, c->top, l.question, c->width - GUTTER, STYLE_FAINT,
            browser_draw_nothing_found(browse));
    const char *question = buf_string(&b->questions);
    const char *end = question + b->questions.length;
    for (size_t i = 0; i < b->page && question < end; i++) {
        browser_draw_row(browse, browse_row(browse, b->top + i), question, b->top + i == b->row, &l,
            frame, c->top + (int)i);
        question += strlen(question) + 1;
    }
    frame_zone_rows(frame, c->top, c->left, (int)b->page, c->width, KEY_CLICK(CLICK_ROW, 0));
    widget_bar(frame, c, b->top, browse->found_count, CLICK_BAR);
}

/* ---- the card ---- */

/* Where to break a line of ASCII text so that its beginning fits: after the last comma that does; 0
 * if it fits as a whole, or has no such comma. */
static size_t browser_draw_break(const char *line, int width)
{
    size_t at = strlen(line) > (size_t)width ? (size_t)width : 0;
    while (at > 0 && line[at - 1] != ',')
        at--;
    return at;
}

/* Draws the card's schedule in one row, or in two if it is too long for one and may have them.
 * Returns how many. */
static int browser_draw_schedule(const struct browser *b, const struct browse *browse,
    struct frame *frame, int row, const struct column *c, bool two)
{
    struct buf line = {0}, rest = {0};
    browser_schedule(browse, &b->card, &line);
    size_t at = two ? browser_draw_break(buf_string(&line), c->width) : 0;
    if (at) {
        buf_text(&rest, buf_string(&line) + at + 1);
        buf_cut(&line, at);
    }
    widget_line(frame, row, c->left, c->width, STYLE_FAINT, &line);
    widget_line(frame, row + 1, c->left, at ? c->width : 0, STYLE_FAINT, &rest);
    return at ? 2 : 1;
}

static void browser_draw_card(
    struct browser *b, const struct browse *browse, struct frame *frame, struct column c)
{
    struct styled *styled = &b->text.styled;
    struct buf facts = {0};
    bool apart = frame->rows >= ROOMY_ROWS;
    if (browse->found_count == 0)
        return;
    browser_facts(&b->card, browse->deck_count > 1, &facts);
    bool has_facts = facts.length > 0;
    widget_line(frame, c.top, c.left, c.width, STYLE_FAINT, &facts);
    c.top += has_facts;
    c.top += browser_draw_schedule(b, browse, frame, c.top, &c, apart);
    c.top += apart;
    const struct card_face face = {
        .card = &b->card.card, .hint = b->card.card.hint[0] != '\0', .answer = true};
    styled->wide = 0;
    int rows = c.bottom - c.top > 1 ? c.bottom - c.top : 1;
    card_text_fit(&b->text, &b->card.card, c.width, rows, 0);
    card_text_lay(&b->text, &face, c.width, rows);
    int lines = (int)styled->count;
    b->text_page = rows;
    b->text_top = b->text_top > lines - rows ? lines - rows : b->text_top;
    b->text_top = b->text_top < 0 ? 0 : b->text_top;
    for (int i = 0; i < rows && b->text_top + i < lines; i++)
        frame_styled(frame, c.top + i, c.left, styled, (size_t)(b->text_top + i));
    widget_bar(frame, &c, (size_t)b->text_top, styled->count, CLICK_CARD_BAR);
    frame->failed |= styled->failed;
}

/* ---- header and footer ---- */

static void browser_draw_head(
    const struct browse *browse, struct frame *frame, const struct column *c)
{
    struct buf count = {0}, title = {0};
    browser_count(browse, &count);
    if (browse->deck_count == 1)
        text_safe(&title, buf_string(&browse->decks[0].name), TEXT_ONE_LINE);
    else
        buf_format(&title, "Cards of %zu decks", browse->deck_count);
    int begin = c->left + c->width - text_width(buf_string(&count), count.length);
    int width = begin - c->left > 4 ? begin - c->left - 2 : 0;
    widget_line(frame, 0, c->left, width, STYLE_TITLE, &title);
    widget_line(frame, 0, begin, c->width, STYLE_FAINT, &count);
}

static void browser_draw_search(
    const struct browser *b, struct frame *frame, const struct column *c)
{
    bool open = b->line == BROWSER_SEARCH_LINE;
    if (open || b->typed.length)
        browser_draw_line(b, frame, 1, c, "Search: ", &b->typed, open);
    else
        frame_run(frame, 1, c->left, c->width, STYLE_BAR_REST, "─");
}

/* ---- the whole screen ---- */

/* The positions of the list and the card. */
struct browser_draw_shape {
    struct column list, card;
    bool has_list, has_card;
};

/* `cards` is the total number of cards, however many the search found. A short list leaves more
 * rows for the card. */
static struct browser_draw_shape browser_draw_shape_of(
    const struct browser *b, size_t cards, const struct column *c, bool wide, bool high)
{
    int half = (c->bottom - c->top - 1) / 2;
    struct browser_draw_shape shape = {*c, *c, true, !b->flipped};
    shape.list.top = c->top + 1;
    if (cards == 0) {
        shape.has_card = false;
    } else if (!wide && !high) {
        shape.has_card = b->flipped;
        shape.has_list = !b->flipped;
    } else if (wide && shape.has_card) {
        int card = c->width * 9 / 20 > MEASURE_MAX ? MEASURE_MAX : c->width * 9 / 20;
        shape.card.left += c->width - card;
        shape.card.width = card;
        shape.list.width -= card + 4;
    } else if (shape.has_card) {
        shape.list.bottom = shape.list.top + (cards < (size_t)half ? (int)cards + 1 : half);
        shape.card.top = shape.list.bottom + 1;
    }
    return shape;
}

/* Scrolls so that the selected row is visible. */
static void browser_draw_scroll(struct browser *b, const struct browse *browse, int rows)
{
    size_t count = browse->found_count;
    b->page = rows > 1 ? (size_t)rows : 1;
    if (b->row >= count)
        b->row = count ? count - 1 : 0;
    if (b->top > b->row)
        b->top = b->row;
    if (b->top + b->page <= b->row)
        b->top = b->row - b->page + 1;
    if (b->top + b->page > count)
        b->top = count > b->page ? count - b->page : 0;
}

static enum err_code browser_draw_read_visible(
    struct browser *b, struct browse *browse, struct err *err)
{
    int64_t before = b->card.card_id;
    enum err_code code = browse_questions(browse, b->top, b->page, &b->questions, err);
    if (!code && browse->found_count)
        code = store_card(browse->store, browse_row(browse, b->row)->card_id, &b->card, err);
    if (b->card.card_id != before)
        b->text_top = 0;
    return code;
}

static void browser_draw_overlay(
    struct browser *b, const struct browse *browse, struct frame *frame)
{
    const struct shown_history shown = {&b->card, &b->history, browse->today, b->settings};
    if (b->overlay.shown == OVERLAY_HISTORY)
        overlay_draw_history(&b->overlay, &shown, frame);
    else
        overlay_draw_keys(&b->overlay, browser_table(b), b->settings, browser_stage(b), frame);
}

static unsigned browser_draw_foot_when(const struct browse *browse)
{
    return (browse->step_count ? WHEN_DONE : 0U) |
           (browse->step_count < browse->step_end ? WHEN_UNDONE : 0U);
}

static enum err_code browser_draw_list(
    struct browser *b, struct browse *browse, struct frame *frame, struct err *err)
{
    struct column c = widget_column(frame, BROWSER_MAX);
    bool high = frame->rows >= ROOMY_ROWS, wide = high && frame->cols >= BESIDE_COLS;
    b->covered = !high && b->flipped;
    b->marks = browse->marked.count > 0;
    widget_keys(
        browser_table(b), b->settings, browser_stage(b), browser_draw_foot_when(browse), frame, &c);
    c.top = 2;
    c.bottom = frame->rows - 2;
    bool said = browser_say(b, browse, frame, &c);
    c.bottom -= high;
    struct browser_draw_shape shape = browser_draw_shape_of(b, browse->cards.count, &c, wide, high);
    b->card_shown = shape.has_card;
    browser_draw_scroll(b, browse, shape.list.bottom - shape.list.top);
    enum err_code code = browser_draw_read_visible(b, browse, err);
    if (code)
        return code;
    browser_draw_head(browse, frame, &c);
    browser_draw_search(b, frame, &c);
    if (!said && !browser_draw_below(b, frame, &c) && !shape.has_card && browse->found_count)
        browser_draw_schedule(b, browse, frame, frame->rows - 2, &c, false);
    if (shape.has_list)
        browser_draw_rows(b, browse, frame, &shape.list);
    if (shape.has_list && shape.has_card && !wide)
        frame_run(frame, shape.list.bottom, c.left, c.width, STYLE_BAR_REST, "─");
    if (shape.has_card)
        browser_draw_card(b, browse, frame, shape.card);
    return ERR_NONE;
}

static enum err_code browser_draw_alone(
    struct browser *b, struct browse *browse, struct frame *frame, struct err *err)
{
    browser_draw_scroll(b, browse, (int)b->page);
    enum err_code code = browser_draw_read_visible(b, browse, err);
    if (!code)
        browser_card_draw(b, browse, browser_draw_foot_when(browse), frame);
    return code;
}

enum err_code browser_draw(
    struct browser *b, struct browse *browse, struct frame *frame, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (!frame_resize(frame, frame->rows, frame->cols))
        return err_memory(err);
    bool small = widget_too_small(frame);
    b->look.open = b->look.open && browse->found_count;
    if (!small && b->overlay.shown)
        browser_draw_overlay(b, browse, frame);
    else if (!small && b->look.open)
        code = browser_draw_alone(b, browse, frame, err);
    else if (!small)
        code = browser_draw_list(b, browse, frame, err);
    bool failed = frame->failed || b->typed.failed || b->asked.failed || b->notice.failed;
    return code || !failed ? code : err_memory(err);
}
