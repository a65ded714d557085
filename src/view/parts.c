#include "view/parts.h"

#include "view/words.h"

#include <stdio.h>
#include <string.h>

struct column part_column(const struct frame *frame, int most)
{
    int margin = frame->cols >= 60 ? 4 : 1;
    int width = frame->cols - 2 * margin;
    if (width > most)
        width = most;
    return (struct column){(frame->cols - width) / 2, width, 0, frame->rows};
}

/* The counts at the right end of a row; returns the column where they begin. */
static int put_counts(
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
    size_t first = cram ? 3 : 0, end = cram ? 4 : 3;
    char texts[4][WORDS_SIZE];
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

static void put_title(const char *text, struct frame *frame, const struct column *c, int room)
{
    struct buf title = {0};
    text_safe(&title, text, TEXT_ONE_LINE);
    bool whole = text_width(buf_string(&title), title.length) <= room;
    int end = frame_put(
        frame, 0, c->left, whole ? room : room - 1, STYLE_TITLE, buf_string(&title), title.length);
    if (!whole)
        frame_text(frame, 0, end, STYLE_TITLE, "…");
    frame->failed |= title.failed;
    buf_done(&title);
}

void part_title(const char *title, const struct session_counts *left, bool cram,
    struct frame *frame, struct column *c)
{
    int counts = put_counts(left, cram, frame, c);
    put_title(title, frame, c, counts - c->left - 2);
    c->top = frame->rows >= ROOMY_ROWS ? 3 : 2;
}

static void put_progress(const struct session *session, struct frame *frame, const struct column *c)
{
    size_t done = session_tally(session).finished, all = done + session_left_total(session);
    int full = all ? (int)((size_t)c->width * done / all) : c->width;
    frame_run(frame, 1, c->left, full, STYLE_BAR, "━");
    frame_run(frame, 1, c->left + full, c->width - full, STYLE_BAR_REST, "─");
}

struct column part_head(const struct session *session, struct frame *frame)
{
    struct column column = part_column(frame, MEASURE_MOST);
    struct session_counts left = session_left(session);
    part_title(session_title(session), &left, session->options.cram, frame, &column);
    put_progress(session, frame, &column);
    return column;
}

void part_keys(
    const struct key_help *keys, size_t count, struct frame *frame, struct column *column)
{
    int row = frame->rows - 1, at = column->left, end = column->left + column->width;
    for (size_t i = 0; i < count; i++) {
        int width = text_width(keys[i].key, strlen(keys[i].key)) + 1 +
                    text_width(keys[i].label, strlen(keys[i].label));
        if (at + width > end)
            break;
        at = frame_text(frame, row, at, STYLE_KEY, keys[i].key);
        at = frame_text(frame, row, at + 1, STYLE_FAINT, keys[i].label) + 3;
    }
    column->bottom = row - (frame->rows >= ROOMY_ROWS ? 1 : 0);
}

void part_notice(const char *notice, enum style style, struct frame *frame, struct column *column)
{
    if (!*notice)
        return;
    frame_put(frame, frame->rows - 2, column->left, column->width, style, notice, strlen(notice));
    column->bottom = frame->rows - 2;
}

void part_foot(const struct session *session, const struct screen *screen,
    const struct key_help *keys, size_t count, struct frame *frame, struct column *column)
{
    struct buf notice = {0};
    bool warns = false;
    notice_words(session, &notice, &warns);
    if (!notice.length && screen->greeting)
        buf_text(&notice, screen->greeting);
    part_keys(keys, count, frame, column);
    part_notice(buf_string(&notice), warns ? STYLE_WARNING : STYLE_NOTICE, frame, column);
    frame->failed |= notice.failed;
    buf_done(&notice);
}
