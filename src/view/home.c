/* The list has a row for all decks, then one for each deck that matches the filter.
 *
 *   Title                                     2 new · 1 repeat · 30 due
 *                                   new repeat due  mastery     next
 *   ❯ All decks                       2      1  30
 *   • Biology                         2      0  12  ━━━━── 62%  now       */
#include "view/home.h"

#include "base/casefold.h"
#include "base/utf8.h"
#include "view/phrases.h"
#include "view/widgets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOME_MAX    96 /* columns: a list may be wider than text */
#define WIDE_COLS   64 /* at this width or more, mastery and the next day are shown */
#define WIDEST_COLS 84 /* at this width or more, the day last studied is shown, too */
#define MARKS_COLS  2  /* columns before the name */

void home_done(struct home *home)
{
    buf_done(&home->filter);
    buf_done(&home->notice);
    free(home->marked);
    *home = (struct home){0};
}

/* ---- the list ---- */

static bool home_is_listed(struct home *home, const struct deck_overview *deck)
{
    const char *word = buf_string(&home->filter);
    bool ok = true, listed = true;
    for (word += strspn(word, " "); *word && listed; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        listed = casefold_has(deck->facts.name, word, length, &ok) ||
                 casefold_has(deck->facts.id, word, length, &ok);
        word += length;
    }
    home->failed |= !ok;
    return listed;
}

static size_t home_count_listed(struct home *home, const struct overview *overview)
{
    size_t count = 0;
    for (size_t i = 0; i < overview->count; i++)
        count += home_is_listed(home, &overview->decks[i]);
    return count;
}

/* The deck of a row; NULL for the row of all decks and beyond the end. */
static const struct deck_overview *home_deck_of(
    struct home *home, const struct overview *overview, size_t row)
{
    for (size_t i = 0; i < overview->count; i++)
        if (home_is_listed(home, &overview->decks[i]) && row-- == 1)
            return &overview->decks[i];
    return NULL;
}

/* The index of a deck in home->marked; marked_count if it is not marked. */
static size_t home_mark_of(const struct home *home, int64_t deck_id)
{
    size_t i = 0;
    while (i < home->marked_count && home->marked[i] != deck_id)
        i++;
    return i;
}

static bool home_is_marked(const struct home *home, int64_t deck_id)
{
    return home_mark_of(home, deck_id) < home->marked_count;
}

void home_mark(struct home *h, int64_t deck_id)
{
    size_t mark = home_mark_of(h, deck_id);
    if (mark < h->marked_count)
        h->marked[mark] = h->marked[--h->marked_count];
    else if (array_grow(&h->marked, h->marked_count, &h->marked_capacity, sizeof *h->marked))
        h->marked[h->marked_count++] = deck_id;
    else
        h->failed = true;
}

/* `selected` is the deck of the selected row; NULL for the row of all decks. */
static bool home_is_chosen(
    struct home *home, const struct deck_overview *deck, const struct deck_overview *selected)
{
    if (home->marked_count)
        return home_is_marked(home, deck->facts.deck_id);
    return selected ? deck == selected : home_is_listed(home, deck);
}

size_t home_chosen(struct home *home, const struct overview *overview, int64_t *deck_ids)
{
    size_t count = 0;
    const struct deck_overview *mistaken = NULL,
                               *selected = home_deck_of(home, overview, home->row);
    for (size_t i = 0; i < overview->count; i++) {
        const struct deck_overview *deck = &overview->decks[i];
        if (!home_is_chosen(home, deck, selected))
            continue;
        if (deck->file == FILE_MISTAKEN)
            mistaken = deck;
        else
            deck_ids[count++] = deck->facts.deck_id;
    }
    if (count == 0 && mistaken) {
        buf_text(&home->notice, "This file has mistakes; to list them: drill check ");
        text_safe(&home->notice, mistaken->facts.path, TEXT_ONE_LINE);
    }
    return count;
}

/* ---- keys ---- */

static void home_move(struct home *home, const struct overview *overview, long rows)
{
    long last = (long)home_count_listed(home, overview), row = (long)home->row + rows;
    home->row = (size_t)(row < 0 ? 0 : row > last ? last : row);
}

/* Selects the first deck that matches the new filter or, without a filter, the row of all decks. */
static void home_select_first(struct home *home, const struct overview *overview)
{
    home->row = home->top = 0;
    if (home->filter.length)
        home_move(home, overview, 1);
    home->failed |= home->filter.failed;
}

static void home_mark_row(struct home *home, const struct overview *overview)
{
    const struct deck_overview *deck = home_deck_of(home, overview, home->row);
    if (deck)
        home_mark(home, deck->facts.deck_id);
    home_move(home, overview, 1);
}

