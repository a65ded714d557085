/* drill: review the decks named on the command line, or those chosen on the home screen. */
#include "base/file.h"
#include "cmd/backups.h"
#include "cmd/dry_run.h"
#include "cmd/first_steps.h"
#include "cmd/home.h"
#include "cmd/opening.h"
#include "cmd/session.h"
#include "cmd/train.h"
#include "store/log.h"
#include "tui/terminal.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Print a closing line on the normal screen, unless nothing was rated or the tally was printed. */
static int review_say_goodbye(const struct options *options, size_t rated, size_t left)
{
    struct buf line = {0};
    if (rated == 0 || options->plain)
        return EXIT_DONE;
    phrase_count(rated, "card", &line);
    buf_format(&line, " rated, %zu left for today", left);
    print_line(stdout, &line);
    return printed(EXIT_DONE);
}

/* Append advice to the greeting if the last rating is ahead of the clock. */
static enum err_code review_greet(struct store *store, struct buf *greeting, struct err *err)
{
    struct moment last;
    enum err_code code = log_last(store, &last, err);
    if (!code)
        phrase_clock(last, clock_now(), greeting);
    return code;
}

/* ---- named decks ---- */

/* Append to the greeting what loading the decks changed. */
static void review_greet_loaded(const struct collection *collection, struct buf *greeting)
{
    phrase_report(&collection->report, greeting);
    if (!collection->refused)
        return;
    buf_text(greeting, greeting->length ? "; " : "");
    phrase_count(collection->refused, "file", greeting);
    buf_text(greeting, " with mistakes skipped");
}

static enum err_code review_run_screens(struct session *session, const char *greeting,
    const struct options *options, struct home_tally *tally, struct err *err)
{
    bool decks;
    enum err_code code = screen_open(options, err);
    if (!code)
        code = session_run(session, greeting, &decks, err);
    size_t rated = session_tally(session).cards;
    tally->left = session_left_total(session);
    if (!code && decks)
        code = home_run(session->store, options, "", tally, err);
    tally->rated += rated;
    terminal_close();
    return code;
}

static int review_named(struct collection *collection, struct options *options)
{
    if (all_refused(collection))
        return EXIT_WRONG;
    struct err err;
    struct session session = {0};
    struct home_tally tally = {0};
    struct buf greeting = {0};
    struct backups_session backups;
    backups_session_begin(&backups, collection->store, options);
    enum err_code code = review_greet(collection->store, &greeting, &err);
    review_greet_loaded(collection, &greeting);
    if (!code)
        code = session_begin(&session, collection->store, collection->deck_ids, collection->count,
            &options->session, &greeting, &err);
    if (!code)
        code = review_run_screens(&session, buf_string(&greeting), options, &tally, &err);
    session_done(&session);
    train_at_session_end(collection->store, options);
    backups_session_end(&backups);
    buf_done(&greeting);
    return code ? fail(&err) : review_say_goodbye(options, tally.rated, tally.left);
}

/* ---- the home screen ---- */

static int review_chosen(struct options *options)
{
    struct err err;
    struct store *store;
    struct home_tally tally = {0};
    struct buf greeting = {0};
    struct backups_session backups;
    if (open_database(&store, options, STORE_WRITE, &err))
        return fail(&err);
    backups_session_begin(&backups, store, options);
    enum err_code code = review_greet(store, &greeting, &err);
    if (!code)
        code = home_run(store, options, buf_string(&greeting), &tally, &err);
    terminal_close();
    train_at_session_end(store, options);
    backups_session_end(&backups);
    buf_done(&greeting);
    store_close(store);
    if (code)
        return fail(&err);
    if (tally.decks)
        return review_say_goodbye(options, tally.rated, tally.left);
    print_first_steps(stderr);
    return EXIT_WRONG;
}

int cmd_review(struct options *options)
{
    bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (!terminal && !options->plain && !options->dry_run)
        return fail_usage("a review needs a terminal: without one, use --plain");
    if (options->retention_count > 1)
        return fail_usage("a review aims at one retention: only a forecast compares several");
    if (options->word_count == 0 && !file_exists(options->db)) {
        print_first_steps(stderr);
        return EXIT_WRONG;
    }
    if (options->dry_run)
        return dry_run(options);
    int status =
        options->word_count ? open_to_write(options, review_named) : review_chosen(options);
    return screen_ended(options->plain && status != EXIT_WRONG ? printed(status) : status);
}
