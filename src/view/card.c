/* The card: its question, and once revealed its answer, with the ratings below. */
#include "view/parts.h"
#include "view/rich.h"
#include "view/words.h"

#include <stdio.h>
#include <string.h>

/* ---- the ratings ---- */

#define RATINGS_WIDE 66 /* columns that five ratings with their words need */

static void put_rating(
    const struct session *session, int rating, bool wide, struct frame *frame, int row, int col)
{
    char label[WORDS_SIZE], due[WORDS_SIZE];
    enum style style = (enum style)(STYLE_RATING_1 + rating - 1);
    int days = session_comes_back(session, (enum rating)rating);
    snprintf(label, sizeof label, "%d %s", rating, wide ? rating_words((enum rating)rating) : "");
    frame_text(frame, row, col, style, label);
    frame_text(frame, row + 1, col + (wide ? 2 : 0), STYLE_FAINT,
        wide ? due_words(days, due) : due_words_short(days, due));
}

static const char rating_question[] = "How well did you know this?";

/* Where there is no room for five words: the first and the last, above the numbers. */
static void put_ends(struct frame *frame, int row, const struct column *c)
{
    char first[WORDS_SIZE], last[WORDS_SIZE];
    snprintf(first, sizeof first, "1 %s", rating_words(RATING_NOT_AT_ALL));
    snprintf(last, sizeof last, "5 %s", rating_words(RATING_PERFECTLY));
    frame_text(frame, row, c->left, STYLE_RATING_1, first);
    frame_text(frame, row, c->left + c->width - (int)strlen(last), STYLE_RATING_1 + 4, last);
}

/* Draw them at the bottom of the body; the body ends above. */
static void put_ratings(const struct session *session, struct frame *frame, struct column *c)
{
    bool wide = c->width >= RATINGS_WIDE, roomy = frame->rows >= ROOMY_ROWS;
    int row = c->bottom - (wide ? 2 : 3) - roomy;
    c->bottom = row - 1 - roomy;
    frame_text(frame, row - 1, c->left, STYLE_STRONG, rating_question);
    if (!wide)
        put_ends(frame, row++, c);
    for (int rating = 1; rating <= 5; rating++)
        put_rating(session, rating, wide, frame, row, c->left + (rating - 1) * (c->width / 5));
}

/* ---- the card's text ---- */

static void lay_labelled(struct rich *rich, const char *label, const char *text, int width)
{
    struct buf labelled = {0};
    buf_text(&labelled, label);
    buf_text(&labelled, text);
    rich_markdown(rich, buf_string(&labelled), width);
    rich->failed |= labelled.failed;
    buf_done(&labelled);
}

/* Returns the number of lines that the question takes. */
static size_t lay_question(const struct session *session, struct rich *rich, int width)
{
    const struct card *card = &session->card.card;
    rich_markdown(rich, card->question, width);
    if (session->hint_shown) {
        rich_blank(rich);
        lay_labelled(rich, "*Hint:* ", card->hint, width);
    }
    return rich->count;
}

static void lay_answer(const struct session *session, struct rich *rich, int width, bool roomy)
{
    const struct card *card = &session->card.card;
    if (roomy)
        rich_blank(rich);
    rich_rule(rich, width < 12 ? width : 12);
    if (roomy)
        rich_blank(rich);
    if (card->answer[0])
        rich_markdown(rich, card->answer, width);
    else
        rich_plain(rich, "A draft: this card has no answer yet.", STYLE_FAINT, width);
    if (card->note[0]) {
        rich_blank(rich);
        lay_labelled(rich, "*Note:* ", card->note, width);
    }
}

/* Keep what is visible within the text. An answer that has just been revealed is brought into view
 * where a long question would leave little of it. */
static void place_top(struct screen *screen, const struct session *session, int lines, int question)
{
    bool same = screen->shown_card == session->card.card_id;
    bool kept = same && session->stage == SESSION_LEECH;
    if (!kept && (!same || screen->shown_stage != session->stage))
        screen->top =
            same && session->stage == SESSION_ANSWER && question > screen->page / 2 ? question : 0;
    screen->shown_card = session->card.card_id;
    screen->shown_stage = session->stage;
    if (screen->top > lines - screen->page)
        screen->top = lines - screen->page;
    if (screen->top < 0)
        screen->top = 0;
}

static void put_text(struct screen *screen, const struct session *session, const struct rich *rich,
    int question, struct frame *frame, const struct column *c)
{
    int lines = (int)rich->count;
    screen->page = c->bottom - c->top > 1 ? c->bottom - c->top : 1;
    place_top(screen, session, lines, question);
    for (int i = 0; i < screen->page && screen->top + i < lines; i++)
        rich_draw(rich, (size_t)(screen->top + i), frame, c->top + i, c->left);
    int edge = c->left + c->width;
    if (screen->top > 0)
        frame_text(frame, c->top, edge, STYLE_KEY, "▲");
    if (screen->top + screen->page < lines)
        frame_text(frame, c->bottom - 1, edge, STYLE_KEY, "▼");
}

/* ---- the keys ---- */

static void put_foot(const struct session *session, const struct screen *screen, bool scrolls,
    struct frame *frame, struct column *c)
{
    struct key_help keys[6];
    size_t count = 0;
    if (session->stage == SESSION_LEECH) {
        keys[count++] = (struct key_help){"e", "edit"};
        keys[count++] = (struct key_help){"s", "suspend"};
        keys[count++] = (struct key_help){"space", "go on"};
    } else if (session->stage == SESSION_QUESTION)
        keys[count++] = (struct key_help){"space", "answer"};
    else
        keys[count++] = (struct key_help){"1-5", "rate"};
    if (scrolls && session->stage != SESSION_LEECH)
        keys[count++] = (struct key_help){"↑↓", "scroll"};
    if (session->stage == SESSION_QUESTION && session->card.card.hint[0] && !session->hint_shown)
        keys[count++] = (struct key_help){"h", "hint"};
    keys[count++] = (struct key_help){"u", "undo"};
    keys[count++] = (struct key_help){"q", "quit"};
    part_foot(session, screen, keys, count, frame, c);
}

void card_draw(struct screen *screen, const struct session *session, struct frame *frame)
{
    struct column c = part_head(session, frame);
    struct rich rich = {0};
    int question = (int)lay_question(session, &rich, c.width);
    if (session->stage != SESSION_QUESTION)
        lay_answer(session, &rich, c.width, frame->rows >= ROOMY_ROWS);
    struct column body = c;
    part_foot(session, screen, NULL, 0, frame, &body);
    if (session->stage == SESSION_ANSWER)
        put_ratings(session, frame, &body);
    put_foot(session, screen, (int)rich.count > body.bottom - body.top, frame, &c);
    put_text(screen, session, &rich, question, frame, &body);
    frame->failed |= rich.failed;
    rich_done(&rich);
}
