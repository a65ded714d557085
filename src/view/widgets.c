#include "view/widgets.h"

#include "model/card.h"
#include "text/one_line.h"
#include "view/phrases.h"

#include <stdio.h>
#include <string.h>

bool widget_too_small(struct frame *frame)
{
    static const char problem[] = "Too small: ";
    char size[32];
    bool one_row = frame->rows == 1;
    if (frame_fits(frame))
        return false;
    snprintf(size, sizeof size, "needs %dx%d", FRAME_COLS_MIN, FRAME_ROWS_MIN);
    frame_text(frame, 0, 0, STYLE_PLAIN, problem);
    frame_text(frame, !one_row, one_row ? (int)strlen(problem) : 0, STYLE_PLAIN, size);
    return true;
}

struct column widget_column(const struct frame *frame, int cols_max)
{
    int margin = frame->cols >= 60 ? 4 : 1, width = frame->cols - 2 * margin;
    if (width > cols_max)
        width = cols_max;
    return (struct column){(frame->cols - width) / 2, width, 0, frame->rows};
}

struct column widget_heading(const char *title, int cols_max, struct frame *frame)
{
    bool roomy = frame->rows >= ROOMY_ROWS;
    struct column c = widget_column(frame, cols_max);
    frame_text(frame, 0, c.left, STYLE_TITLE, title);
    frame_run(frame, 1, c.left, c.width, STYLE_BAR_REST, "─");
    c.top = 2 + roomy;
    c.bottom = frame->rows - 1 - roomy;
    return c;
}

void widget_scope(const char *scope, int at, int end, struct frame *frame)
{
    if (!scope || !*scope)
        return;
    at = frame_text(frame, 0, at, STYLE_FAINT, "only ");
    widget_fitted(frame, 0, at, end - at, STYLE_PLAIN, scope);
}

/* Draws the counts at the right end of the first row. Returns the column where they start. */
static int widgets_put_counts(
    const struct session_counts *left, bool cram, struct frame *frame, const struct column *c)
{
    const struct {
        size_t count;
        const char *word, *initial;
        enum style style;
    } counts[] = {
        {left->new, " new", "n", STYLE_NEW},
        {left->repeat, " repeat", "r", STYLE_REPEAT},
        {left->due, " due", "d", STYLE_DUE},
        {left->cram, " cram", "c", STYLE_REPEAT},
    };
    size_t first = cram ? 3 : 0, end = 3 + (size_t)(cram && left->cram);
    char texts[4][PHRASE_SIZE];
    int width = 0;
    for (size_t i = first; i < end; i++) {
        const char *word = c->width >= 56 ? counts[i].word : counts[i].initial;
        snprintf(texts[i], sizeof texts[i], "%zu%s", counts[i].count, word);
        width += (int)strlen(texts[i]) + (i > first ? 3 : 0);
    }
    int at = c->left + c->width - width, begin = at;
    for (size_t i = first; i < end; i++) {
        if (i > first)
            at = frame_text(frame, 0, at, STYLE_FAINT, " · ");
        at = frame_text(frame, 0, at, counts[i].count ? counts[i].style : STYLE_FAINT, texts[i]);
    }
    return begin;
}

void widget_title(const char *title, const struct session_counts *left, bool cram,
    struct frame *frame, struct column *c)
{
    int counts = widgets_put_counts(left, cram, frame, c);
    widget_untrusted(frame, 0, c->left, counts - c->left - 2, STYLE_TITLE, title);
    c->top = frame->rows >= ROOMY_ROWS ? 3 : 2;
}

static void widgets_put_progress(
    const struct session *session, int width, struct frame *frame, const struct column *c)
{
    size_t done = session_tally(session).finished, all = done + session_left_total(session);
    int full = all ? (int)((size_t)width * done / all) : width;
    frame_run(frame, 1, c->left, full, STYLE_BAR, "━");
    frame_run(frame, 1, c->left + full, width - full, STYLE_BAR_REST, "─");
}

