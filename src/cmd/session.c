/* The review screen: shows a session and carries out keys and lines. */
#include "cmd/session.h"

#include "cmd/card_form.h"
#include "cmd/card_media.h"
#include "cmd/card_pictures.h"
#include "cmd/command.h"
#include "cmd/edit.h"
#include "cmd/sides.h"
#include "store/decks.h"
#include "study/scheduling.h"
#include "text/text.h"
#include "tui/links.h"
#include "tui/loop.h"
#include "tui/output.h"
#include "tui/terminal.h"
#include "view/phrases.h"
#include "view/plain.h"
#include "view/screen.h"

#include <stdio.h>
#include <unistd.h>

#define HOST_SIZE 256

struct cmd_session_screen {
    struct session *session; /* owned by the caller */
    struct screen screen;
    struct shown_pictures pictures;
    bool said; /* that a picture cannot be shown */
    struct card_media media;
    int count;  /* the digit typed before the latest key, on a question; 0 if there was none */
    bool decks; /* the user asked for the home screen */
};

/* Open a side screen with the session's decks, then resume. It may show pictures of its own. */
static enum err_code cmd_session_open(
    struct cmd_session_screen *s, enum side_screen side, struct loop *loop, struct err *err)
{
    struct session *session = s->session;
    shown_pictures_done(&s->pictures);
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

/* Write new cards of the deck of the card shown, or of the last one, in the form. They join the
 * session. */
static enum err_code cmd_session_add(struct cmd_session_screen *s, struct err *err)
{
    struct session *session = s->session;
    struct card_form form = {.store = session->store,
        .settings = session->options.settings,
        .deck_id = session->deck_count == 1 ? session->deck_ids[0] : session->card.deck_id};
    enum err_code code = ERR_NONE;
    if (form.deck_id)
        code = card_form_add(&form, &s->media.said, err);
    else
        buf_text(&s->media.said, "Add to which deck? Select one on the list of decks");
    return !code && form.added ? session_revisit(session, clock_now(), err) : code;
}

/* Edit the card shown in the form. */
static enum err_code cmd_session_edit_form(struct session *session, struct err *err)
{
    struct card_form form = {.store = session->store,
        .settings = session->options.settings,
        .deck_id = session->card.deck_id,
        .card = &session->card};
    struct err problem = {0};
    enum err_code code = card_form_run(&form, &problem);
    if (code && code != ERR_IO && code != ERR_MISTAKE)
        return (*err = problem).code;
    return code || form.added ? session_edited(session, &form.report, &problem, clock_now(), err)
                              : ERR_NONE;
}

/* A digit and o opens the link of that number. Only on a question, where digits do not rate; on an
 * answer, the digit comes after o. Return the command that this makes of another. */
static int cmd_session_counted(struct cmd_session_screen *s, const struct intent *intent)
{
    int count = s->count;
    bool digit = intent->action >= ACTION_RATE_1 && intent->action < ACTION_REVEAL &&
                 s->session->stage == SESSION_QUESTION;
    s->count = digit ? (int)(intent->action - ACTION_RATE_1) + 1 : 0;
    return count && intent->command == CARD_OPEN ? CARD_OPEN_1 + count - 1 : intent->command;
}

static enum err_code cmd_session_act(
    struct loop *loop, const struct intent *intent, struct err *err)
{
    struct cmd_session_screen *s = loop->screen;
    struct session *session = s->session;
    if (intent->side)
        return cmd_session_open(s, intent->side, loop, err);
    if (intent->add && terminal_is_open())
        return cmd_session_add(s, err);
    if (intent->form && terminal_is_open())
        return cmd_session_edit_form(session, err);
    return intent->edit ? cmd_session_edit(session, err)
                        : session_update(session, intent->action, clock_now(), err);
}

/* Carry out an intent other than leaving. */
static enum err_code cmd_session_follow(
    struct loop *loop, const struct intent *intent, struct err *err)
{
    struct cmd_session_screen *s = loop->screen;
    struct session *session = s->session;
    enum err_code code = ERR_NONE;
    int command = cmd_session_counted(s, intent);
    s->screen.greeting = NULL;
    s->screen.ask = ASK_NOTHING;
    buf_clear(&s->media.said);
    if (intent->overlay == OVERLAY_HISTORY)
        code = card_history_show(
            session->store, session->card.card_id, &session->regime, &s->screen.history, err);
    if (code)
        return code;
    screen_follow(&s->screen, session, intent);
    code = cmd_session_act(loop, intent, err);
    if (!code && command)
        code = card_media_follow(&s->media, &s->screen, session, command, err);
    if (!code && !s->screen.ask)
        code = card_media_look(&s->media, &s->screen, session, err);
    s->screen.greeting = s->media.said.length ? buf_string(&s->media.said) : NULL;
    return code;
}

/* ---- on the terminal ---- */

/* Say once why pictures cannot be shown; what else there is to say comes first. */
static void cmd_session_follow_pictures(struct cmd_session_screen *s)
{
    const struct session *session = s->session;
    const struct stored_card *card = session->stage == SESSION_OVER ? NULL : &session->card;
    shown_pictures_follow(&s->pictures, session->store, card, &s->screen.text.pictures);
    bool greets = s->screen.greeting && *s->screen.greeting;
    if (s->said || greets || session->notice || !s->pictures.failure.length)
        return;
    s->screen.greeting = buf_string(&s->pictures.failure);
    s->said = true;
}

static enum err_code cmd_session_draw(struct loop *loop, struct err *err)
{
    struct cmd_session_screen *s = loop->screen;
    cmd_session_follow_pictures(s);
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
    if (s->media.said.length)
        buf_format(out, "%s\n", buf_string(&s->media.said));
    s->screen.asked_whole = true; /* lines may be as long as they like */
    if (s->screen.ask)
        plain_ask(&s->screen, s->session, out);
    else
        plain_show(s->session, &s->screen.links, out);
    return ERR_NONE;
}

static enum err_code cmd_session_line(
    struct loop *loop, const char *line, bool *unclear, struct err *err)
{
    struct cmd_session_screen *s = loop->screen;
    struct intent intent = s->screen.ask ? plain_answer(&s->screen, s->session, line)
                                         : plain_line(s->session, line, unclear);
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

/* Columns of a deck's name, for the sentence to fit into 80. */
#define GREETING_NAME 25

/* Append "French switches to FSRS", "3 decks switch to SM-2" or "2 decks switch to FSRS, 1 to
 * SM-2", and what that means. */
static enum err_code cmd_session_greet_switch(
    struct store *store, const struct switched *switched, struct buf *greeting, struct err *err)
{
    struct buf name = {0}, safe = {0};
    size_t to_fsrs = switched->count - switched->to_sm2;
    enum err_code code = ERR_NONE;
    buf_text(greeting, greeting->length ? "; " : "");
    if (switched->count == 1) {
        code = store_deck_name(store, switched->deck_id, &name, err);
        text_safe(&safe, buf_string(&name), TEXT_ONE_LINE);
        text_fitted(greeting, buf_string(&safe), GREETING_NAME);
        buf_text(greeting, " switches to ");
    } else {
        phrase_count(to_fsrs ? to_fsrs : switched->to_sm2, "deck", greeting);
        buf_text(greeting, to_fsrs == 1 ? " switches to " : " switch to ");
    }
    buf_text(greeting, to_fsrs ? "FSRS" : "SM-2");
    if (to_fsrs && switched->to_sm2)
        buf_format(greeting, ", %zu to SM-2", switched->to_sm2);
    buf_text(greeting, ": due days stay until cards are rated");
    buf_done(&name);
    buf_done(&safe);
    return code;
}

/* A cram changes no schedule, so it leaves the schedulers alone, too. */
static enum err_code cmd_session_switch(struct store *store, const int64_t *deck_ids, size_t count,
    const struct session_options *options, struct buf *greeting, struct err *err)
{
    struct switched switched;
    if (options->cram)
        return ERR_NONE;
    enum err_code code =
        scheduling_follow(store, deck_ids, count, options, clock_now(), &switched, err);
    return code || !switched.count ? code
                                   : cmd_session_greet_switch(store, &switched, greeting, err);
}

enum err_code session_begin(struct session *session, struct store *store, const int64_t *deck_ids,
    size_t count, const struct session_options *options, struct buf *greeting, struct err *err)
{
    *session = (struct session){0};
    enum err_code code = cmd_session_switch(store, deck_ids, count, options, greeting, err);
    return code ? code : session_start(session, store, deck_ids, count, options, clock_now(), err);
}

enum err_code session_run(
    struct session *session, const char *greeting, bool *decks, struct err *err)
{
    char host[HOST_SIZE] = "";
    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    struct cmd_session_screen s = {.session = session,
        .screen = {.greeting = greeting, .host = host, .text.styled.links_work = links_work()}};
    bool plain = !terminal_is_open();
    if (plain && greeting && *greeting) {
        output_put(stdout, greeting);
        putchar('\n');
    }
    enum err_code code = card_media_look(&s.media, &s.screen, session, err);
    if (s.media.said.length && !s.screen.greeting)
        s.screen.greeting = buf_string(&s.media.said);
    if (!code)
        code = loop_run(&session_screen, &s, err);
    card_media_done(&s.media);
    if (!code)
        code = session_recount(session, err);
    if (plain)
        putchar('\n');
    if (plain && !code)
        cmd_session_print_tally(session);
    screen_done(&s.screen);
    shown_pictures_done(&s.pictures);
    *decks = s.decks;
    return code;
}
