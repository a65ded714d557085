#include "view/screen.h"

#include "view/widgets.h"

#include <stdio.h>
#include <string.h>

void screen_draw_too_small(struct frame *frame)
{
    static const char problem[] = "Too small: ";
    char size[32];
    bool one_row = frame->rows == 1;
    snprintf(size, sizeof size, "needs %dx%d", SCREEN_COLS_MIN, SCREEN_ROWS_MIN);
    frame_text(frame, 0, 0, STYLE_PLAIN, problem);
    frame_text(frame, !one_row, one_row ? (int)strlen(problem) : 0, STYLE_PLAIN, size);
}

bool screen_fits(int rows, int cols)
{
    return rows >= SCREEN_ROWS_MIN && cols >= SCREEN_COLS_MIN;
}

bool screen_draw(struct screen *screen, const struct session *session, struct frame *frame)
{
    if (!frame_resize(frame, frame->rows, frame->cols))
        return false;
    if (!screen_fits(frame->rows, frame->cols))
        screen_draw_too_small(frame);
    else if (screen->overlay)
        overlay_draw(screen, session, frame);
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

#define HELP_QUIT "leave; every rating is kept"
#define HELP_RATE "rate it, from not at all to perfectly"

static const struct key_row card_rows[] = {
    {"reveal", {' ', KEY_ENTER_CODE}, QUESTION, {.action = ACTION_REVEAL}, "answer", 0,
        "show the answer"},
    {"rate-1", {'1'}, CARD, {.action = ACTION_RATE_1}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"rate-2", {'2'}, CARD, {.action = ACTION_RATE_1 + 1}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"rate-3", {'3'}, CARD, {.action = ACTION_RATE_1 + 2}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"rate-4", {'4'}, CARD, {.action = ACTION_RATE_1 + 3}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"rate-5", {'5'}, CARD, {.action = ACTION_RATE_1 + 4}, "rate", WHEN_ANSWERED, HELP_RATE},
    {"go-on", {' ', KEY_ENTER_CODE, KEY_ESCAPE_CODE}, LEECH, {.action = ACTION_GO_ON}, "go on", 0,
        "go on with the next card"},
    {"hint", {'h'}, QUESTION, {.action = ACTION_HINT}, "hint", WHEN_HINT, "show the hint"},
    {"more", {'n'}, OVER, {.action = ACTION_MORE_NEW}, "more", WHEN_MORE,
        "more cards, beyond today's caps"},
    {"cram", {'c'}, OVER, {.action = ACTION_CRAM}, "cram", 0,
        "go on with any card; no schedule changes"},
    {"edit", {'e'}, ANY_CARD, {.edit = true}, "edit", WHEN_LEECH,
        "edit the card where it stands in its file"},
    {"suspend", {'s'}, ANY_CARD, {.action = ACTION_SUSPEND}, "suspend", WHEN_LEECH,
        "suspend it: not asked until it is resumed"},
    {"bury", {'b'}, ANY_CARD, {.action = ACTION_BURY}, NULL, 0, "bury it until tomorrow"},
    {"leech", {'t'}, ANY_CARD, {.action = ACTION_LEECH}, NULL, 0, "mark it as a leech, or as none"},
    {"undo", {'u', KEY_BACKSPACE_CODE}, ANYWHERE, {.action = ACTION_UNDO}, "undo", WHEN_DONE,
        "take back what was done last"},
    {"history", {'i'}, ANY_CARD, {.overlay = OVERLAY_HISTORY}, NULL, 0,
        "the card's ratings so far"},
    {"search", {'/'}, ANYWHERE, {.browse = true}, NULL, 0, "search and change all cards"},
    {"decks", {'d'}, OVER, {.decks = true}, "decks", 0, "choose among all decks"},
    SCROLLING_ROWS(ANYWHERE),
    {"help", {'?', KEY_F1_CODE}, ANYWHERE, {.overlay = OVERLAY_KEYS}, "keys", 0, HELP_KEYS},
    {"quit", {'q'}, ANYWHERE, {.quit = true}, "quit", 0, HELP_QUIT},
    {"finish", {KEY_ENTER_CODE, KEY_ESCAPE_CODE}, OVER, {.quit = true}, NULL, 0, HELP_QUIT},
    TERMINAL_ROWS(ANYWHERE),
};
const struct key_table card_keys = {card_rows, sizeof card_rows / sizeof *card_rows, false};

struct intent screen_key(const struct screen *screen, const struct session *session, uint32_t key)
{
    const struct settings *settings = session->options.settings;
    struct intent intent = keys_find(&card_keys, settings, AT(session->stage), key);
    if (!screen->overlay)
        return intent;
    if (intent.overlay == screen->overlay) /* what has opened it closes it */
        return (struct intent){.close = true};
    return keys_find(&overlay_keys, settings, OVERLAY_STAGE, key);
}

/* ---- moving ---- */

void screen_scroll_by(int *top, int page, int lines)
{
    int step = page > 2 ? page - 1 : 1;
    int part = lines < 0 ? -lines : lines;
    if (part == SCREEN_PAGE || part == SCREEN_HALF)
        lines = lines / part * (part == SCREEN_PAGE ? step : (step + 1) / 2);
    *top += lines; /* drawing keeps it within what there is */
    if (*top < 0)
        *top = 0;
}

void screen_scroll(struct screen *screen, int lines)
{
    if (screen->overlay)
        screen_scroll_by(&screen->over_top, screen->over_page, lines);
    else
        screen_scroll_by(&screen->top, screen->page, lines);
}

void screen_follow(struct screen *screen, const struct intent *intent)
{
    screen_scroll(screen, intent->lines);
    if (intent->close)
        screen->overlay = OVERLAY_NONE;
    if (!intent->overlay)
        return;
    screen->overlay = intent->overlay;
    screen->over_top = 0;
}

void screen_done(struct screen *screen)
{
    card_text_done(&screen->text);
    card_history_done(&screen->history);
    *screen = (struct screen){0};
}