int widget_fitted(
    struct frame *frame, int row, int col, int width, enum style style, const char *text)
{
    struct buf fitted = {0};
    text_fitted(&fitted, text, width);
    int end = frame_put(frame, row, col, width, style, buf_string(&fitted), fitted.length);
    frame->failed |= fitted.failed;
    buf_done(&fitted);
    return end;
}

int widget_line(
    struct frame *frame, int row, int col, int width, enum style style, struct buf *line)
{
    int end = widget_fitted(frame, row, col, width, style, buf_string(line));
    frame->failed |= line->failed;
    buf_done(line);
    return end;
}

int widget_untrusted(
    struct frame *frame, int row, int col, int width, enum style style, const char *text)
{
    struct buf safe = {0};
    text_safe(&safe, text, TEXT_ONE_LINE);
    return widget_line(frame, row, col, width, style, &safe);
}

int widget_card(
    struct frame *frame, int row, int col, int width, enum style style, const char *question)
{
    struct buf line = {0};
    one_line(&line, question, width);
    return widget_line(frame, row, col, width, style, &line);
}

static void widgets_put_tags(
    const struct session *session, int width, struct frame *frame, const struct column *c)
{
    struct buf tags = {0};
    for (const char *at = session->card.card.tags; *at; at++) {
        if (*at == ' ')
            buf_text(&tags, " · ");
        else
            buf_char(&tags, *at);
    }
    if (width > 0)
        widget_untrusted(frame, 2, c->left, width, STYLE_FAINT, buf_string(&tags));
    frame->failed |= tags.failed;
    buf_done(&tags);
}

/* Draws the time taken and the time remaining at the right end of a row. Returns the column at
 * which that text begins. */
static int widgets_put_time(
    const struct session *session, bool brief, int row, struct frame *frame, const struct column *c)
{
    struct buf words = {0};
    phrase_progress(session, brief, &words);
    int begin = c->left + c->width - text_width(buf_string(&words), words.length);
    widget_line(frame, row, begin, c->width, STYLE_FAINT, &words);
    return begin;
}

struct column widget_head(const struct session *session, struct frame *frame)
{
    struct column c = widget_column(frame, MEASURE_MAX);
    struct session_counts left = session_left(session);
    bool roomy = frame->rows >= ROOMY_ROWS, over = session->stage == SESSION_OVER;
    widget_title(session_title(session), &left, session->options.cram, frame, &c);
    int bar = c.width;
    if (roomy && !over) {
        widgets_put_tags(
            session, widgets_put_time(session, false, 2, frame, &c) - c.left - 2, frame, &c);
        c.top++;
    } else if (!over) {
        int begin = widgets_put_time(session, true, 1, frame, &c) - c.left;
        bar = begin < c.width ? begin - 1 : c.width;
    }
    widgets_put_progress(session, bar, frame, &c);
    return c;
}

/* ---- keys ---- */

#define HINTS_MAX 24

static int widgets_hint_width(const struct key_hint *hint)
{
    return text_width(hint->keys, strlen(hint->keys)) + 1 +
           text_width(hint->label, strlen(hint->label));
}

static void widgets_put_hint(const struct key_hint *hint, int row, int col, struct frame *frame)
{
    frame_zone(frame, row, col, 1, widgets_hint_width(hint), hint->key);
    col = frame_text(frame, row, col, STYLE_KEY, hint->keys);
    frame_text(frame, row, col + 1, STYLE_FAINT, hint->label);
}

static int widgets_hints_width(const struct key_hint *hints, size_t count, int gap)
{
    int width = -gap;
    for (size_t i = 0; i < count; i++)
        width += widgets_hint_width(&hints[i]) + gap;
    return width;
}

/* Leaves out hints that do not fit: the highest rank first, the last of equals. Those of rank 0
 * stay. Returns how many are left. */
