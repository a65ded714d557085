#include "view/screen.h"

#include "base/utf8.h"
#include "view/screen_parts.h"
#include "view/widgets.h"

#include <string.h>

unsigned screen_stage(const struct session *session)
{
    return session->undo_asked ? SCREEN_UNDO_ASKED : SCREEN_STAGE(session->stage);
}

unsigned screen_stage_asked(const struct screen *screen, const struct session *session)
{
    return screen->ask == ASK_WHICH     ? SCREEN_ASK_WHICH
           : screen->ask == ASK_ADDRESS ? SCREEN_ASK_ADDRESS
                                        : screen_stage(session);
}

unsigned screen_when_links(const struct card_links *links)
{
    unsigned when = links->count ? WHEN_LINKS : 0;
    for (size_t i = 0; i < links->count; i++)
        when |= card_links_plays(links, i) ? WHEN_SOUNDS : 0U;
    return when;
}

bool screen_is_typing(const struct session *session)
{
    return session->stage == SESSION_QUESTION && session->typing && !session->undo_asked;
}

const struct key_table *screen_keys(const struct screen *screen, const struct session *session)
{
    return !screen->ask && screen_is_typing(session) ? &answer_keys : &card_keys;
}

static void screen_draw_overlay(
    struct screen *screen, const struct session *session, struct frame *frame)
{
    const struct settings *settings = session->options.settings;
    const struct shown_history shown = {&session->card, &screen->history, session->today, settings};
    if (screen->overlay.shown == OVERLAY_HISTORY)
        overlay_draw_history(&screen->overlay, &shown, frame);
    else
        overlay_draw_keys(
            &screen->overlay, screen_keys(screen, session), settings, screen_stage(session), frame);
}

bool screen_draw(struct screen *screen, const struct session *session, struct frame *frame)
{
    if (!frame_resize(frame, frame->rows, frame->cols))
        return false;
    if (widget_too_small(frame))
        return !frame->failed;
    if (screen->overlay.shown)
        screen_draw_overlay(screen, session, frame);
    else if (session->stage == SESSION_OVER)
        summary_draw(screen, session, frame);
    else
        card_draw(screen, session, frame);
    return !frame->failed;
}

/* ---- keys ---- */

#define AT(stage) SCREEN_STAGE(stage)
#define QUESTION  AT(SESSION_QUESTION)
#define ANSWER    AT(SESSION_ANSWER)
#define OVER      AT(SESSION_OVER)
#define LEECH     AT(SESSION_LEECH)
#define CARD      (QUESTION | ANSWER)
#define ANY_CARD  (CARD | LEECH)
#define ANYWHERE  (ANY_CARD | OVER)

#define CHOICE_ROW(digit)                                                                          \
    {                                                                                              \
        NULL, {'0' + (digit)}, SCREEN_ASK_WHICH, {.command = CARD_OPEN_1 + (digit)-1}, NULL,       \
            WHEN_ALWAYS, "after o: open the one with this number"                                  \
    }

#define HELP_QUIT "leave; every rating is saved"
#define HELP_RATE "rate it: 1 not at all ... 5 perfectly"

