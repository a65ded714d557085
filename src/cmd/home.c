/* drill without a DECK: the home screen.
 *
 *   survey ──> choose ──enter──> session ──q──> survey      (deck files may have changed meanwhile)
 *                └─esc──> over */
#include "view/home.h"
#include "cmd/browse.h"
#include "cmd/first_steps.h"
#include "cmd/opening.h"
#include "cmd/review.h"
#include "tui/terminal.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>

/* A visit to the home screen. */
struct cmd_home_visit {
    struct store *store;
    const struct options *options;
    struct home home;
    struct collection collection;
    struct overview overview;
    int64_t *chosen; /* deck_ids */
    size_t chosen_count;
    size_t rated; /* cards */
};

static void cmd_home_close_survey(struct cmd_home_visit *v)
{
    overview_done(&v->overview);
    collection_done(&v->collection);
    free(v->chosen);
    v->chosen = NULL;
}

/* Read the decks as their files are now. What is wrong with one is shown beside it. */
static enum err_code cmd_home_survey(
    struct cmd_home_visit *v, deck_mistake_fn *on_mistake, struct err *err)
{
    struct session_options options = v->options->session;
    options.cram = false; /* the counts are a day's in any case */
    cmd_home_close_survey(v);
    v->collection =
        (struct collection){.store = v->store, .today = clock_now().day, .on_mistake = on_mistake};
    enum err_code code = collection_open(&v->collection, NULL, 0, err);
    if (!code)
        code = overview_make(&v->overview, &v->collection, &options, err);
    if (!code && !(v->chosen = calloc(v->overview.count + 1, sizeof *v->chosen)))
        code = err_memory(err);
    if (!code)
        phrase_report(&v->collection.report, &v->home.notice);
    return code;
}

static enum err_code cmd_home_start(
    struct cmd_home_visit *v, struct session *session, struct err *err)
{
    return session_start(
        session, v->store, v->chosen, v->chosen_count, &v->options->session, clock_now(), err);
}

/* The decks to open or to browse; false, with a notice, where none of them can be. */
static bool cmd_home_take_chosen(struct cmd_home_visit *v)
{
    v->chosen_count = home_chosen(&v->home, &v->overview, v->chosen);
    return v->chosen_count > 0;
}

static struct browsing cmd_home_browsing_of(const struct cmd_home_visit *v)
{
    return (struct browsing){.store = v->store,
        .deck_ids = v->chosen,
        .deck_count = v->chosen_count,
        .options = &v->options->session,
        .typing = true};
}

/* ---- on a full screen ---- */

static enum err_code cmd_home_choose(
    struct cmd_home_visit *v, struct frame *frame, enum home_action *action, struct err *err)
{
    *action = HOME_NONE;
    while (*action == HOME_NONE) {
        int rows, cols;
        uint32_t key;
        terminal_size(&rows, &cols);
        if (!frame_resize(frame, rows, cols) ||
            !home_draw(&v->home, &v->overview, v->collection.today, frame))
            return err_memory(err);
        terminal_show(frame);
        switch (terminal_wait(&key)) {
        case TERMINAL_END:
            *action = HOME_QUIT;
            break;
        case TERMINAL_NOTHING:
        case TERMINAL_REDRAW:
            break;
        case TERMINAL_KEY:
            *action = home_key(&v->home, &v->overview, key);
        }
        if ((*action == HOME_OPEN || *action == HOME_BROWSE) && !cmd_home_take_chosen(v))
            *action = HOME_NONE;
    }
    return ERR_NONE;
}

static enum err_code cmd_home_open_chosen(struct cmd_home_visit *v, struct err *err)
{
    bool decks;
    struct session session;
    enum err_code code = cmd_home_start(v, &session, err);
    if (!code)
        code = review_on_screen(&session, NULL, &decks, err);
    v->rated += session_tally(&session).cards;
    session_done(&session);
    v->home.marked_count = 0; /* the marks have served */
    return code ? code : cmd_home_survey(v, say_nothing, err);
}

static enum err_code cmd_home_browse_chosen(struct cmd_home_visit *v, struct err *err)
{
    bool changed;
    const struct browsing browsing = cmd_home_browsing_of(v);
    enum err_code code = browse_on_screen(&browsing, &changed, err);
    return code ? code : cmd_home_survey(v, say_nothing, err);
}

static enum err_code cmd_home_visit_screen(struct cmd_home_visit *v, struct err *err)
{
    struct frame frame = {0};
    enum home_action action = HOME_NONE;
    enum err_code code = ERR_NONE;
    while (!code && action != HOME_QUIT && !terminal_signal()) {
        code = cmd_home_choose(v, &frame, &action, err);
        if (!code && action == HOME_OPEN)
            code = cmd_home_open_chosen(v, err);
        else if (!code && action == HOME_BROWSE)
            code = cmd_home_browse_chosen(v, err);
    }
    frame_done(&frame);
    return code;
}