static size_t widgets_fit_hints(struct key_hint *hints, size_t count, int available)
{
    while (widgets_hints_width(hints, count, 2) > available) {
        size_t least = 0;
        for (size_t i = 0; i < count; i++)
            if (hints[i].rank >= hints[least].rank)
                least = i;
        if (hints[least].rank == 0)
            break;
        memmove(&hints[least], &hints[least + 1], (--count - least) * sizeof *hints);
    }
    return count;
}

void widget_keys(const struct key_table *table, const struct settings *settings, unsigned stage,
    unsigned when, struct frame *frame, struct column *c)
{
    struct key_hint hints[HINTS_MAX], hint;
    size_t count = 0;
    int row = frame->rows - 1, end = c->left + c->width;
    for (size_t at = 0; keys_hint(table, settings, stage, when | WHEN_SPACE, &at, &hint);) {
        if (hint.helps) {
            widgets_put_hint(&hint, row, end - widgets_hint_width(&hint), frame);
            end -= widgets_hint_width(&hint) + 2;
        } else if (count < HINTS_MAX) {
            hints[count++] = hint;
        }
    }
    count = widgets_fit_hints(hints, count, end - c->left);
    int gap = widgets_hints_width(hints, count, 3) <= end - c->left ? 3 : 2, at = c->left;
    for (size_t i = 0; i < count && at + widgets_hint_width(&hints[i]) <= end; i++) {
        widgets_put_hint(&hints[i], row, at, frame);
        at += widgets_hint_width(&hints[i]) + gap;
    }
    c->bottom = row - (frame->rows >= ROOMY_ROWS ? 1 : 0);
}

#define NOTICE_ROWS_MAX  2
#define NOTICE_FRONT_MIN 10 /* columns before the advice: less does not say what happened */

/* Finds where the lines of a text begin, up to one more than fit. Returns their number. */
static int widgets_wrap(const char *text, int width, const char *lines[NOTICE_ROWS_MAX + 1])
{
    int count = 0;
    size_t next;
    for (; *text && count <= NOTICE_ROWS_MAX; text += next) {
        lines[count++] = text;
        text_line(text, strlen(text), width, &next);
    }
    return count;
}

/* Appends as much of a notice as fits into one row or, if its advice leaves no space there for what
 * happened, into two. Advice that leaves none in two rows either is cut. Returns the number of
 * rows. */
static int widgets_fit_notice(
    struct buf *out, const char *notice, int width, const char *lines[NOTICE_ROWS_MAX + 1])
{
    const char *advice = err_last_part(notice);
    int needed = advice ? text_width(advice, strlen(advice)) + NOTICE_FRONT_MIN : 0;
    bool crowded = text_width(notice, strlen(notice)) > width && needed > width;
    int rows = crowded ? NOTICE_ROWS_MAX : 1, columns = rows * width, count;
    do {
        buf_clear(out);
        if (crowded && needed > columns)
            text_fitted(out, notice, columns);
        else
            text_fitted_message(out, notice, columns);
        count = widgets_wrap(buf_string(out), width, lines);
    } while (count > rows && --columns > width);
    return count < rows ? count : rows;
}

void widget_notice(const char *notice, enum style style, struct frame *frame, struct column *column)
{
    struct buf fitted = {0};
    const char *lines[NOTICE_ROWS_MAX + 1];
    if (!*notice)
        return;
    int rows = widgets_fit_notice(&fitted, notice, column->width, lines);
    column->bottom = frame->rows - 1 - rows;
    for (int i = 0; i < rows; i++) {
        int row = column->bottom + i;
        size_t next, used = text_line(lines[i], strlen(lines[i]), column->width, &next);
        if (i + 1 < rows)
            frame_put(frame, row, column->left, column->width, style, lines[i], used);
        else
            widget_fitted(frame, row, column->left, column->width, style, lines[i]);
    }
    frame->failed |= fitted.failed;
    buf_done(&fitted);
}

