#include "view/plain.h"

#include "text/md_styled.h"
#include "text/one_line.h"
#include "text/text.h"
#include "view/card_text.h"
#include "view/phrases.h"
#include "view/typed_lines.h"

#include <string.h>

#define PLAIN_WIDTH 72

/* Whether the text begins with code, a formula or a table, whose columns a label would shift. */
static bool plain_begins_aligned(const struct styled *styled)
{
    const char *first = buf_string(&styled->text);
    size_t length = styled->count ? styled->lines[0].length : 0;
    return length > 0 && (*first == ' ' || memmem(first, length, "│", strlen("│")));
}

/* Appends Markdown as lines, the first after a label. */
static void plain_add_text(struct buf *out, const char *label, const char *text)
{
    struct styled styled = {0};
    styled_markdown(&styled, text, PLAIN_WIDTH);
    buf_text(out, label);
    buf_char(out, plain_begins_aligned(&styled) ? '\n' : ' ');
    styled_print(&styled, out);
    styled_done(&styled);
}

static void plain_add_counts(const struct session *session, struct buf *out)
{
    struct session_counts left = session_left(session);
    if (session->options.cram)
        buf_format(out, "%zu to cram", left.cram);
    else
        buf_format(out, "%zu new, %zu repeat, %zu due", left.new, left.repeat, left.due);
}

/* Appends what can be typed now. An empty line stands for Enter. While the answer is typed, a colon
 * precedes all other keys. */
static void plain_add_prompt_at(
    const struct session *session, unsigned stage, unsigned when, struct buf *out)
{
    struct key_hint hint;
    bool typing = screen_is_typing(session);
    const char *separator = typing ? "Type the answer. " : "", *colon = typing ? ":" : "";
    for (size_t at = 0; keys_hint(&card_keys, session->options.settings, stage,
             when | WHEN_DONE | (session->redo_count ? WHEN_UNDONE : 0U), &at, &hint);) {
        bool enters = hint.key == ' ';
        buf_format(out, "%s%s%s: %s", separator, enters ? "" : colon, enters ? "Enter" : hint.keys,
            hint.label);
        separator = ", ";
    }
    buf_text(out, " > ");
}

static void plain_add_prompt(const struct session *session, unsigned when, struct buf *out)
{
    plain_add_prompt_at(session, screen_stage(session), when, out);
}

void plain_ask(const struct screen *screen, const struct session *session, struct buf *out)
{
    const struct card_links *links = &screen->links;
    buf_char(out, '\n');
    if (screen->ask == ASK_ADDRESS) {
        buf_text(out, "Open this address?\n  ");
        text_safe(out, links->list[screen->asked].address, TEXT_ONE_LINE);
        buf_char(out, '\n');
    }
    for (size_t i = 0; screen->ask == ASK_WHICH && i < links->count && i < CARD_CHOICES; i++) {
        buf_format(out, i ? "  %zu " : "Open which?\n  %zu ", i + 1);
        text_safe(out, links->list[i].address, TEXT_ONE_LINE);
        buf_char(out, '\n');
    }
    if (screen->ask == ASK_WHICH)
        buf_format(out, "1-%zu: open, ", links->count < CARD_CHOICES ? links->count : CARD_CHOICES);
    plain_add_prompt_at(session, screen_stage_asked(screen, session), 0, out);
}

static void plain_show_question(const struct session *session, unsigned when, struct buf *out)
{
    buf_char(out, '\n');
    text_safe(out, session_title(session), TEXT_ONE_LINE);
    buf_text(out, ": ");
    plain_add_counts(session, out);
    buf_char(out, '\n');
    plain_add_text(out, "Question:", session->card.card.question);
    if (session->hint_shown)
        plain_add_text(out, "Hint:", session->card.card.hint);
    bool hint = session->card.card.hint[0] && !session->hint_shown;
    plain_add_prompt(session, when | (hint ? WHEN_HINT : 0U), out);
}

/* Appends what was typed, compared with the answer. Returns the rating that suits it, or 0. */
static int plain_add_typed(const struct session *session, struct buf *out)
{
    struct typed_result result = {0};
    struct styled styled = {0};
    if (!session->typed.length)
        return 0;
    typed_compare(buf_string(&session->typed), session->card.card.answer,
        &session_settings(&session->options)->typed, &result);
    int rating = result.failed ? 0 : typed_rating(result.verdict);
    if (rating)
        typed_lines(&styled, &result, PLAIN_WIDTH);
    styled_print(&styled, out);
    out->failed |= result.failed;
    styled_done(&styled);
    typed_result_done(&result);
    return rating;
}

