#include "view/plain.h"

#include "view/text.h"
#include "view/words.h"

#include <string.h>

static void add_text(struct buf *out, const char *label, const char *text)
{
    buf_text(out, label);
    text_safe(out, text, TEXT_LINES);
    buf_char(out, '\n');
}

static void add_counts(const struct session *session, struct buf *out)
{
    struct session_counts left = session_left(session);
    if (session->options.cram)
        buf_format(out, "%zu to cram", left.cram);
    else
        buf_format(out, "%zu new, %zu repeat, %zu due", left.new, left.repeat, left.due);
}

static void show_question(const struct session *session, struct buf *out)
{
    buf_char(out, '\n');
    text_safe(out, session_title(session), TEXT_ONE_LINE);
    buf_text(out, ": ");
    add_counts(session, out);
    buf_char(out, '\n');
    add_text(out, "Question: ", session->card.card.question);
    if (session->hint_shown)
        add_text(out, "Hint: ", session->card.card.hint);
    buf_text(out, "Enter: answer");
    if (session->card.card.hint[0] && !session->hint_shown)
        buf_text(out, ", h: hint");
    buf_text(out, ", u: undo, q: quit > ");
}

static void show_answer(const struct session *session, struct buf *out)
{
    const struct card *card = &session->card.card;
    if (session->notice == NOTICE_UNDONE)
        add_text(out, "Question: ", card->question);
    if (card->answer[0])
        add_text(out, "Answer: ", card->answer);
    else
        buf_text(out, "A draft: this card has no answer yet.\n");
    if (card->note[0])
        add_text(out, "Note: ", card->note);
    buf_text(out, "How well did you know this?\n");
    for (int rating = 1; rating <= 5; rating++) {
        char due[WORDS_SIZE];
        buf_format(out, "  %d %s: %s\n", rating, rating_words((enum rating)rating),
            due_words(session_comes_back(session, (enum rating)rating), due));
    }
    buf_text(out, "1-5: rate, u: undo, q: quit > ");
}

void plain_tally(const struct session *session, struct buf *out)
{
    struct session_tally tally = session_tally(session);
    char words[WORDS_SIZE];
    count_words(tally.cards, "card", out);
    buf_text(out, ", ");
    count_words(tally.ratings, "rating", out);
    buf_format(out, " in %s", time_words(tally.spent_ms, words));
    if (tally.cards)
        buf_format(out, ": %s a card", time_words(tally.spent_ms / (int64_t)tally.cards, words));
    buf_char(out, '\n');
    for (int rating = 5; rating >= 1 && tally.ratings; rating--)
        buf_format(out, "  %d %s: %zu\n", rating, rating_words((enum rating)rating),
            tally.by_rating[rating]);
}

static void show_over(const struct session *session, struct buf *out)
{
    buf_char(out, '\n');
    if (session->rating_count) {
        buf_text(out, session->options.cram ? "The cram is over: " : "Done for today: ");
        plain_tally(session, out);
    } else {
        nothing_words(session, out);
        buf_char(out, '\n');
    }
    size_t before = out->length;
    upcoming_words(session, out);
    buf_text(out, out->length > before ? "\n" : "");
    if (session->due_left || session->new_left)
        buf_text(out, session->due_left ? "n: more cards, " : "n: more new cards, ");
    buf_text(out, "c: cram, u: undo, q: quit > ");
}

void plain_show(const struct session *session, struct buf *out)
{
    bool warns;
    size_t before = out->length;
    notice_words(session, out, &warns);
    if (out->length > before)
        buf_char(out, '\n');
    if (session->stage == SESSION_QUESTION)
        show_question(session, out);
    else if (session->stage == SESSION_ANSWER)
        show_answer(session, out);
    else if (session->stage == SESSION_LEECH)
        buf_text(out, "e: edit, s: suspend, Enter: go on, u: undo, q: quit > ");
    else
        show_over(session, out);
}

struct intent plain_line(const struct session *session, const char *line, bool *unclear)
{
    *unclear = false;
    while (*line == ' ' || *line == '\t')
        line++;
    size_t length = strcspn(line, " \t\r\n");
    if (length == 0 && session->stage == SESSION_ANSWER)
        return (struct intent){0};
    uint32_t key = length ? (unsigned char)line[0] : KEY_ENTER_CODE;
    struct intent intent = screen_key(session, key);
    bool more = line[length + strspn(line + length, " \t\r\n")] != '\0';
    *unclear = length > 1 || more || (!intent.quit && !intent.edit && intent.action == ACTION_NONE);
    if (*unclear)
        return (struct intent){0};
    return intent;
}