static const struct key_row card_rows[] = {
    {"reveal", {' ', KEY_ENTER_CODE}, QUESTION, {.action = ACTION_REVEAL}, "answer", 0,
        "show the answer"},
    {"rate-1", {'1'}, CARD, {.action = ACTION_RATE_1}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"rate-2", {'2'}, CARD, {.action = ACTION_RATE_1 + 1}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"rate-3", {'3'}, CARD, {.action = ACTION_RATE_1 + 2}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"rate-4", {'4'}, CARD, {.action = ACTION_RATE_1 + 3}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"rate-5", {'5'}, CARD, {.action = ACTION_RATE_1 + 4}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"go-on", {' ', KEY_ENTER_CODE, KEY_ESCAPE_CODE}, LEECH, {.action = ACTION_GO_ON}, "go on", 0,
        "go on to the next card"},
    {"hint", {'h'}, QUESTION, {.action = ACTION_HINT}, "hint", WHEN_HINT, "show the hint"},
    {"open", {'o'}, ANY_CARD, {.command = CARD_OPEN}, "open", WHEN_LINKS,
        "open a link, picture or sound"},
    {"play", {'v'}, ANY_CARD, {.command = CARD_PLAY}, "play", WHEN_SOUNDS,
        "play the card's sounds, or stop them"},
    CHOICE_ROW(1),
    CHOICE_ROW(2),
    CHOICE_ROW(3),
    CHOICE_ROW(4),
    CHOICE_ROW(5),
    CHOICE_ROW(6),
    CHOICE_ROW(7),
    CHOICE_ROW(8),
    CHOICE_ROW(9),
    {"open-yes", {'y'}, SCREEN_ASK_ADDRESS, {.command = CARD_OPEN_YES}, "open it", 0,
        "open the address shown"},
    {"open-no", {'n', KEY_ESCAPE_CODE, KEY_ENTER_CODE}, SCREEN_ASK_ADDRESS | SCREEN_ASK_WHICH,
        {.command = CARD_OPEN_NO}, "no", 0, "open nothing; any other key does the same"},
    {"type", {KEY_TAB_CODE}, QUESTION, {.action = ACTION_TYPE}, "type", WHEN_TYPED | WHEN_RANK(7),
        "type the answer, to have it compared"},
    {"more", {'n'}, OVER, {.action = ACTION_MORE_NEW}, "more", WHEN_MORE,
        "more cards, beyond today's limit"},
    {"cram", {'c'}, OVER, {.action = ACTION_CRAM}, "cram", 0,
        "cram any cards; no schedule changes"},
    {"edit", {'e'}, ANY_CARD, {.edit = true}, "edit", WHEN_LEECH | WHEN_RANK(1),
        "edit the card in its file"},
    {"edit-form", {'E'}, ANY_CARD, {.form = true}, NULL, 0, "edit the card in a form"},
    {"suspend", {'s'}, ANY_CARD, {.action = ACTION_SUSPEND}, "suspend", WHEN_LEECH | WHEN_RANK(2),
        "suspend it until you resume it"},
    {"bury", {'b'}, ANY_CARD, {.action = ACTION_BURY}, "bury", WHEN_RANK(3),
        "bury it until tomorrow"},
    {"leech", {'t'}, ANY_CARD, {.action = ACTION_LEECH}, "leech", WHEN_RANK(6),
        "mark or unmark it as a leech"},
    {"undo", {'u', KEY_BACKSPACE_CODE}, ANYWHERE, {.action = ACTION_UNDO}, "undo", WHEN_DONE,
        "undo the last rating or change"},
    {"undo-earlier", {'y'}, SCREEN_UNDO_ASKED, {.action = ACTION_UNDO_EARLIER}, "undo it", 0,
        "undo it, although it is of an earlier day"},
    {"decline", {'n', KEY_ESCAPE_CODE, KEY_ENTER_CODE}, SCREEN_UNDO_ASKED,
        {.action = ACTION_DECLINE}, "keep it", 0, "keep it; any other key does the same"},
    {"history", {'i'}, ANY_CARD, {.overlay = OVERLAY_HISTORY}, "history", WHEN_RANK(4),
        "show the card's ratings"},
    {"add", {'a'}, ANYWHERE, {.add = true}, "add", WHEN_RANK(7), "write new cards for the deck"},
    {"search", {'/'}, ANYWHERE, {.side = SIDE_BROWSE}, "search", WHEN_RANK(5), HELP_BROWSE},
    BROWSE_ROW(ANYWHERE, NULL),
    STATISTICS_ROW(ANYWHERE, NULL),
    FORECAST_ROW(ANYWHERE, NULL),
    RETIRED_ROW(ANYWHERE, NULL),
    {"decks", {'d'}, OVER, {.decks = true}, "decks", 0, "back to the list of decks"},
    SCROLLING_ROWS(ANYWHERE),
    {"help", {'?', KEY_F1_CODE}, ANYWHERE, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    {"quit", {'q'}, ANYWHERE, {.quit = true}, "quit", 0, HELP_QUIT},
    {"finish", {KEY_ENTER_CODE, KEY_ESCAPE_CODE}, OVER, {.quit = true}, NULL, 0, HELP_QUIT},
    {"redo", {KEY_CTRL('r')}, ANYWHERE, {.action = ACTION_REDO}, "redo", WHEN_UNDONE,
        "redo what was undone last"},
    TERMINAL_ROWS(ANYWHERE),
};
const struct key_table card_keys = {card_rows, COUNT(card_rows), false};

static const struct key_row answer_rows[] = {
    {"take", {KEY_ENTER_CODE}, QUESTION, {.action = ACTION_REVEAL}, "answer", 0,
        "show the answer, compared with the line"},
    {"close", {KEY_ESCAPE_CODE}, QUESTION, {.action = ACTION_LEAVE_LINE}, "commands", 0,
        "leave the line, so that keys are commands; tab returns to it"},
    {NULL, {KEY_LETTERS_CODE}, QUESTION, {0}, NULL, 0, "write the answer; letters are no commands"},
    EDITING_ROWS(QUESTION),
    {"up", {KEY_UP_CODE}, QUESTION, {.lines = -1}, "scroll", WHEN_SCROLLS, HELP_LINE},
    {"down", {KEY_DOWN_CODE}, QUESTION, {.lines = 1}, "scroll", WHEN_SCROLLS, HELP_LINE},
    {"page-up", {KEY_PAGE_UP_CODE}, QUESTION, {.lines = -SCREEN_PAGE}, NULL, 0, HELP_PAGE},
    {"page-down", {KEY_PAGE_DOWN_CODE}, QUESTION, {.lines = SCREEN_PAGE}, NULL, 0, HELP_PAGE},
    {"help", {KEY_F1_CODE}, QUESTION, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    TERMINAL_ROWS(QUESTION),
};
const struct key_table answer_keys = {answer_rows, COUNT(answer_rows), true};

/* The character that a key adds to the answer; 0 if it is none. A line break or a tab in a paste is
 * a space. */
static uint32_t screen_character(uint32_t key)
{
    uint32_t character = key & ~KEY_PASTED;
    bool blank = character == KEY_TAB_CODE || character == KEY_ENTER_CODE || character == '\r';
    if (key & KEY_PASTED && blank)
        return ' ';
    return key_is_text(character) ? character : 0;
}

struct intent screen_key(const struct screen *screen, const struct session *session, uint32_t key)
{
    const struct settings *settings = session->options.settings;
    const struct key_table *table = screen_keys(screen, session);
    unsigned stage = screen_stage_asked(screen, session);
    if (screen->overlay.shown)
        return overlay_find(&screen->overlay, table, settings, stage, key);
    uint32_t character = table == &answer_keys ? screen_character(key) : 0;
    return character ? (struct intent){.character = character}
                     : keys_find(table, settings, stage, key);
}

void screen_follow(struct screen *screen, struct session *session, const struct intent *intent)
{
    if (intent->character)
        line_type(&session->typed, &screen->cursor, intent->character);
    line_edit(&session->typed, &screen->cursor, intent->line);
    if (intent->answer) {
        buf_clear(&session->typed);
        buf_add(&session->typed, intent->answer,
            utf8_cut(intent->answer, strnlen(intent->answer, LINE_BYTES_MAX)));
    }
    if (screen->overlay.shown)
        overlay_follow(&screen->overlay, intent);
    else
        widget_scroll(&screen->top, screen->page, intent->lines);
    if (intent->overlay)
        screen->overlay = (struct overlay_view){intent->overlay, 0, 0};
}

void screen_done(struct screen *screen)
{
    card_text_done(&screen->text);
    card_history_done(&screen->history);
    card_links_done(&screen->links);
    *screen = (struct screen){0};
}