static void plain_show_answer(const struct session *session, unsigned when, struct buf *out)
{
    const struct card *card = &session->card.card;
    struct buf sentence = {0};
    if (session->notice == NOTICE_UNDONE)
        plain_add_text(out, "Question:", card->question);
    int suggested = plain_add_typed(session, out);
    if (card_text_sentence(card, CLOZE_BRACKETS, &sentence))
        plain_add_text(out, "Answer:", buf_string(&sentence));
    else if (card->answer[0])
        plain_add_text(out, "Answer:", card->answer);
    else
        buf_text(out, "A draft: this card has no answer yet.\n");
    if (card->note[0])
        plain_add_text(out, "Note:", card->note);
    buf_text(out, "How well did you know this?\n");
    for (int rating = 1; rating <= 5; rating++) {
        char due[PHRASE_SIZE];
        buf_format(out, "  %d %s: %s%s\n", rating, rating_words((enum rating)rating),
            phrase_comeback(session_comes_back(session, (enum rating)rating), due),
            rating == suggested ? " (suggested)" : "");
    }
    plain_add_prompt(session, when | WHEN_ANSWERED, out);
    out->failed |= sentence.failed;
    buf_done(&sentence);
}

void plain_tally(const struct session *session, struct buf *out)
{
    struct session_tally tally = session_tally(session);
    char words[PHRASE_SIZE];
    phrase_count(tally.cards, "card", out);
    buf_text(out, ", ");
    phrase_count(tally.ratings, "rating", out);
    buf_format(out, " in %s", phrase_time(tally.spent_ms, words));
    if (tally.cards)
        buf_format(out, ": %s a card", phrase_time(tally.spent_ms / (int64_t)tally.cards, words));
    buf_char(out, '\n');
    for (int rating = 5; rating >= 1; rating--)
        if (tally.by_rating[rating])
            buf_format(out, "  %d %s: %zu\n", rating, rating_words((enum rating)rating),
                tally.by_rating[rating]);
}

static void plain_add_day(const struct summary *s, struct buf *out)
{
    for (size_t i = 0; i < DAY_FACTS; i++) {
        size_t before = out->length;
        buf_format(out, "%s: ", day_facts[i].name);
        size_t begin = out->length;
        day_facts[i].phrase(s, out);
        if (out->length == begin)
            buf_cut(out, before);
        else
            buf_char(out, '\n');
    }
    for (size_t i = 0; i < s->hardest_count; i++) {
        buf_format(out, i ? "  %d: " : "Hardest today:\n  %d: ", s->hardest[i].worst);
        one_line(out, s->hardest[i].question, PLAIN_WIDTH);
        buf_char(out, '\n');
    }
}

static void plain_show_over(const struct session *session, struct buf *out)
{
    buf_char(out, '\n');
    if (session->rating_count) {
        buf_text(out, session->options.cram ? "Cramming is over: " : "Done for today: ");
        plain_tally(session, out);
    } else {
        phrase_nothing(session, out);
        buf_char(out, '\n');
    }
    size_t before = out->length;
    phrase_upcoming(session, false, out);
    buf_text(out, out->length > before ? "\n" : "");
    plain_add_day(&session->summary, out);
    plain_add_prompt(session, session->due_left || session->new_left ? WHEN_MORE : 0, out);
}

void plain_show(const struct session *session, const struct card_links *links, struct buf *out)
{
    bool warns;
    unsigned when = links ? screen_when_links(links) : 0;
    size_t before = out->length;
    phrase_notice(session, out, &warns);
    if (out->length > before)
        buf_char(out, '\n');
    if (session->undo_asked)
        plain_add_prompt(session, 0, out);
    else if (session->stage == SESSION_QUESTION)
        plain_show_question(session, when, out);
    else if (session->stage == SESSION_ANSWER)
        plain_show_answer(session, when, out);
    else if (session->stage == SESSION_LEECH)
        plain_add_prompt(session, when | WHEN_LEECH, out);
    else
        plain_show_over(session, out);
}

/* Whether an intent makes sense in plain mode. Scrolling does not, for example. */
static bool plain_is_for_lines(const struct intent *does)
{
    return does->action || does->command || does->overlay || does->edit || does->decks ||
           does->side || does->quit;
}

void plain_keys(const struct session *session, struct buf *out)
{
    bool typing = screen_is_typing(session);
    const char *help = NULL; /* help of the current line: adjacent rows with equal help share it */
    for (size_t i = 0; i < card_keys.count; i++) {
        const struct key_row *row = &card_keys.rows[i];
        uint32_t keys[KEYS_EACH];
        char name[KEY_NAME_SIZE];
        if (!plain_is_for_lines(&row->intent) || !(row->stages & screen_stage(session)))
            continue;
        keys_of(&card_keys, session->options.settings, row, keys);
        if (!keys[0])
            continue;
        bool reveals = row->intent.action == ACTION_REVEAL,
             shares = help && strcmp(help, row->help) == 0;
        if (typing && row->intent.action == ACTION_TYPE)
            continue;
        if (help && !shares)
            buf_format(out, ": %s\n", help);
        buf_format(out, "%s%s%s", shares ? ", " : "  ", typing && !reveals ? ":" : "",
            reveals ? "Enter" : key_word(keys[0], name));
        help = row->help;
    }
    buf_format(out, ": %s\n", help);
}

static void plain_add_memory(const struct event *event, struct buf *out)
{
    char words[PHRASE_SIZE];
    const struct past *past = &event->after.past;
    if (past_is_known(past))
        buf_format(out, ", stability %s, difficulty %.1f",
            phrase_stability(past->memory.state[MEMORY_STABILITY], words),
            (double)past->memory.state[MEMORY_DIFFICULTY]);
    if (!event->is_change && event->predicted > 0)
        buf_format(out, ", recall predicted %s", phrase_percent(event->predicted, words));
}