static size_t cmd_home_left_today(const struct cmd_home_visit *v)
{
    const struct session_counts *left = &v->overview.left;
    return left->new + left->repeat + left->due;
}

static void cmd_home_visit_done(struct cmd_home_visit *v)
{
    cmd_home_close_survey(v);
    home_done(&v->home);
}

static struct cmd_home_visit cmd_home_visit_of(struct store *store, const struct options *options)
{
    return (struct cmd_home_visit){
        .store = store, .options = options, .home = {.settings = &options->settings}};
}

enum err_code decks_on_screen(struct store *store, const struct options *options, size_t *rated,
    size_t *left, struct err *err)
{
    struct cmd_home_visit v = cmd_home_visit_of(store, options);
    enum err_code code = cmd_home_survey(&v, say_nothing, err);
    if (!code)
        code = cmd_home_visit_screen(&v, err);
    *rated += v.rated;
    *left = cmd_home_left_today(&v);
    cmd_home_visit_done(&v);
    return code;
}

static int cmd_home_open_screen(struct cmd_home_visit *v)
{
    struct err err;
    if (screen_open(v->options, &err))
        return fail(&err);
    enum err_code code = cmd_home_visit_screen(v, &err);
    terminal_close();
    if (code)
        return fail(&err);
    say_goodbye(v->rated, cmd_home_left_today(v));
    return EXIT_DONE;
}

/* ---- line by line ---- */

static enum home_action cmd_home_ask(struct cmd_home_visit *v)
{
    struct buf text = {0};
    char *line = NULL;
    size_t capacity = 0;
    bool unclear = false;
    enum home_action action = HOME_QUIT;
    home_plain(&v->overview, v->collection.today, &text);
    fputs(buf_string(&text), stdout);
    fflush(stdout);
    if (getline(&line, &capacity, stdin) >= 0)
        action = home_line(&v->home, &v->overview, line, &unclear);
    if (unclear)
        puts("That is not one of the choices.");
    free(line);
    buf_done(&text);
    return action;
}

/* Choose decks, until there is something to do with them. */
static enum home_action cmd_home_choose_lines(struct cmd_home_visit *v)
{
    enum home_action action;
    do {
        action = cmd_home_ask(v);
        v->chosen_count = 0;
        if (action != HOME_NONE && action != HOME_QUIT && !cmd_home_take_chosen(v))
            puts(buf_string(&v->home.notice));
    } while (action != HOME_QUIT && v->chosen_count == 0);
    return action;
}

/* Choose decks and review or browse them; *decks tells whether to choose again. */
static int cmd_home_visit_decks(struct cmd_home_visit *v, bool *decks)
{
    struct session session;
    struct err err;
    bool changed;
    *decks = false;
    if (v->home.notice.length)
        puts(buf_string(&v->home.notice));
    enum home_action action = cmd_home_choose_lines(v);
    if (action == HOME_QUIT)
        return EXIT_DONE;
    if (action == HOME_BROWSE) {
        const struct browsing browsing = cmd_home_browsing_of(v);
        *decks = true;
        return browse_in_lines(&browsing, &changed, &err) ? fail(&err) : EXIT_DONE;
    }
    int status =
        cmd_home_start(v, &session, &err) ? fail(&err) : review_in_lines(&session, "", decks);
    session_done(&session);
    return status;
}

static int cmd_home_visit_lines(struct cmd_home_visit *v)
{
    bool decks;
    struct err err;
    int status = cmd_home_visit_decks(v, &decks);
    while (decks && status == EXIT_DONE)
        status =
            cmd_home_survey(v, print_mistake, &err) ? fail(&err) : cmd_home_visit_decks(v, &decks);
    return status;
}

int decks_in_lines(struct store *store, const struct options *options)
{
    struct err err;
    struct cmd_home_visit v = cmd_home_visit_of(store, options);
    int status = cmd_home_survey(&v, print_mistake, &err) ? fail(&err) : cmd_home_visit_lines(&v);
    cmd_home_visit_done(&v);
    return status;
}

/* ---- both ---- */

static int cmd_home_visit(struct cmd_home_visit *v)
{
    struct err err;
    if (cmd_home_survey(v, v->options->plain ? print_mistake : say_nothing, &err))
        return fail(&err);
    if (v->overview.count == 0) {
        print_first_steps(stderr);
        return EXIT_WRONG;
    }
    if (v->options->plain)
        return cmd_home_visit_lines(v);
    return cmd_home_open_screen(v);
}

int home(struct options *options)
{
    struct err err;
    struct store *store;
    if (store_open(&store, options->db, STORE_WRITE, &err))
        return fail(&err);
    struct cmd_home_visit v = cmd_home_visit_of(store, options);
    int status = cmd_home_visit(&v);
    cmd_home_visit_done(&v);
    store_close(store);
    return status;
}
