/* drill: the daily review, on a full screen or line by line. */
#include "cmd/review.h"
#include "base/file.h"
#include "cmd/browse.h"
#include "cmd/command.h"
#include "cmd/dry_run.h"
#include "cmd/edit.h"
#include "cmd/first_steps.h"
#include "cmd/opening.h"
#include "tui/links.h"
#include "tui/terminal.h"
#include "view/phrases.h"
#include "view/plain.h"
#include "view/screen.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum err_code browse_fn(const struct browsing *browsing, bool *changed, struct err *err);

/* Browse the cards of the session, and go on where it was. */
static enum err_code browse_decks(struct session *session, browse_fn *browse, struct err *err)
{
    bool changed;
    const struct browsing browsing = {.store = session->store,
        .deck_ids = session->deck_ids,
        .deck_count = session->deck_count,
        .options = &session->options,
        .typing = true};
    enum err_code code = browse(&browsing, &changed, err);
    return !code && changed ? session_revisit(session, clock_now(), err) : code;
}

static enum err_code do_intent(
    struct session *session, const struct intent *intent, browse_fn *browse, struct err *err)
{
    if (intent->browse)
        return browse_decks(session, browse, err);
    return intent->edit ? edit_shown(session, err)
                        : session_update(session, intent->action, clock_now(), err);
}

/* ---- on a full screen ---- */

static bool wants_colors(enum color_when when)
{
    const char *no_color = getenv("NO_COLOR");
    return when == COLOR_ALWAYS || (when == COLOR_AUTO && !(no_color && *no_color));
}

static enum err_code draw(
    struct screen *screen, const struct session *session, struct frame *frame, struct err *err)
{
    int rows, cols;
    terminal_size(&rows, &cols);
    if (!frame_resize(frame, rows, cols) || !screen_draw(screen, session, frame))
        return err_memory(err);
    terminal_show(frame);
    return ERR_NONE;
}

enum err_code screen_open(const struct options *options, struct err *err)
{
    struct terminal_options terminal = {.colors = wants_colors(options->color),
        .theme = (enum theme)options->settings.theme,
        .mouse = options->settings.mouse};
    return terminal_open(&terminal, err);
}

/* Do what a key asks for, short of leaving. */
static enum err_code review_follow(
    struct screen *screen, struct session *session, const struct intent *intent, struct err *err)
{
    enum err_code code = ERR_NONE;
    screen->greeting = NULL;
    if (intent->overlay == OVERLAY_HISTORY)
        code = card_history_read(session->store, session->card.card_id, &screen->history, err);
    if (code)
        return code;
    screen_follow(screen, intent);
    return do_intent(session, intent, browse_on_screen, err);
}

static enum err_code review_screen_loop(struct screen *screen, struct session *session,
    struct frame *frame, bool *decks, struct err *err)
{
    for (;;) {
        uint32_t key = KEY_NOTHING;
        enum err_code code = draw(screen, session, frame, err);
        if (code)
            return code;
        switch (terminal_wait(&key)) {
        case TERMINAL_END:
            return ERR_NONE;
        case TERMINAL_NOTHING:
        case TERMINAL_REDRAW:
            continue;
        case TERMINAL_KEY:
            break;
        }
        struct intent intent = screen_key(screen, session, key);
        bool fits = frame_fits(frame);
        *decks = intent.decks && fits;
        if (intent.quit || *decks)
            return ERR_NONE;
        if (fits &&
            (code = review_follow(screen, session, &intent, err))) /* nobody rates what is unseen */
            return code;
    }
}

enum err_code review_on_screen(
    struct session *session, const char *greeting, bool *decks, struct err *err)
{
    struct frame frame = {0};
    struct screen screen = {.greeting = greeting, .text.styled.links_work = links_work()};
    enum err_code code = review_screen_loop(&screen, session, &frame, decks, err);
    frame_done(&frame);
    screen_done(&screen);
    return code;
}

void say_goodbye(size_t cards, size_t left)
{
    struct buf line = {0};
    if (cards == 0)
        return;
    phrase_count(cards, "card", &line);
    buf_format(&line, " rated, %zu left for today", left);
    puts(buf_string(&line));
    buf_done(&line);
}

