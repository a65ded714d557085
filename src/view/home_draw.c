/* Draws the home screen. Folders are shown if the decks are in several:
 *
 *   drill                                     2 new · 1 repeat · 30 due
 *     deck▲                    new repeat due   mastery     next
 *   ❯ All 2 decks        2 of 441      1   30               now
 *     languages          2 of 441      1   12               now
 *   •   Biology          2 of 441      0   12   ━━━━── 62%  now       */
#include "view/home.h"
#include "view/phrases.h"
#include "view/widgets.h"

#include <stdio.h>
#include <string.h>

#define HOME_MAX    96 /* columns: a list may be wider than text */
#define WIDE_COLS   64 /* at this width or more, mastery and the next day are shown */
#define WIDEST_COLS 84 /* at this width or more, the day last studied is shown, too */
#define MARKS_COLS  2  /* columns before the name */
#define INDENT      2  /* columns before the name of a deck in a folder */
#define NAME_MIN    14 /* columns: if less is left for names, caps are not shown */
#define COUNT_MIN   5  /* columns for a count */

/* ---- the layout ---- */

enum { NEW, REPEAT, DUE, COUNTS };

/* The columns where the parts of a row start, and for counts, where they end. `wide`: the mastery
 * and next columns are shown; `days`: the studied column is, too; `caps`: what caps exclude is. */
struct home_layout {
    int name, count_ends[COUNTS], mastery, studied, next;
    bool wide, days, caps;
};

static size_t home_count_of(const struct session_counts *counts, int column)
{
    return column == NEW ? counts->new : column == REPEAT ? counts->repeat : counts->due;
}

/* Writes a count: "20", or "20 of 441" if there would be more without caps. Returns its length. */
static int home_count_text(const struct todo *todo, int column, bool caps, char text[PHRASE_SIZE])
{
    size_t left = home_count_of(&todo->left, column), all = home_count_of(&todo->uncapped, column);
    return caps && all > left ? snprintf(text, PHRASE_SIZE, "%zu of %zu", left, all)
                              : snprintf(text, PHRASE_SIZE, "%zu", left);
}

static int home_wider(const struct todo *todo, int column, bool caps, int width)
{
    char text[PHRASE_SIZE];
    int length = home_count_text(todo, column, caps, text);
    return length > width ? length : width;
}

static int home_count_width(const struct overview *overview, int column, bool caps)
{
    int width = home_wider(&overview->todo, column, caps, COUNT_MIN);
    for (size_t i = 0; i < overview->folder_count; i++)
        width = home_wider(&overview->folders[i].todo, column, caps, width);
    for (size_t i = 0; i < overview->count; i++)
        width = home_wider(&overview->decks[i].todo, column, caps, width);
    return width;
}

/* Places the counts, from the right. Returns the column where they begin. */
static int home_place_counts(const struct overview *overview, struct home_layout *l)
{
    int gap = l->wide ? 2 : 1, end = l->mastery - (l->wide ? 3 : 0), begin = end;
    for (int column = COUNTS - 1; column >= 0; column--) {
        l->count_ends[column] = end;
        begin = end - home_count_width(overview, column, l->caps);
        end = begin - gap;
    }
    return begin;
}

static struct home_layout home_layout_of(const struct overview *overview, const struct column *c)
{
    struct home_layout l = {.name = c->left + MARKS_COLS, .wide = c->width >= WIDE_COLS};
    int end = c->left + c->width;
    l.days = c->width >= WIDEST_COLS;
    l.next = l.wide ? end - 9 : end;
    l.studied = l.days ? l.next - 12 : l.next;
    l.mastery = l.wide ? l.studied - 13 : end;
    l.caps = true;
    if (home_place_counts(overview, &l) - l.name < NAME_MIN) {
        l.caps = false;
        home_place_counts(overview, &l);
    }
    return l;
}

/* ---- rows ---- */

/* Draws a count, with what caps exclude in a faint style. */
static void home_put_count(
    struct frame *frame, int row, int end, const char *text, enum style style)
{
    size_t shown = strcspn(text, " ");
    int col = end - (int)strlen(text);
    col = frame_put(frame, row, col, end - col, *text == '0' ? STYLE_FAINT : style, text, shown);
    frame_text(frame, row, col, STYLE_FAINT, text + shown);
}

static void home_put_counts(
    struct frame *frame, int row, const struct home_layout *l, const struct todo *todo, bool faint)
{
    static const enum style styles[COUNTS] = {STYLE_NEW, STYLE_REPEAT, STYLE_DUE};
    char text[PHRASE_SIZE];
    for (int column = 0; column < COUNTS; column++) {
        home_count_text(todo, column, l->caps, text);
        home_put_count(
            frame, row, l->count_ends[column], text, faint ? STYLE_FAINT : styles[column]);
    }
}

