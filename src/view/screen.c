#include "view/screen.h"

#include "view/parts.h"

#include <stdio.h>
#include <string.h>

void screen_draw_too_small(struct frame *frame)
{
    char size[32];
    snprintf(size, sizeof size, "needs %dx%d", SCREEN_COLS_LEAST, SCREEN_ROWS_LEAST);
    frame_text(frame, 0, 0, STYLE_PLAIN, "Too small:");
    frame_text(frame, 1, 0, STYLE_PLAIN, size);
}

bool screen_fits(int rows, int cols)
{
    return rows >= SCREEN_ROWS_LEAST && cols >= SCREEN_COLS_LEAST;
}

bool screen_draw(struct screen *screen, const struct session *session, struct frame *frame)
{
    if (!frame_resize(frame, frame->rows, frame->cols))
        return false;
    if (!screen_fits(frame->rows, frame->cols))
        screen_draw_too_small(frame);
    else if (session->stage == SESSION_OVER)
        summary_draw(screen, session, frame);
    else
        card_draw(screen, session, frame);
    return !frame->failed;
}

#define AT(stage) (1U << (stage))
#define CARD      (AT(SESSION_QUESTION) | AT(SESSION_ANSWER))
#define ANY_CARD  (CARD | AT(SESSION_LEECH))
#define ANYWHERE  (ANY_CARD | AT(SESSION_OVER))

static const struct binding {
    uint32_t key;
    unsigned stages; /* AT(...) */
    struct intent intent;
} bindings[] = {
    {' ', AT(SESSION_QUESTION), {.action = ACTION_REVEAL}},
    {KEY_ENTER_CODE, AT(SESSION_QUESTION), {.action = ACTION_REVEAL}},
    {' ', AT(SESSION_ANSWER), {.lines = SCREEN_PAGE}},
    {'1', CARD, {.action = ACTION_RATE_1}},
    {'2', CARD, {.action = ACTION_RATE_1 + 1}},
    {'3', CARD, {.action = ACTION_RATE_1 + 2}},
    {'4', CARD, {.action = ACTION_RATE_1 + 3}},
    {'5', CARD, {.action = ACTION_RATE_1 + 4}},
    {'h', AT(SESSION_QUESTION), {.action = ACTION_HINT}},
    {'u', ANYWHERE, {.action = ACTION_UNDO}},
    {KEY_BACKSPACE_CODE, ANYWHERE, {.action = ACTION_UNDO}},
    {'e', ANY_CARD, {.edit = true}},
    {'s', ANY_CARD, {.action = ACTION_SUSPEND}},
    {'b', ANY_CARD, {.action = ACTION_BURY}},
    {'t', ANY_CARD, {.action = ACTION_LEECH}},
    {'n', AT(SESSION_OVER), {.action = ACTION_MORE_NEW}},
    {'c', AT(SESSION_OVER), {.action = ACTION_CRAM}},
    {'q', ANYWHERE, {.quit = true}},
    {KEY_ESCAPE_CODE, AT(SESSION_OVER), {.quit = true}},
    {KEY_ENTER_CODE, AT(SESSION_OVER), {.quit = true}},
    {KEY_DOWN_CODE, CARD, {.lines = 1}},
    {'j', CARD, {.lines = 1}},
    {KEY_UP_CODE, CARD, {.lines = -1}},
    {'k', CARD, {.lines = -1}},
    {KEY_PAGE_DOWN_CODE, CARD, {.lines = SCREEN_PAGE}},
    {KEY_PAGE_UP_CODE, CARD, {.lines = -SCREEN_PAGE}},
    {KEY_HOME_CODE, CARD, {.lines = -SCREEN_END}},
    {'g', CARD, {.lines = -SCREEN_END}},
    {KEY_END_CODE, CARD, {.lines = SCREEN_END}},
    {'G', CARD, {.lines = SCREEN_END}},
};

struct intent screen_key(const struct session *session, uint32_t key)
{
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
        if (bindings[i].key == key && bindings[i].stages & AT(session->stage))
            return bindings[i].intent;
    if (session->stage == SESSION_LEECH && key != KEY_NOTHING)
        return (struct intent){.action = ACTION_GO_ON};
    return (struct intent){0};
}

void screen_scroll(struct screen *screen, int lines)
{
    if (lines == SCREEN_PAGE || lines == -SCREEN_PAGE)
        lines = (lines > 0 ? 1 : -1) * (screen->page > 2 ? screen->page - 1 : 1);
    screen->top += lines; /* drawing keeps it within the card */
    if (screen->top < 0)
        screen->top = 0;
}