/* The stages of the key table: whether marks or a filter narrow down the choice. */
#define FREE     1U
#define MARKED   2U
#define FILTERED 4U
#define ANY      (FREE | MARKED | FILTERED)

#define HELP_SELECT "select another deck"

static const struct key_row home_rows[] = {
    {"open", {KEY_ENTER_CODE}, ANY, {.command = HOME_OPEN}, "review", 0,
        "review the marked decks, or the selected one"},
    {"up", {KEY_UP_CODE}, ANY, {.lines = -1}, "move", 0, HELP_SELECT},
    {"down", {KEY_DOWN_CODE}, ANY, {.lines = 1}, "move", 0, HELP_SELECT},
    {"widen", {KEY_ESCAPE_CODE}, MARKED | FILTERED, {.command = HOME_WIDEN}, "back", 0,
        "clear the filter and all marks"},
    {"leave", {KEY_ESCAPE_CODE}, FREE, {.quit = true}, "quit", 0, "leave"},
    {"mark", {KEY_TAB_CODE}, ANY, {.command = HOME_MARK}, "mark", 0, "mark or unmark the deck"},
    {NULL, {KEY_LETTERS_CODE}, ANY, {0}, "filter", 0, "show only decks with these in their name"},
    {"erase", {KEY_BACKSPACE_CODE}, FILTERED, {.command = HOME_ERASE}, NULL, 0, "delete a letter"},
    {"browse", {KEY_F1_CODE + 1}, ANY, {.command = HOME_BROWSE}, NULL, 0,
        "search and change the cards of these decks"},
    {"page-up", {KEY_PAGE_UP_CODE}, ANY, {.lines = -SCREEN_PAGE}, NULL, 0, HELP_PAGE},
    {"page-down", {KEY_PAGE_DOWN_CODE}, ANY, {.lines = SCREEN_PAGE}, NULL, 0, HELP_PAGE},
    {"top", {KEY_HOME_CODE}, ANY, {.lines = -SCREEN_END}, NULL, 0, HELP_ENDS},
    {"bottom", {KEY_END_CODE}, ANY, {.lines = SCREEN_END}, NULL, 0, HELP_ENDS},
    {NULL, {'?'}, FREE | MARKED, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    {"help", {KEY_F1_CODE}, ANY, {.overlay = OVERLAY_KEYS}, "keys", WHEN_TYPED, HELP_KEYS},
    TERMINAL_ROWS(ANY),
};
const struct key_table home_keys = {home_rows, COUNT(home_rows), true};

static unsigned home_stage_of(const struct home *home)
{
    return home->filter.length ? FILTERED : home->marked_count ? MARKED : FREE;
}

static void home_go(struct home *home, const struct overview *overview, int lines)
{
    long page = home->page > 1 ? (long)home->page - 1 : 1, far = (long)overview->count;
    if (lines == SCREEN_PAGE || lines == -SCREEN_PAGE)
        home_move(home, overview, lines > 0 ? page : -page);
    else
        home_move(home, overview, lines > far ? far : lines < -far ? -far : lines);
}

enum home_action home_key(struct home *home, const struct overview *overview, uint32_t key)
{
    buf_clear(&home->notice);
    unsigned stage = home_stage_of(home);
    if (home->overlay.shown) {
        struct intent over = overlay_find(&home->overlay, &home_keys, home->settings, stage, key);
        overlay_follow(&home->overlay, &over);
        return HOME_NONE;
    }
    struct intent intent = keys_find(&home_keys, home->settings, stage, key);
    uint32_t character = key & ~KEY_PASTED;
    home_go(home, overview, intent.lines);
    if (intent.overlay) {
        home->overlay = (struct overlay_view){intent.overlay, 0, 0};
    } else if (key_is_text(character)) {
        char text[KEY_NAME_SIZE];
        buf_text(&home->filter, character == ' ' ? " " : key_word(character, text));
        home_select_first(home, overview);
    } else if (intent.command == HOME_MARK) {
        home_mark_row(home, overview);
    } else if (intent.command == HOME_WIDEN) {
        buf_clear(&home->filter);
        home->marked_count = 0;
        home_select_first(home, overview);
    } else if (intent.command == HOME_ERASE) {
        utf8_drop_last(&home->filter);
        home_select_first(home, overview);
    }
    if (intent.quit)
        return HOME_QUIT;
    return intent.command == HOME_OPEN || intent.command == HOME_BROWSE
               ? (enum home_action)intent.command
               : HOME_NONE;
}

/* ---- drawing ---- */

/* The columns where the parts of a row start. `wide`: the mastery and next columns are shown;
 * `days`: the studied column is, too. */
struct home_layout {
    int name, new, repeat, due, mastery, studied, next;
    bool wide, days;
};

static struct home_layout home_layout_of(const struct column *c)
{
    struct home_layout l = {.name = c->left + MARKS_COLS, .wide = c->width >= WIDE_COLS};
    int end = c->left + c->width, step = l.wide ? 7 : 6;
    l.days = c->width >= WIDEST_COLS;
    l.next = l.wide ? end - 9 : end;
    l.studied = l.days ? l.next - 12 : l.next;
    l.mastery = l.wide ? l.studied - 13 : end;
    l.due = l.mastery - (l.wide ? 8 : 5);
    l.repeat = l.due - step;
    l.new = l.repeat - step;
    return l;
}

/* Writes a count right-aligned in five columns. */
static void home_put_count(struct frame *frame, int row, int col, size_t count, enum style style)
{
    char text[PHRASE_SIZE];
    int length = snprintf(text, sizeof text, "%zu", count);
    frame_text(frame, row, col + 5 - length, count ? style : STYLE_FAINT, text);
}

static void home_put_counts(
    struct frame *frame, int row, const struct home_layout *l, const struct session_counts *left)
{
    home_put_count(frame, row, l->new, left->new, STYLE_NEW);
    home_put_count(frame, row, l->repeat, left->repeat, STYLE_REPEAT);
    home_put_count(frame, row, l->due, left->due, STYLE_DUE);
}

static void home_put_name(struct frame *frame, int row, const struct home_layout *l,
    const char *text, const char *aside, enum style style)
{
    int width = l->new - l->name; /* no gap: a count rarely fills its five columns */
    width -= *aside ? text_width(aside, strlen(aside)) + 1 : 0;
    int end = widget_untrusted(frame, row, l->name, width, style, text);
    if (*aside)
        frame_text(frame, row, end + 1, STYLE_WARNING, aside);
}

static void home_put_mastery(struct frame *frame, int row, int at, int percent)
{
    enum { BAR = 6 };
    char text[PHRASE_SIZE];
    int full = percent * BAR / 100;
    frame_run(frame, row, at, full, STYLE_BAR, "━");
    frame_run(frame, row, at + full, BAR - full, STYLE_BAR_REST, "─");
    snprintf(text, sizeof text, "%4d%%", percent);
    frame_text(frame, row, at + BAR, STYLE_PLAIN, text);
}

static void home_put_deck(const struct home *home, const struct deck_overview *deck, int today,
    struct frame *frame, int row, const struct home_layout *l, bool selected)
{
    char next[PHRASE_SIZE], studied[PHRASE_SIZE];
    if (home_is_marked(home, deck->facts.deck_id))
        frame_text(frame, row, l->name - 1, STYLE_KEY, "•");
    home_put_name(frame, row, l, deck->facts.name, phrase_file(deck->file),
        selected ? STYLE_STRONG : STYLE_PLAIN);
    home_put_counts(frame, row, l, &deck->left);
    if (!l->wide)
        return;
    home_put_mastery(frame, row, l->mastery, mastery_percent(&deck->facts));
    if (l->days)
        frame_text(
            frame, row, l->studied, STYLE_PLAIN, phrase_studied(&deck->facts, today, studied));
    frame_text(frame, row, l->next, STYLE_PLAIN, phrase_next(deck->next_day, today, next));
}

static void home_put_all(const struct overview *overview, int today, size_t listed, bool filtered,
    struct frame *frame, int row, const struct home_layout *l, bool selected)
{
    char name[2 * PHRASE_SIZE], next[PHRASE_SIZE];
    snprintf(name, sizeof name, filtered ? "All %zu listed" : "All %zu decks", listed);
    if (listed == 1)
        snprintf(name, sizeof name, filtered ? "The one listed" : "All decks");
    home_put_name(frame, row, l, name, "", selected ? STYLE_STRONG : STYLE_PLAIN);
    if (filtered)
        return;
    home_put_counts(frame, row, l, &overview->left);
    if (l->wide)
        frame_text(frame, row, l->next, STYLE_PLAIN, phrase_next(overview->next_day, today, next));
}

static void home_put_titles(struct frame *frame, int row, const struct home_layout *l)
{
    static const char *const words[] = {"new", "repeat", "due"};
    const int cols[] = {l->new, l->repeat, l->due};
    for (int i = 0; i < 3; i++) {
        int length = l->wide ? (int)strlen(words[i]) : 3;
        frame_put(frame, row, cols[i] + 5 - length, length, STYLE_FAINT, words[i], (size_t)length);
    }
    if (!l->wide)
        return;
    frame_text(frame, row, l->mastery, STYLE_FAINT, "mastery");
    frame_text(frame, row, l->studied, STYLE_FAINT, l->days ? "studied" : "");
    frame_text(frame, row, l->next, STYLE_FAINT, "next");
}

/* Draws the filter, or a rule if it is empty. */
static void home_put_filter(
    const struct home *home, size_t listed, struct frame *frame, const struct column *c)
{
    struct buf line = {0};
    if (!home->filter.length) {
        frame_run(frame, 1, c->left, c->width, STYLE_BAR_REST, "─");
        return;
    }
    buf_text(&line, "Filter: ");
    text_safe(&line, buf_string(&home->filter), TEXT_ONE_LINE);
    buf_text(&line, listed ? "▏" : "▏ no matching deck");
    widget_line(frame, 1, c->left, c->width, STYLE_KEY, &line);
}

/* Appends as much of the end of a path as fits into `width`, because the end says more than the
 * start. */
static void home_add_path(struct buf *line, const char *path, int width)
{
    struct buf safe = {0};
    text_safe(&safe, path ? path : "", TEXT_ONE_LINE);
    int available = width - text_width(buf_string(line), line->length) - 2;
    buf_text(line, safe.length ? ": " : "");
    text_fitted_end(line, buf_string(&safe), available);
    line->failed |= safe.failed;
    buf_done(&safe);
}

/* Draws the notice, or else the facts of the selected deck. */
static void home_put_detail(struct home *home, const struct overview *overview, int today,
    struct frame *frame, struct column *c)
{
    struct buf line = {0};
    char studied[PHRASE_SIZE];
    const struct deck_overview *deck = home_deck_of(home, overview, home->row);
    buf_text(&line, buf_string(&home->notice));
    if (!line.length && deck) {
        phrase_count(deck->facts.cards, "card", &line);
        buf_format(&line, deck->facts.studied ? ", studied %s" : ", never studied",
            phrase_studied(&deck->facts, today, studied));
        home_add_path(&line, deck->facts.path, c->width);
    }
    widget_notice(line.length ? buf_string(&line) : " ",
        home->notice.length ? STYLE_NOTICE : STYLE_FAINT, frame, c);
    frame->failed |= line.failed;
    buf_done(&line);
}

static void home_scroll(struct home *home, size_t listed, int available)
{
    home->page = available > 1 ? (size_t)available : 1;
    if (home->row > listed)
        home->row = listed;
    if (home->top > home->row)
        home->top = home->row;
    if (home->top + home->page <= home->row)
        home->top = home->row - home->page + 1;
    while (home->top > 0 && home->top + home->page > listed + 1)
        home->top--;
}

static void home_put_list(struct home *home, const struct overview *overview, int today,
    struct frame *frame, const struct column *c)
{
    struct home_layout l = home_layout_of(c);
    size_t listed = home_count_listed(home, overview);
    home_scroll(home, listed, c->bottom - c->top);
    size_t row = 0;
    for (size_t i = 0; i <= overview->count; i++) {
        const struct deck_overview *deck = i ? &overview->decks[i - 1] : NULL;
        if (deck && !home_is_listed(home, deck))
            continue;
        int y = c->top + (int)row - (int)home->top;
        bool selected = row == home->row, visible = row >= home->top && y < c->bottom;
        row++;
        if (!visible)
            continue;
        if (selected)
            frame_text(frame, y, c->left, STYLE_KEY, "❯");
        if (deck)
            home_put_deck(home, deck, today, frame, y, &l, selected);
        else
            home_put_all(overview, today, listed, home->filter.length > 0, frame, y, &l, selected);
    }
    if (home->top > 0)
        frame_text(frame, c->top, c->left + c->width, STYLE_KEY, "▲");
    if (home->top + home->page <= listed)
        frame_text(frame, c->bottom - 1, c->left + c->width, STYLE_KEY, "▼");
}

bool home_draw(struct home *home, const struct overview *overview, int today, struct frame *frame)
{
    if (!frame_resize(frame, frame->rows, frame->cols))
        return false;
    if (widget_too_small(frame))
        return true;
    if (home->overlay.shown) {
        overlay_draw_keys(&home->overlay, &home_keys, home->settings, home_stage_of(home), frame);
        return !frame->failed;
    }
    struct column c = widget_column(frame, HOME_MAX);
    widget_title("drill", &overview->left, false, frame, &c);
    widget_keys(&home_keys, home->settings, home_stage_of(home),
        home->filter.length ? WHEN_TYPED : 0, frame, &c);
    home_put_detail(home, overview, today, frame, &c);
    home_put_filter(home, home_count_listed(home, overview), frame, &c);
    struct home_layout l = home_layout_of(&c);
    home_put_titles(frame, c.top - 1 + (frame->rows < ROOMY_ROWS), &l);
    c.top += frame->rows < ROOMY_ROWS;
    c.bottom -= frame->rows >= ROOMY_ROWS;
    home_put_list(home, overview, today, frame, &c);
    return !frame->failed && !home->failed;
}
