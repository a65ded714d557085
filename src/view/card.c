#include "view/screen_parts.h"

#include "base/hash.h"
#include "text/address.h"
#include "text/text.h"
#include "text/typed.h"
#include "view/line.h"
#include "view/phrases.h"
#include "view/typed_lines.h"
#include "view/widgets.h"

#include <stdio.h>
#include <string.h>

/* ---- blank rows ---- */

/* The rows that set off the parts of a roomy screen. They give way before the text scrolls, the
 * last of them first. */
enum blank {
    BLANK_HEAD,
    BLANK_TAGS,          /* the row of the tags and the time, if there are none */
    BLANK_ABOVE_RATINGS, /* or above the line for the answer */
    BLANK_BELOW_RATINGS,
    BLANK_FOOT,
    BLANKS
};

static bool card_row_is_blank(const struct frame *frame, int row)
{
    int col = 0;
    while (col < frame->cols && strcmp(frame_cell(frame, row, col)->text, " ") == 0)
        col++;
    return col == frame->cols;
}

/* Keeps as many blank rows as there are spare rows. */
static void card_keep_blanks(bool blanks[BLANKS], int spare)
{
    for (int i = 0; i < BLANKS; i++) {
        blanks[i] = blanks[i] && spare > 0;
        spare -= blanks[i];
    }
}

/* ---- the ratings ---- */

/* Columns needed to show all five ratings with their names, each above its phrase_comeback. */
#define RATINGS_WIDE 70

/* The column of a rating. Wide, the first three get more: they are asked again today, and say so.
 */
static int card_rating_col(int rating, const struct column *c)
{
    static const int wide[] = {0, 15, 30, 45, 58, RATINGS_WIDE};
    return c->left + (c->width >= RATINGS_WIDE ? wide[rating - 1] : (rating - 1) * (c->width / 5));
}

static void card_put_wide(struct frame *frame, int row, int col, int rating, struct comeback back)
{
    char label[PHRASE_SIZE], words[PHRASE_SIZE];
    snprintf(label, sizeof label, "%d %s", rating, rating_words((enum rating)rating));
    frame_text(frame, row, col, (enum style)(STYLE_RATING_1 + rating - 1), label);
    frame_text(frame, row + 1, col + 2, STYLE_FAINT, phrase_comeback(back, words));
}

/* Draws only the number; below it "today" and the days, in a row each unless this is a cram. */
static void card_put_narrow(struct frame *frame, int row, int col, int rating, struct comeback back)
{
    char label[PHRASE_SIZE], words[PHRASE_SIZE];
    snprintf(label, sizeof label, "%d", rating);
    frame_text(frame, row, col, (enum style)(STYLE_RATING_1 + rating - 1), label);
    if (back.today)
        frame_text(frame, row + 1, col, STYLE_FAINT, "today");
    if (back.days >= 0)
        frame_text(frame, row + 2, col, STYLE_FAINT, phrase_days(back.days, words));
    else if (!back.today)
        frame_text(frame, row + 1, col, STYLE_FAINT, "-");
}

/* Draws only the names of the first and last ratings, above the numbers, for narrow screens. */
static void card_put_ends(struct frame *frame, int row, const struct column *c)
{
    char first[PHRASE_SIZE], last[PHRASE_SIZE];
    snprintf(first, sizeof first, "1 %s", rating_words(RATING_NOT_AT_ALL));
    snprintf(last, sizeof last, "5 %s", rating_words(RATING_PERFECTLY));
    frame_text(frame, row, c->left, STYLE_RATING_1, first);
    frame_text(frame, row, c->left + c->width - (int)strlen(last), STYLE_RATING_1 + 4, last);
}

/* Whether there is space for the question above the ratings; otherwise the names of the first and
 * the last must do. */
static bool card_asks(const struct frame *frame, const struct column *c)
{
    return c->width >= RATINGS_WIDE || frame->rows >= ROOMY_ROWS;
}

static int card_ratings_rows(
    const struct session *session, const struct frame *frame, const struct column *c)
{
    bool wide = c->width >= RATINGS_WIDE;
    return card_asks(frame, c) + !wide + (wide || session->kind == REVIEW_CRAM ? 2 : 3);
}

/* Asks for a rating, and names the one that suits what was typed. */
static void card_put_question(int suggested, struct frame *frame, int row, const struct column *c)
{
    char words[PHRASE_SIZE];
    int col = frame_text(frame, row, c->left, STYLE_STRONG, "How well did you know this?");
    snprintf(words, sizeof words, "  suggested: %d", suggested);
    if (suggested)
        frame_text(frame, row, col, STYLE_FAINT, words);
}