void plain_history(const struct card_history *history, struct buf *out)
{
    char date[DATE_SIZE], words[PHRASE_SIZE];
    if (!history->count)
        buf_text(out, "No ratings yet.\n");
    for (size_t i = 0; i < history->count; i++) {
        const struct event *event = &history->events[i];
        const struct schedule *after = &event->after;
        buf_format(out, "  %s: ", date_text(event_day(event), date));
        if (event->is_change)
            buf_text(out, change_word(event->change.kind));
        else
            buf_format(out, "%d %s", event->review.rating, rating_words(event->review.rating));
        buf_format(
            out, ", interval %s", after->interval ? phrase_days(after->interval, words) : "none");
        if (regime_has_memory(&history->regime))
            plain_add_memory(event, out);
        else
            buf_format(out, ", ease %d.%02d", after->sm2.ease / 100, after->sm2.ease % 100);
        if (after->due != NO_DAY)
            buf_format(out, ", due %s", date_text(after->due, date));
        if (!event->is_change)
            buf_format(out, ", %s", review_kind_word(event->review.kind));
        buf_char(out, '\n');
    }
}

uint32_t plain_key(const char *word, size_t length)
{
    char name[2 * KEY_NAME_SIZE];
    if (length >= sizeof name)
        return KEY_NOTHING;
    memcpy(name, word, length);
    name[length] = '\0';
    return length ? key_named(name) : KEY_ENTER_CODE;
}

/* Takes the number off a line such as "2 o", "2o", "o 2" or "o2" and leaves the rest in `key`.
 * Returns the number, or 0 if there is none. */
static int plain_take_number(const char *line, char key[KEY_NAME_SIZE])
{
    char text[KEY_NAME_SIZE] = "";
    size_t length = 0;
    for (; *line && length + 1 < sizeof text; line++)
        if (!strchr(" \t\r\n", *line))
            text[length++] = *line;
    bool leads = *text >= '1' && *text <= '9',
         ends = length && text[length - 1] >= '1' && text[length - 1] <= '9';
    if (*line || length < 2 || leads == ends)
        return 0;
    int number = text[leads ? 0 : length - 1] - '0';
    memcpy(key, text + leads, length - 1);
    key[length - 1] = '\0';
    return number;
}

static uint32_t plain_key_of_line(const char *line)
{
    size_t blanks = strspn(line, " \t\r\n"), length = strcspn(line + blanks, " \t\r\n");
    const char *rest = line + blanks + length;
    bool alone = rest[strspn(rest, " \t\r\n")] == '\0';
    return alone ? plain_key(line + blanks, length) : KEY_NOTHING;
}

/* The intent of a line such as "o 2"; an empty one if it is none. */
static struct intent plain_numbered(const struct session *session, const char *line)
{
    const struct screen none = {0};
    char key[KEY_NAME_SIZE];
    int number = plain_take_number(line, key);
    struct intent intent = {0};
    if (number)
        intent = screen_key(&none, session, plain_key(key, strlen(key)));
    if (intent.command != CARD_OPEN)
        return (struct intent){0};
    intent.command = CARD_OPEN_1 + number - 1;
    return intent;
}

struct intent plain_answer(
    const struct screen *screen, const struct session *session, const char *line)
{
    return screen_key(screen, session, plain_key_of_line(line));
}

/* Parses a line while the answer is typed: a key after a colon is a command, anything else the
 * answer. */
static struct intent plain_answer_line(const struct session *session, const char *line)
{
    bool colon = line[0] == ':' && line[1] != ' ';
    uint32_t key = colon ? plain_key_of_line(line + 1) : KEY_NOTHING;
    struct intent intent = {0};
    if (key && key != KEY_ENTER_CODE)
        intent = keys_find(&card_keys, session->options.settings, screen_stage(session), key);
    return plain_is_for_lines(&intent) ? intent
                                       : (struct intent){.action = ACTION_REVEAL, .answer = line};
}

struct intent plain_line(const struct session *session, const char *line, bool *unclear)
{
    const struct screen none = {0};
    *unclear = false;
    struct intent intent = {0};
    if (screen_is_typing(session))
        return plain_answer_line(session, line);
    line += line[0] == ':' && !strchr(" \t\r\n", line[1]); /* as while the answer was typed */
    uint32_t key = plain_key_of_line(line);
    if (key == KEY_ENTER_CODE &&
        screen_stage(session) & (SCREEN_STAGE(SESSION_QUESTION) | SCREEN_STAGE(SESSION_ANSWER))) {
        intent.action = session->stage == SESSION_QUESTION ? ACTION_REVEAL : ACTION_NONE;
        return intent;
    }
    intent = screen_key(&none, session, key);
    if (!plain_is_for_lines(&intent))
        intent = plain_numbered(session, line);
    *unclear = !plain_is_for_lines(&intent);
    if (*unclear)
        intent = (struct intent){0};
    return intent;
}