static int review_run_screen(
    struct session *session, const char *greeting, const struct options *options)
{
    struct err err;
    bool decks = false;
    if (screen_open(options, &err))
        return fail(&err);
    enum err_code code = review_on_screen(session, greeting, &decks, &err);
    size_t rated = session_tally(session).cards, left = session_left_total(session);
    if (!code && decks)
        code = decks_on_screen(session->store, options, &rated, &left, &err);
    terminal_close();
    if (code)
        return fail(&err);
    say_goodbye(rated, left);
    return EXIT_DONE;
}

/* ---- line by line ---- */

/* Print what a line asked to see. */
static enum err_code review_tell(
    const struct session *session, enum overlay overlay, struct err *err)
{
    struct buf text = {0};
    struct card_history history = {0};
    enum err_code code = ERR_NONE;
    if (overlay == OVERLAY_KEYS)
        plain_keys(session, &text);
    else if (!(code = card_history_read(session->store, session->card.card_id, &history, err)))
        plain_history(&history, &text);
    printf("\n%s", buf_string(&text));
    card_history_done(&history);
    buf_done(&text);
    return code;
}

static enum err_code review_plain_loop(struct session *session, bool *decks, struct err *err)
{
    struct buf text = {0};
    char *line = NULL;
    size_t capacity = 0;
    enum err_code code = ERR_NONE;
    bool quit = false;
    while (!code && !quit) {
        buf_clear(&text);
        plain_show(session, &text);
        fputs(buf_string(&text), stdout);
        fflush(stdout);
        if (getline(&line, &capacity, stdin) < 0)
            break;
        bool unclear;
        struct intent intent = plain_line(session, line, &unclear);
        if (unclear)
            puts("That is not one of the choices.");
        *decks = intent.decks;
        quit = intent.quit || intent.decks;
        if (intent.overlay)
            code = review_tell(session, intent.overlay, err);
        if (!code)
            code = do_intent(session, &intent, browse_in_lines, err);
    }
    free(line);
    buf_done(&text);
    return code;
}

int review_in_lines(struct session *session, const char *greeting, bool *decks)
{
    struct err err;
    *decks = false;
    if (*greeting)
        puts(greeting);
    enum err_code code = review_plain_loop(session, decks, &err);
    putchar('\n');
    if (code)
        return fail(&err);
    struct buf tally = {0};
    if (session->stage != SESSION_OVER && session->rating_count)
        plain_tally(session, &tally);
    fputs(buf_string(&tally), stdout);
    buf_done(&tally);
    return EXIT_DONE;
}

static int review_run_lines(
    struct session *session, const char *greeting, const struct options *options)
{
    bool decks;
    int status = review_in_lines(session, greeting, &decks);
    return decks && status == EXIT_DONE ? decks_in_lines(session->store, options) : status;
}

/* ---- both ---- */

/* What there is to say before the first card. */
static void review_greet(const struct collection *collection, struct buf *greeting)
{
    phrase_report(&collection->report, greeting);
    if (!collection->refused)
        return;
    buf_text(greeting, greeting->length ? "; " : "");
    phrase_count(collection->refused, "file", greeting);
    buf_text(greeting, " with mistakes passed over");
}

static int review_run_session(struct collection *collection, struct options *options)
{
    if (all_refused(collection))
        return EXIT_WRONG;
    struct err err;
    struct session session;
    struct buf greeting = {0};
    review_greet(collection, &greeting);
    enum err_code code = session_start(&session, collection->store, collection->deck_ids,
        collection->count, &options->session, clock_now(), &err);
    int status;
    if (code)
        status = fail(&err);
    else if (options->plain)
        status = review_run_lines(&session, buf_string(&greeting), options);
    else
        status = review_run_screen(&session, buf_string(&greeting), options);
    session_done(&session);
    buf_done(&greeting);
    return status;
}

int cmd_review(struct options *options)
{
    bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (!terminal && !options->plain && !options->dry_run)
        return fail_usage("a review needs a terminal: use --plain without one");
    if (options->word_count == 0 && !file_exists(options->db)) {
        print_first_steps(stderr);
        return EXIT_WRONG;
    }
    if (options->dry_run)
        return dry_run(options);
    int status = options->word_count ? open_to_write(options, review_run_session) : home(options);
    if (terminal_signal()) /* all is kept and closed: end as whoever sent it expects */
        raise(terminal_signal());
    return status;
}