/* Draws the ratings at the bottom of the body, and shortens the body. */
static void card_put_ratings(const struct session *session, int suggested,
    const bool blanks[BLANKS], struct frame *frame, struct column *c)
{
    bool wide = c->width >= RATINGS_WIDE, asks = card_asks(frame, c);
    int rows = card_ratings_rows(session, frame, c);
    int row = c->bottom - rows + asks - blanks[BLANK_BELOW_RATINGS];
    rows -= asks + !wide; /* those of the numbers */
    c->bottom = row - asks - blanks[BLANK_ABOVE_RATINGS];
    if (asks)
        card_put_question(suggested, frame, row - 1, c);
    if (!wide)
        card_put_ends(frame, row++, c);
    for (int rating = 1; rating <= 5; rating++) {
        int col = card_rating_col(rating, c), end = card_rating_col(rating + 1, c);
        if (rating == suggested)
            frame_text(frame, row, col - 1, STYLE_KEY, "›");
        (wide ? card_put_wide : card_put_narrow)(
            frame, row, col, rating, session_comes_back(session, (enum rating)rating));
        frame_zone(frame, row, col, rows, end - col - 1,
            keys_for(&card_keys, session->options.settings,
                (enum session_action)(ACTION_RATE_1 + rating - 1)));
    }
}

/* ---- the card's text ---- */

/* Clamps screen->top to the text. If the answer was just revealed and begins below the middle of
 * the screen, scrolls to it. */
static void card_set_top(
    struct screen *screen, const struct session *session, int lines, int answer)
{
    bool same = screen->shown_card == session->card.card_id;
    bool kept = same && session->stage == SESSION_LEECH;
    if (!kept && (!same || screen->shown_stage != session->stage))
        screen->top =
            same && session->stage == SESSION_ANSWER && answer > screen->page / 2 ? answer : 0;
    screen->shown_card = session->card.card_id;
    screen->shown_stage = session->stage;
    if (screen->top > lines - screen->page)
        screen->top = lines - screen->page;
    if (screen->top < 0)
        screen->top = 0;
}

/* Shows how many lines are hidden above and below, in the row below the text or, on a short screen,
 * at the end of the progress bar. */
static void card_put_more(
    int top, int page, int lines, struct frame *frame, const struct column *c, bool roomy)
{
    char above[PHRASE_SIZE] = "", below[PHRASE_SIZE] = "";
    int rest = lines - top - page;
    if (top > 0)
        snprintf(above, sizeof above, rest > 0 ? " %d " : " %d above", top);
    if (rest > 0)
        snprintf(below, sizeof below, " %d more line%s", rest, rest == 1 ? "" : "s");
    int width = (int)(strlen(above) + strlen(below)) + (*above != '\0') + (*below != '\0');
    int row = roomy ? c->bottom - 1 : c->top - 1;
    int col = roomy ? c->left : c->left + c->width - width;
    if (!roomy)
        frame_text(frame, row, col - 1, STYLE_PLAIN, " ");
    if (*above)
        col = frame_text(frame, row, col, STYLE_KEY, "▲");
    col = frame_text(frame, row, col, STYLE_FAINT, above);
    if (*below)
        col = frame_text(frame, row, col, STYLE_KEY, "▼");
    frame_text(frame, row, col, STYLE_FAINT, below);
}

/* The column where a line begins: further left if its code or table would not fit otherwise. */
static int card_line_left(
    const struct styled_line *line, const struct frame *frame, const struct column *c)
{
    int left = frame->cols - line->block;
    return left < c->left ? left : c->left;
}

int card_page(const struct styled *styled, const struct frame *frame, const struct column *c)
{
    int rows = c->bottom - c->top > 1 ? c->bottom - c->top : 1;
    return rows < (int)styled->count && frame->rows >= ROOMY_ROWS ? rows - 1 : rows;
}

void card_put_lines(
    const struct styled *styled, int top, int page, struct frame *frame, const struct column *c)
{
    int lines = (int)styled->count;
    for (int i = 0; i < page && top + i < lines; i++)
        frame_styled(frame, c->top + i, card_line_left(&styled->lines[top + i], frame, c), styled,
            (size_t)(top + i));
    if (page < lines)
        card_put_more(top, page, lines, frame, c, frame->rows >= ROOMY_ROWS);
}

static void card_put_text(struct screen *screen, const struct session *session, struct frame *frame,
    const struct column *c)
{
    const struct styled *styled = &screen->text.styled;
    screen->page = card_page(styled, frame, c);
    card_set_top(screen, session, (int)styled->count, screen->text.answer);
    card_put_lines(styled, screen->top, screen->page, frame, c);
}

/* ---- links to files ---- */

/* What the terminal opens for a link to one of the card's files (styled.file_address). */
static bool card_file_address(const void *context, const char *address, struct buf *out)
{
    const struct screen *screen = context;
    for (size_t i = 0; i < screen->links.count; i++) {
        const struct card_link *link = &screen->links.list[i];
        if (link->path && strcmp(link->address, address) == 0)
            return address_of_file(out, screen->host, link->path);
    }
    return false;
}

static uint64_t card_hash_files(const struct card_links *links)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < links->count; i++)
        hash = hash_text(hash, links->list[i].path ? links->list[i].path : "");
    return hash;
}

