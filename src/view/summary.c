/* The end: what the session came to, when the next cards are due, and what else there is to do. */
#include "view/parts.h"
#include "view/words.h"

#include <stdio.h>
#include <string.h>

static int put_line(
    struct frame *frame, const struct column *c, int row, enum style style, const struct buf *line)
{
    const char *text = buf_string(line);
    for (size_t at = 0, next = 0; at < line->length && row < c->bottom; at += next, row++) {
        size_t used = text_line(text + at, line->length - at, c->width, &next);
        frame_put(frame, row, c->left, c->width, style, text + at, used);
    }
    return row;
}

/* A bar for each rating, 5 on top. */
static void put_bars(
    const struct session_tally *tally, struct frame *frame, const struct column *c, int row)
{
    enum { LABEL = 14, NUMBER = 6 };
    size_t most = 1;
    for (int rating = 1; rating <= 5; rating++)
        if (tally->by_rating[rating] > most)
            most = tally->by_rating[rating];
    int room = c->width - LABEL - NUMBER;
    for (int rating = 5; rating >= 1 && row < c->bottom; rating--, row++) {
        char label[WORDS_SIZE], number[WORDS_SIZE];
        size_t count = tally->by_rating[rating];
        enum style style = (enum style)(STYLE_RATING_1 + rating - 1);
        snprintf(label, sizeof label, "%d %s", rating, rating_words((enum rating)rating));
        snprintf(number, sizeof number, " %zu", count);
        frame_text(frame, row, c->left, style, label);
        int length = (int)((count * (size_t)room + most - 1) / most);
        frame_run(frame, row, c->left + LABEL, length, style, "█");
        frame_text(frame, row, c->left + LABEL + length, count ? STYLE_PLAIN : STYLE_FAINT, number);
    }
}

static int put_tally(
    const struct session_tally *tally, struct frame *frame, const struct column *c, int row)
{
    struct buf line = {0};
    char total[WORDS_SIZE], each[WORDS_SIZE];
    count_words(tally->cards, "card", &line);
    buf_text(&line, ", ");
    count_words(tally->ratings, "rating", &line);
    buf_format(&line, " in %s: %s a card", time_words(tally->spent_ms, total),
        time_words(tally->spent_ms / (int64_t)(tally->cards ? tally->cards : 1), each));
    row = put_line(frame, c, row, STYLE_PLAIN, &line);
    frame->failed |= line.failed;
    buf_done(&line);
    return row;
}

void summary_draw(const struct screen *screen, const struct session *session, struct frame *frame)
{
    struct session_tally tally = session_tally(session);
    struct column c = part_head(session, frame);
    struct key_help keys[4];
    size_t count = 0;
    if (session->due_left || session->new_left)
        keys[count++] = (struct key_help){"n", session->due_left ? "more cards" : "more new cards"};
    keys[count++] = (struct key_help){"c", "cram"};
    keys[count++] = (struct key_help){"u", "undo"};
    keys[count++] = (struct key_help){"q", "quit"};
    part_foot(session, screen, keys, count, frame, &c);

    bool roomy = frame->rows >= ROOMY_ROWS;
    struct buf line = {0};
    if (tally.ratings)
        buf_text(&line, session->options.cram ? "The cram is over." : "Done for today.");
    else
        nothing_words(session, &line);
    int row = put_line(frame, &c, c.top, STYLE_STRONG, &line) + roomy;
    if (tally.ratings)
        row = put_tally(&tally, frame, &c, row);
    frame->failed |= line.failed;
    buf_clear(&line);
    upcoming_words(session, &line);
    row = put_line(frame, &c, row, STYLE_PLAIN, &line) + roomy;
    frame->failed |= line.failed;
    buf_done(&line);
    if (tally.ratings)
        put_bars(&tally, frame, &c, row);
}