bool widget_say(
    const struct session *session, const char *greeting, struct frame *frame, struct column *column)
{
    struct buf notice = {0};
    bool warns = false;
    phrase_notice(session, &notice, &warns);
    if (!notice.length && greeting)
        buf_text(&notice, greeting);
    column->bottom = frame->rows - 1 - (frame->rows >= ROOMY_ROWS);
    widget_notice(buf_string(&notice), warns ? STYLE_WARNING : STYLE_NOTICE, frame, column);
    bool said = notice.length > 0;
    frame->failed |= notice.failed;
    buf_done(&notice);
    return said;
}

/* ---- pages ---- */

bool page_begin(struct page *page, const struct column *c, int rows_max)
{
    *page = (struct page){0};
    return frame_resize(&page->frame, rows_max, c->width);
}

void page_put(struct page *page, int col, enum style style, const char *text)
{
    widget_fitted(&page->frame, page->row, col, page->frame.cols - col, style, text);
}

void page_text(struct page *page, int col, enum style style, const char *text)
{
    size_t length = strlen(text), next = 0;
    int width = page->frame.cols - col;
    for (size_t at = 0; at < length && page->row < page->frame.rows; at += next, page->row++) {
        size_t used = text_line(text + at, length - at, width, &next);
        frame_put(&page->frame, page->row, col, width, style, text + at, used);
    }
}

void page_line(struct page *page, int col, enum style style, struct buf *line)
{
    page_text(page, col, style, buf_string(line));
    page->frame.failed |= line->failed;
    buf_done(line);
}

bool page_end(struct page *page, int *top, int *size, struct frame *frame, const struct column *c)
{
    int rows = page->row < page->frame.rows ? page->row : page->frame.rows;
    *size = c->bottom - c->top > 1 ? c->bottom - c->top : 1;
    *top = *top > rows - *size ? rows - *size : *top;
    *top = *top < 0 ? 0 : *top;
    for (int i = 0; i < *size && *top + i < rows; i++)
        frame_copy_row(frame, c->top + i, c->left, &page->frame, *top + i);
    if (*top > 0)
        frame_text(frame, c->top, c->left + c->width, STYLE_KEY, "▲");
    if (*top + *size < rows)
        frame_text(frame, c->bottom - 1, c->left + c->width, STYLE_KEY, "▼");
    frame->failed |= page->frame.failed;
    frame_done(&page->frame);
    return rows > *size;
}

/* ---- the scroll bar ---- */

void widget_bar(
    struct frame *frame, const struct column *c, size_t top, size_t total, enum key_click click)
{
    int col = c->left + c->width + (frame->cols >= 60); /* wide frames have wider margins */
    size_t rows = (size_t)(c->bottom > c->top ? c->bottom - c->top : 0);
    if (rows == 0 || total <= rows)
        return;
    size_t track = rows > 2 ? rows - 2 : 0, thumb = track * rows / total + (track > 0);
    size_t first = (track - thumb) * top / (total - rows);
    for (size_t i = 0; i < thumb; i++)
        frame_text(frame, c->top + 1 + (int)(first + i), col, STYLE_BAR_REST, "│");
    if (top > 0)
        frame_text(frame, c->top, col, STYLE_KEY, "▲");
    if (top + rows < total)
        frame_text(frame, c->bottom - 1, col, STYLE_KEY, "▼");
    frame_zone_rows(frame, c->top, col, (int)rows, 1, KEY_CLICK(click, 0));
}

size_t widget_bar_top(size_t n, size_t top, size_t rows, size_t total)
{
    size_t last = total > rows ? total - rows : 0, page = rows > 1 ? rows - 1 : 1;
    if (n == 0)
        return top > page ? top - page : 0;
    if (n + 1 >= rows)
        return top + page < last ? top + page : last;
    return rows > 3 ? (n - 1) * last / (rows - 3) : top;
}

void widget_scroll(int *top, int page, int lines)
{
    int step = page > 2 ? page - 1 : 1;
    int part = lines < 0 ? -lines : lines;
    if (part == SCREEN_PAGE || part == SCREEN_HALF)
        lines = lines / part * (part == SCREEN_PAGE ? step : (step + 1) / 2);
    *top += lines; /* drawing clamps *top to the end */
    if (*top < 0)
        *top = 0;
}
