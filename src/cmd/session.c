/* The review screen: shows a session and carries out keys and lines. */
#include "cmd/session.h"

#include "cmd/command.h"
#include "cmd/edit.h"
#include "cmd/sides.h"
#include "tui/links.h"
#include "tui/loop.h"
#include "tui/output.h"
#include "tui/terminal.h"
#include "view/plain.h"
#include "view/screen.h"

#include <stdio.h>

struct cmd_session_screen {
    struct session *session; /* owned by the caller */
    struct screen screen;
    bool decks; /* the user asked for the home screen */
};

/* Open a side screen with the session's decks, then resume. */
static enum err_code cmd_session_open(
    struct session *session, enum side_screen side, struct loop *loop, struct err *err)
{
    struct sides sides = {.store = session->store,
        .deck_ids = session->deck_ids,
        .deck_count = session->deck_count,
        .options = &session->options};
    enum err_code code = sides_open(&sides, SIDE_NONE, side, loop, err);
    return !code && sides.changed ? session_revisit(session, clock_now(), err) : code;
}

static enum err_code cmd_session_edit(struct session *session, struct err *err)
{
    struct load_report report;
    struct err problem;
    edit_card(session->store, &session->card, &report, &problem);
    return session_edited(session, &report, &problem, clock_now(), err);
}

/* Carry out an intent other than leaving. */
static enum err_code cmd_session_follow(
    struct loop *loop, const struct intent *intent, struct err *err)
{
    struct cmd_session_screen *s = loop->screen;
    struct session *session = s->session;
    enum err_code code = ERR_NONE;
    s->screen.greeting = NULL;
    if (intent->overlay == OVERLAY_HISTORY)
        code = card_history_read(session->store, session->card.card_id, &s->screen.history, err);
    if (code)
        return code;
    screen_follow(&s->screen, intent);
    if (intent->side)
        return cmd_session_open(session, intent->side, loop, err);
    return intent->edit ? cmd_session_edit(session, err)
                        : session_update(session, intent->action, clock_now(), err);
}

/* ---- on the terminal ---- */

static enum err_code cmd_session_draw(struct loop *loop, struct err *err)
{
    struct cmd_session_screen *s = loop->screen;
    return screen_draw(&s->screen, s->session, &loop->frame) ? ERR_NONE : err_memory(err);
}

static enum err_code cmd_session_key(struct loop *loop, uint32_t key, struct err *err)
{
    struct cmd_session_screen *s = loop->screen;
    struct intent intent = screen_key(&s->screen, s->session, key);
    bool fits = frame_fits(&loop->frame);
    s->decks = intent.decks && fits;
    loop->over = intent.quit || s->decks;
    if (loop->over || !fits) /* an unseen card must not be rated */
        return ERR_NONE;
    return cmd_session_follow(loop, &intent, err);
}

/* ---- line by line ---- */

static enum err_code cmd_session_print(struct loop *loop, struct buf *out, struct err *err)
{
    struct cmd_session_screen *s = loop->screen;
    (void)err;
    buf_text(out, s->screen.overlay.shown ? "\n" : "");
    if (s->screen.overlay.shown == OVERLAY_KEYS)
        plain_keys(s->session, out);
    else if (s->screen.overlay.shown == OVERLAY_HISTORY)
        plain_history(&s->screen.history, out);
    s->screen.overlay.shown = OVERLAY_NONE;
    plain_show(s->session, out);
    return ERR_NONE;
}

static enum err_code cmd_session_line(
    struct loop *loop, const char *line, bool *unclear, struct err *err)
{
    struct cmd_session_screen *s = loop->screen;
    struct intent intent = plain_line(s->session, line, unclear);
    s->decks = intent.decks;
    loop->over = intent.quit || intent.decks;
    return cmd_session_follow(loop, &intent, err);
}

/* Print the tally of a session that was left before its summary. */
static void cmd_session_print_tally(const struct session *session)
{
    struct buf tally = {0};
    if (session->stage != SESSION_OVER && session->rating_count)
        plain_tally(session, &tally);
    print_text(stdout, &tally);
}

/* ---- either way ---- */

static const struct screen_ops session_screen = {
    .draw = cmd_session_draw,
    .key = cmd_session_key,
    .print = cmd_session_print,
    .line = cmd_session_line,
};

enum err_code session_run(
    struct session *session, const char *greeting, bool *decks, struct err *err)
{
    struct cmd_session_screen s = {.session = session,
        .screen = {.greeting = greeting, .text.styled.links_work = links_work()}};
    bool plain = !terminal_is_open();
    if (plain && greeting && *greeting) {
        output_put(stdout, greeting);
        putchar('\n');
    }
    enum err_code code = loop_run(&session_screen, &s, err);
    if (!code)
        code = session_recount(session, err);
    if (plain)
        putchar('\n');
    if (plain && !code)
        cmd_session_print_tally(session);
    screen_done(&s.screen);
    *decks = s.decks;
    return code;
}