/* ---- the whole screen ---- */

static unsigned card_foot_when(
    const struct screen *screen, const struct session *session, bool scrolls)
{
    bool hint = session->card.card.hint[0] && !session->hint_shown;
    bool types = (session->typed.length > 0 || session->card.card.typed || session->options.type) &&
                 session->stage == SESSION_QUESTION && typed_is_possible(session->card.card.answer);
    return (scrolls ? WHEN_SCROLLS : 0U) | (types ? WHEN_TYPED : 0U) | (hint ? WHEN_HINT : 0U) |
           (session->rating_count || session->changes ? WHEN_DONE : 0U) |
           (session->redo_count ? WHEN_UNDONE : 0U) |
           (session->stage == SESSION_ANSWER ? WHEN_ANSWERED : 0U) |
           (session->stage == SESSION_LEECH ? WHEN_LEECH : 0U) | screen_when_links(&screen->links);
}

/* Sizes the pictures for the answer's screen, where the ratings are below the text. `body` is
 * without blank rows at the top, and keeps one for a notice. */
static void card_fit_pictures(struct screen *screen, const struct session *session,
    const struct frame *frame, const struct column *body, int blanks)
{
    int ratings = card_ratings_rows(session, frame, body);
    bool roomy = frame->rows >= ROOMY_ROWS;
    card_text_fit(&screen->text, &session->card.card, body->width,
        body->bottom - body->top - ratings, blanks + roomy * 2);
}

/* Whether the line for the answer is shown: while it is typed, and when it was left with text. */
static bool card_has_line(const struct session *session)
{
    return session->stage == SESSION_QUESTION && (session->typing || session->typed.length);
}

/* Draws the line for the answer below the text, which ends at a row. */
static void card_put_line(const struct screen *screen, const struct session *session, int row,
    struct frame *frame, const struct column *c)
{
    static const char label[] = "Answer: ";
    int col = frame_text(frame, row, c->left, STYLE_KEY, label);
    int width = c->left + c->width - col;
    struct buf line = {0};
    if (screen_is_typing(session))
        line_add(&line, &session->typed, screen->cursor, width);
    else
        text_safe(&line, buf_string(&session->typed), TEXT_ONE_LINE);
    widget_line(frame, row, col, width, STYLE_PLAIN, &line);
}

void card_draw(struct screen *screen, const struct session *session, struct frame *frame)
{
    struct column c = widget_head(session, frame), body = c;
    struct styled *styled = &screen->text.styled;
    bool answered = session->stage != SESSION_QUESTION, types = card_has_line(session);
    const struct card_face face = {&session->card.card, session->hint_shown, answered,
        card_hash_files(&screen->links), session->typed.length ? buf_string(&session->typed) : NULL,
        &session_settings(&session->options)->typed};
    bool roomy = frame->rows >= ROOMY_ROWS,
         rated = session->stage == SESSION_ANSWER && !screen->ask;
    bool said = screen->ask || widget_say(session, screen->greeting, frame, &body);
    if (screen->ask)
        card_ask_draw(screen, frame, &body);
    bool blanks[BLANKS] = {[BLANK_HEAD] = roomy,
        [BLANK_TAGS] = roomy && card_row_is_blank(frame, body.top - 2),
        [BLANK_ABOVE_RATINGS] = types || (roomy && rated),
        [BLANK_BELOW_RATINGS] = roomy && rated,
        [BLANK_FOOT] = roomy && !said};
    styled->wide = frame->cols;
    styled->file_address = card_file_address;
    styled->file_context = screen;
    body.top -= blanks[BLANK_HEAD] + blanks[BLANK_TAGS];
    card_fit_pictures(screen, session, frame, &body, blanks[BLANK_HEAD] + blanks[BLANK_TAGS]);
    body.bottom += blanks[BLANK_FOOT];
    int rows = body.bottom - body.top - (rated ? card_ratings_rows(session, frame, &body) : types);
    card_text_lay(&screen->text, &face, c.width, rows);
    card_keep_blanks(blanks, rows - (int)styled->count);
    body.top += blanks[BLANK_HEAD] + blanks[BLANK_TAGS];
    body.bottom -= blanks[BLANK_FOOT];
    if (rated)
        card_put_ratings(session, typed_rating(screen->text.typed.verdict), blanks, frame, &body);
    if (types)
        body.bottom -= 1 + blanks[BLANK_ABOVE_RATINGS];
    bool scrolls = (int)styled->count > body.bottom - body.top;
    widget_keys(screen_keys(screen, session), session->options.settings,
        screen_stage_asked(screen, session), card_foot_when(screen, session, scrolls), frame, &c);
    card_put_text(screen, session, frame, &body);
    int end = scrolls ? body.bottom : body.top + (int)styled->count;
    if (types)
        card_put_line(screen, session, end + blanks[BLANK_ABOVE_RATINGS], frame, &c);
    frame->failed |= styled->failed || session->typed.failed;
}