/* Draws a name up to the row's count of new cards, which rarely fills its columns. */
static void home_put_name(struct frame *frame, int row, const struct home_layout *l, int indent,
    const char *text, const char *aside, const struct todo *todo, enum style style)
{
    char count[PHRASE_SIZE];
    int length = home_count_text(todo, NEW, l->caps, count);
    int col = l->name + indent,
        end = l->count_ends[NEW] - (length < COUNT_MIN ? COUNT_MIN : length + 1);
    int width = end - col - (*aside ? text_width(aside, strlen(aside)) + 1 : 0);
    int at = widget_untrusted(frame, row, col, width, style, text);
    if (*aside)
        frame_text(frame, row, at + 1, STYLE_WARNING, aside);
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

/* What every row needs to be drawn. */
struct home_drawing {
    const struct home *home;
    const struct overview *overview;
    int today;
    struct frame *frame;
    struct home_layout layout;
};

static void home_put_deck(
    const struct home_drawing *d, const struct deck_overview *deck, int row, bool selected)
{
    const struct home_layout *l = &d->layout;
    char next[PHRASE_SIZE], studied[PHRASE_SIZE];
    if (home_is_marked(d->home, deck->facts.deck_id))
        frame_text(d->frame, row, l->name - 1, STYLE_KEY, "•");
    home_put_name(d->frame, row, l, d->overview->folder_count ? INDENT : 0, deck->facts.name,
        phrase_file(deck->file), &deck->todo, selected ? STYLE_STRONG : STYLE_PLAIN);
    home_put_counts(d->frame, row, l, &deck->todo, false);
    if (!l->wide)
        return;
    home_put_mastery(d->frame, row, l->mastery, mastery_percent(&deck->facts));
    if (l->days)
        frame_text(d->frame, row, l->studied, STYLE_PLAIN,
            phrase_studied(&deck->facts, d->today, studied));
    frame_text(
        d->frame, row, l->next, STYLE_PLAIN, phrase_next(deck->todo.next_day, d->today, next));
}

/* Draws the row of several decks. Its counts are those of all of them, so they are left out if the
 * filter leaves out some of them. */
static void home_put_decks(const struct home_drawing *d, const struct home_row *item,
    const char *name, const struct todo *todo, int row, bool selected)
{
    const struct home_layout *l = &d->layout;
    bool faint = item->kind == HOME_FOLDER;
    char next[PHRASE_SIZE];
    home_put_name(d->frame, row, l, 0, name, "", todo,
        selected ? STYLE_STRONG
        : faint  ? STYLE_FAINT
                 : STYLE_PLAIN);
    if (!item->whole)
        return;
    home_put_counts(d->frame, row, l, todo, faint);
    if (l->wide)
        frame_text(d->frame, row, l->next, faint ? STYLE_FAINT : STYLE_PLAIN,
            phrase_next(todo->next_day, d->today, next));
}

static size_t home_decks_listed(const struct home *home)
{
    size_t count = 0;
    for (size_t i = 0; i < home->row_count; i++)
        count += home->rows[i].kind == HOME_DECK;
    return count;
}

/* Appends a folder's name, with a slash to tell it from a deck's. */
static void home_name_folder(const struct folder_overview *folder, struct buf *name)
{
    size_t length = strlen(folder->name);
    buf_text(name, length ? folder->name : "(without a file)");
    buf_text(name, length && folder->name[length - 1] != '/' ? "/" : "");
}

static void home_put_row(
    const struct home_drawing *d, const struct home_row *item, int row, bool selected)
{
    const struct overview *overview = d->overview;
    struct buf name = {0};
    if (item->kind == HOME_DECK) {
        home_put_deck(d, &overview->decks[item->first], row, selected);
    } else if (item->kind == HOME_FOLDER) {
        const struct folder_overview *folder = &overview->folders[item->folder];
        home_name_folder(folder, &name);
        home_put_decks(d, item, buf_string(&name), &folder->todo, row, selected);
    } else {
        buf_format(
            &name, item->whole ? "All %zu decks" : "All %zu listed", home_decks_listed(d->home));
        home_put_decks(d, item, buf_string(&name), &overview->todo, row, selected);
    }
    d->frame->failed |= name.failed;
    buf_done(&name);
}

static void home_scroll(struct home *home, int available)
{
    home->page = available > 1 ? (size_t)available : 1;
    if (home->top > home->row)
        home->top = home->row;
    if (home->top + home->page <= home->row)
        home->top = home->row - home->page + 1;
    while (home->top > 0 && home->top + home->page > home->row_count)
        home->top--;
}

static void home_put_list(struct home *home, const struct home_drawing *d, const struct column *c)
{
    home_scroll(home, c->bottom - c->top);
    for (size_t i = home->top; i < home->row_count; i++) {
        int row = c->top + (int)(i - home->top);
        if (row >= c->bottom)
            break;
        if (i == home->row)
            frame_text(d->frame, row, c->left, STYLE_KEY, "❯");
        home_put_row(d, &home->rows[i], row, i == home->row);
    }
    frame_zone_rows(d->frame, c->top, c->left, (int)home->page, c->width, KEY_CLICK(CLICK_ROW, 0));
    widget_bar(d->frame, c, home->top, home->row_count, CLICK_BAR);
}

/* ---- around the list ---- */

/* Draws the heads of the columns. A click on the decks' sorts by name, one on the counts' by what
 * is due. */
static void home_put_titles(const struct home_drawing *d, int row)
{
    static const char *const words[COUNTS] = {"new", "repeat", "due"};
    const struct home_layout *l = &d->layout;
    struct frame *frame = d->frame;
    int end = frame_text(frame, row, l->name, STYLE_FAINT, "deck");
    if (d->home->sorted_by == OVERVIEW_BY_NAME)
        frame_text(frame, row, end, STYLE_KEY, "▲");
    for (int i = 0; i < COUNTS; i++) {
        int length = l->wide ? (int)strlen(words[i]) : 3;
        end = frame_put(
            frame, row, l->count_ends[i] - length, length, STYLE_FAINT, words[i], (size_t)length);
    }
    if (d->home->sorted_by == OVERVIEW_BY_DUE)
        frame_text(frame, row, end, STYLE_KEY, "▼");
    int counts = l->count_ends[NEW] - COUNT_MIN;
    frame_zone(frame, row, l->name, 1, counts - l->name, KEY_CLICK(CLICK_HEAD, OVERVIEW_BY_NAME));
    frame_zone(frame, row, counts, 1, l->count_ends[DUE] + 1 - counts,
        KEY_CLICK(CLICK_HEAD, OVERVIEW_BY_DUE));
    if (!l->wide)
        return;
    frame_text(frame, row, l->mastery, STYLE_FAINT, "mastery");
    frame_text(frame, row, l->studied, STYLE_FAINT, l->days ? "studied" : "");
    frame_text(frame, row, l->next, STYLE_FAINT, "next");
}

static void home_put_path(const struct home *home, struct frame *frame, const struct column *c)
{
    static const char label[] = "Import: ";
    struct buf line = {0};
    buf_text(&line, label);
    line_add(&line, &home->path, home->cursor, c->width - (int)strlen(label));
    widget_line(frame, 1, c->left, c->width, STYLE_KEY, &line);
}

/* Draws the open line or the filter, or a rule if there is none. */
static void home_put_line(const struct home *home, struct frame *frame, const struct column *c)
{
    struct buf line = {0};
    if (home->line == HOME_IMPORT_LINE) {
        home_put_path(home, frame, c);
        return;
    }
    if (!home->line && !home->filter.length) {
        frame_run(frame, 1, c->left, c->width, STYLE_BAR_REST, "─");
        return;
    }
    const char *label = "Filter: ", *found = home->row_count ? "" : " no matching deck";
    buf_text(&line, label);
    if (home->line)
        line_add(
            &line, &home->filter, home->cursor, c->width - (int)strlen(label) - (int)strlen(found));
    else
        text_safe(&line, buf_string(&home->filter), TEXT_ONE_LINE);
    buf_text(&line, found);
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

/* Appends the facts of the selected deck or folder. */
static void home_add_facts(const struct home_drawing *d, int width, struct buf *line)
{
    const struct home *home = d->home;
    char studied[PHRASE_SIZE];
    if (home->row >= home->row_count || home->rows[home->row].kind == HOME_ALL)
        return;
    const struct home_row *item = &home->rows[home->row];
    const struct deck_facts *facts = &d->overview->decks[item->first].facts;
    if (item->kind == HOME_FOLDER) {
        phrase_count(item->count, "deck", line);
        home_add_path(line, d->overview->folders[item->folder].path, width);
        return;
    }
    phrase_count(facts->cards, "card", line);
    buf_format(line, facts->studied ? ", studied %s" : ", never studied",
        phrase_studied(facts, d->today, studied));
    home_add_path(line, facts->path, width);
}

/* Draws the notice, or else the facts of the selected row. */
static void home_put_detail(const struct home_drawing *d, struct column *c)
{
    const struct buf *notice = &d->home->notice;
    struct buf line = {0};
    buf_text(&line, buf_string(notice));
    if (!line.length)
        home_add_facts(d, c->width, &line);
    widget_notice(line.length ? buf_string(&line) : " ",
        notice->length ? STYLE_NOTICE : STYLE_FAINT, d->frame, c);
    d->frame->failed |= line.failed;
    buf_done(&line);
}

bool home_draw(struct home *home, const struct overview *overview, int today, struct frame *frame)
{
    const struct key_table *table = home_table(home);
    bool roomy = frame->rows >= ROOMY_ROWS;
    if (!frame_resize(frame, frame->rows, frame->cols))
        return false;
    if (widget_too_small(frame))
        return true;
    home_list(home, overview);
    if (home->overlay.shown) {
        overlay_draw_keys(&home->overlay, table, home->settings, home_stage(home), frame);
        return !frame->failed;
    }
    struct column c = widget_column(frame, HOME_MAX);
    struct home_drawing d = {home, overview, today, frame, home_layout_of(overview, &c)};
    widget_title("drill", &overview->todo.left, false, frame, &c);
    widget_keys(table, home->settings, home_stage(home), 0, frame, &c);
    home_put_detail(&d, &c);
    home_put_line(home, frame, &c);
    home_put_titles(&d, c.top - roomy);
    c.top += !roomy;
    c.bottom -= roomy;
    home_put_list(home, &d, &c);
    return !frame->failed && !home->failed;
}
