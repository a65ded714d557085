/* Shows the selected card alone, as a review does: first the question, then the answer. The user
 * can step through the list from here; ratings are not possible. */
#include "view/browser.h"

#include "view/browser_parts.h"
#include "view/phrases.h"
#include "view/screen_parts.h"
#include "view/widgets.h"

/* ---- keys ---- */

#define QUESTION 1U
#define ANSWER   2U
#define BOTH     (QUESTION | ANSWER)

static const struct key_row look_rows[] = {
    {"reveal", {' ', KEY_ENTER_CODE}, QUESTION, {.command = BROWSER_REVEAL}, "answer", 0,
        "show the answer"},
    {"next", {'n', KEY_RIGHT_CODE}, BOTH, {.command = BROWSER_NEXT}, "next", 0,
        "show the next card of the list"},
    {"go-on", {' ', KEY_ENTER_CODE}, ANSWER, {.command = BROWSER_NEXT}, NULL, 0,
        "show the next card of the list"},
    {"previous", {'p', KEY_LEFT_CODE}, BOTH, {.command = BROWSER_PREVIOUS}, "previous",
        WHEN_RANK(1), "show the previous card of the list"},
    {"hint", {'h'}, QUESTION, {.command = BROWSER_HINT}, "hint", WHEN_HINT, "show the hint"},
    {"edit", {'e'}, BOTH, {.edit = true}, "edit", WHEN_RANK(2), "edit the card in its file"},
    {"suspend", {'s'}, BOTH, {.command = BROWSER_SUSPEND}, "suspend", WHEN_RANK(3),
        "suspend or resume it"},
    {"bury", {'b'}, BOTH, {.command = BROWSER_BURY}, "bury", WHEN_RANK(4),
        "bury it until tomorrow"},
    {"leech", {'t'}, BOTH, {.command = BROWSER_LEECH}, "leech", WHEN_RANK(6),
        "mark or unmark it as a leech"},
    {"undo", {'u', KEY_BACKSPACE_CODE}, BOTH, {.command = BROWSER_UNDO}, "undo", WHEN_DONE,
        "undo the last change"},
    {"history", {'i'}, BOTH, {.overlay = OVERLAY_HISTORY}, "history", WHEN_RANK(5),
        "show the card's ratings"},
    SCROLLING_ROWS(BOTH),
    {"help", {'?', KEY_F1_CODE}, BOTH, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    {"quit", {'q', KEY_ESCAPE_CODE}, BOTH, {.command = BROWSER_CARD}, "back", 0,
        "back to the list"},
    {"redo", {KEY_CTRL('r')}, BOTH, {.command = BROWSER_REDO}, "redo", WHEN_UNDONE,
        "redo what was undone last"},
    TERMINAL_ROWS(BOTH),
};
const struct key_table look_keys = {look_rows, COUNT(look_rows), false};

unsigned browser_card_stage(const struct browser *b)
{
    return b->look.answered ? ANSWER : QUESTION;
}

/* Goes to another row, unless the list ends here. */
static void browser_card_go(struct browser *b, const struct browse *browse, bool back)
{
    b->wanted = 0;
    if (back && b->row == 0)
        buf_text(&b->notice, "This is the first card of the list");
    else if (!back && b->row + 1 >= browse->found_count)
        buf_text(&b->notice, "This is the last card of the list");
    else
        b->row += back ? (size_t)-1 : 1;
}

bool browser_card_do(struct browser *b, const struct browse *browse, int command)
{
    switch (command) {
    case BROWSER_CARD:
        b->look = (struct browser_look){.open = !b->look.open && browse->found_count};
        break;
    case BROWSER_HINT:
        b->look.hint = true;
        break;
    case BROWSER_REVEAL:
        b->look.answered = b->look.turned = true;
        break;
    case BROWSER_NEXT:
    case BROWSER_PREVIOUS:
        browser_card_go(b, browse, command == BROWSER_PREVIOUS);
        break;
    default:
        return false;
    }
    return true;
}

/* ---- drawing ---- */

static void browser_card_put_head(const struct browser *b, const struct browse *browse,
    struct frame *frame, const struct column *c)
{
    struct buf count = {0}, tags = {0};
    buf_format(&count, "%zu of ", b->row + 1);
    phrase_count(browse->found_count, "card", &count);
    int begin = c->left + c->width - text_width(buf_string(&count), count.length);
    int width = begin - c->left > 4 ? begin - c->left - 2 : 0;
    widget_untrusted(frame, 0, c->left, width, STYLE_TITLE, b->card.deck_name);
    widget_line(frame, 0, begin, c->width, STYLE_FAINT, &count);
    frame_run(frame, 1, c->left, c->width, STYLE_BAR_REST, "─");
    if (frame->rows < ROOMY_ROWS)
        return;
    browser_facts(&b->card, false, &tags);
    widget_line(frame, 2, c->left, c->width, STYLE_FAINT, &tags);
}

/* Clamps look.top to the text. If the answer was just shown and begins below the middle of the
 * screen, scrolls to it. */
static void browser_card_set_top(struct browser_look *look, const struct card_text *text)
{
    int last = (int)text->styled.count - look->page;
    if (look->turned)
        look->top = text->answer > look->page / 2 ? text->answer : 0;
    look->turned = false;
    look->top = look->top > last ? last : look->top;
    look->top = look->top < 0 ? 0 : look->top;
}

void browser_card_draw(
    struct browser *b, const struct browse *browse, unsigned when, struct frame *frame)
{
    struct browser_look *look = &b->look;
    bool roomy = frame->rows >= ROOMY_ROWS;
    if (look->card_id != b->card.card_id)
        *look = (struct browser_look){.open = true, .card_id = b->card.card_id};
    struct column c = widget_column(frame, MEASURE_MAX);
    browser_card_put_head(b, browse, frame, &c);
    c.top = roomy ? 3 : 2;
    c.bottom = frame->rows - 1;
    struct column body = c;
    widget_notice(buf_string(&b->notice), b->warns ? STYLE_WARNING : STYLE_NOTICE, frame, &body);
    b->text.styled.wide = frame->cols;
    const struct card_face face = {
        .card = &b->card.card, .hint = look->hint, .answer = look->answered};
    card_text_fit(&b->text, &b->card.card, c.width, body.bottom - body.top, roomy * 2);
    card_text_lay(&b->text, &face, c.width, body.bottom - body.top);
    int spare = body.bottom - body.top - (int)b->text.styled.count;
    body.top += roomy && spare > 0;
    body.bottom -= roomy && spare > 1 && !b->notice.length;
    look->page = card_page(&b->text.styled, frame, &body);
    browser_card_set_top(look, &b->text);
    bool scrolls = (int)b->text.styled.count > look->page;
    bool hint = b->card.card.hint[0] && !look->hint;
    card_put_lines(&b->text.styled, look->top, look->page, frame, &body);
    widget_keys(&look_keys, b->settings, browser_card_stage(b),
        when | (scrolls ? WHEN_SCROLLS : 0U) | (hint ? WHEN_HINT : 0U), frame, &c);
    frame->failed |= b->text.styled.failed;
}
