/* drill: the daily review, on a full screen or line by line. */
#include "cmd/review.h"
#include "base/file.h"
#include "cmd/command.h"
#include "cmd/dry_run.h"
#include "cmd/edit.h"
#include "cmd/first_steps.h"
#include "cmd/opening.h"
#include "tui/terminal.h"
#include "view/plain.h"
#include "view/screen.h"
#include "view/words.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum err_code do_intent(
    struct session *session, const struct intent *intent, struct err *err)
{
    return intent->edit ? edit_shown(session, err)
                        : session_update(session, intent->action, clock_now(), err);
}

/* ---- on a full screen ---- */

bool wants_colors(enum color_when when)
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

static enum err_code screen_loop(
    struct screen *screen, struct session *session, struct frame *frame, struct err *err)
{
    for (;;) {
        uint32_t key = KEY_NOTHING;
        enum err_code code = draw(screen, session, frame, err);
        if (code)
            return code;
        switch (terminal_wait(&key)) {
        case TERMINAL_END:
            return ERR_NONE;
        case TERMINAL_REDRAW:
            continue;
        case TERMINAL_KEY:
            break;
        }
        struct intent intent = screen_key(session, key);
        if (intent.quit)
            return ERR_NONE;
        if (!screen_fits(frame->rows, frame->cols)) /* nobody rates what cannot be seen */
            continue;
        screen->greeting = NULL;
        screen_scroll(screen, intent.lines);
        code = do_intent(session, &intent, err);
        if (code)
            return code;
    }
}

enum err_code review_on_screen(struct session *session, const char *greeting, struct err *err)
{
    struct frame frame = {0};
    struct screen screen = {.greeting = greeting};
    enum err_code code = screen_loop(&screen, session, &frame, err);
    frame_done(&frame);
    return code;
}

void say_goodbye(size_t cards, size_t left)
{
    struct buf line = {0};
    if (cards == 0)
        return;
    count_words(cards, "card", &line);
    buf_format(&line, " rated, %zu left for today", left);
    puts(buf_string(&line));
    buf_done(&line);
}

static int run_screen(struct session *session, const char *greeting, const struct options *options)
{
    struct err err;
    if (terminal_open(wants_colors(options->color), &err))
        return fail(&err);
    enum err_code code = review_on_screen(session, greeting, &err);
    terminal_close();
    if (code)
        return fail(&err);
    say_goodbye(session_tally(session).cards, session_left_total(session));
    return EXIT_DONE;
}

/* ---- line by line ---- */

static enum err_code plain_loop(struct session *session, struct err *err)
{
    struct buf text = {0};
    char *line = NULL;
    size_t room = 0;
    enum err_code code = ERR_NONE;
    bool quit = false;
    while (!code && !quit) {
        buf_clear(&text);
        plain_show(session, &text);
        fputs(buf_string(&text), stdout);
        fflush(stdout);
        if (getline(&line, &room, stdin) < 0)
            break;
        bool unclear;
        struct intent intent = plain_line(session, line, &unclear);
        if (unclear)
            puts("That is not one of the choices.");
        quit = intent.quit;
        code = do_intent(session, &intent, err);
    }
    free(line);
    buf_done(&text);
    return code;
}

int review_in_lines(struct session *session, const char *greeting)
{
    struct err err;
    if (*greeting)
        puts(greeting);
    enum err_code code = plain_loop(session, &err);
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

/* ---- both ---- */

/* What there is to say before the first card. */
static void greet(const struct collection *collection, struct buf *greeting)
{
    report_words(&collection->report, greeting);
    if (!collection->refused)
        return;
    buf_text(greeting, greeting->length ? "; " : "");
    count_words(collection->refused, "file", greeting);
    buf_text(greeting, " with mistakes passed over");
}

static int run_session(struct collection *collection, struct options *options)
{
    if (all_refused(collection))
        return EXIT_WRONG;
    struct err err;
    struct session session;
    struct buf greeting = {0};
    greet(collection, &greeting);
    enum err_code code = session_start(&session, collection->store, collection->deck_ids,
        collection->count, &options->session, clock_now(), &err);
    int status;
    if (code)
        status = fail(&err);
    else if (options->plain)
        status = review_in_lines(&session, buf_string(&greeting));
    else
        status = run_screen(&session, buf_string(&greeting), options);
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
    int status = options->word_count ? open_to_write(options, run_session) : home(options);
    if (terminal_signal()) /* all is kept and closed: end as whoever sent it expects */
        raise(terminal_signal());
    return status;
}
