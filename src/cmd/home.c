/* The home screen.
 *
 *   survey ──> choose ──enter──> session ──q──> survey      (deck files may have changed meanwhile)
 *                ├─x──> import ──> survey
 *                └─q──> over */
#include "cmd/home.h"

#include "base/path.h"
#include "cmd/card_form.h"
#include "cmd/edit.h"
#include "cmd/home_import.h"
#include "cmd/opening.h"
#include "cmd/session.h"
#include "cmd/sides.h"
#include "tui/loop.h"
#include "view/home.h"
#include "view/phrases.h"

#include <stdlib.h>

struct cmd_home_visit {
    struct store *store;
    const struct options *options;
    struct home home;
    struct collection collection;
    struct overview overview;
    int64_t *chosen; /* the deck_ids of the chosen decks */
    size_t chosen_count;
    size_t rated; /* the number of cards rated */
};

static void cmd_home_close_survey(struct cmd_home_visit *v)
{
    overview_done(&v->overview);
    collection_done(&v->collection);
    free(v->chosen);
    v->chosen = NULL;
}

/* Load the current deck files. The full screen shows a deck's mistakes beside the deck. */
static enum err_code cmd_home_survey(struct cmd_home_visit *v, struct err *err)
{
    struct session_options options = v->options->session;
    options.cram = false; /* the counts always follow the schedule */
    cmd_home_close_survey(v);
    v->collection = (struct collection){.store = v->store,
        .today = clock_now().day,
        .on_mistake = v->options->plain ? print_mistake : ignore_mistake};
    enum err_code code = collection_open(&v->collection, NULL, 0, err);
    if (!code)
        code = overview_make(&v->overview, &v->collection, &options, err);
    if (!code)
        code = overview_group(&v->overview, &v->collection, &options, err);
    if (!code)
        code = overview_sort(&v->overview, v->home.sorted_by, err);
    if (!code && !(v->chosen = calloc(v->overview.count + 1, sizeof *v->chosen)))
        code = err_memory(err);
    if (!code && !v->home.notice.length)
        phrase_report(&v->collection.report, &v->home.notice);
    return code;
}

/* ---- actions ---- */

static enum err_code cmd_home_review(struct cmd_home_visit *v, bool *decks, struct err *err)
{
    struct session session;
    struct buf greeting = {0};
    enum err_code code = session_begin(
        &session, v->store, v->chosen, v->chosen_count, &v->options->session, &greeting, err);
    if (!code)
        code = session_run(&session, greeting.length ? buf_string(&greeting) : NULL, decks, err);
    buf_done(&greeting);
    v->rated += session_tally(&session).cards;
    session_done(&session);
    v->home.marked_count = 0; /* the marks have served their purpose */
    return code;
}

/* Open a side screen for the chosen decks. */
static enum err_code cmd_home_open(struct loop *loop, enum side_screen side, struct err *err)
{
    struct cmd_home_visit *v = loop->screen;
    struct sides sides = {.store = v->store,
        .deck_ids = v->chosen,
        .deck_count = v->chosen_count,
        .options = &v->options->session};
    return sides_open(&sides, SIDE_NONE, side, loop, err);
}

/* Edit the selected deck's file. */
static enum err_code cmd_home_edit(struct cmd_home_visit *v, struct err *err)
{
    const struct deck_overview *deck = home_selected(&v->home, &v->overview);
    struct load_report report;
    struct err problem;
    if (!deck) {
        buf_text(&v->home.notice, "Select a single deck to edit its file");
        return ERR_NONE;
    }
    if (edit_deck(v->store, deck->facts.path, &report, &problem))
        phrase_problem(&problem, true, &v->home.notice);
    else
        phrase_edited(&report, &v->home.notice);
    return cmd_home_survey(v, err);
}

/* Write new cards of the selected deck in the form. */
static enum err_code cmd_home_add(struct cmd_home_visit *v, struct err *err)
{
    const struct deck_overview *deck = home_selected(&v->home, &v->overview);
    struct card_form form = {.store = v->store, .settings = &v->options->settings};
    if (!deck) {
        buf_text(&v->home.notice, "Select a single deck to add cards to it");
        return ERR_NONE;
    }
    form.deck_id = deck->facts.deck_id;
    enum err_code code = card_form_add(&form, &v->home.notice, err);
    return code ? code : cmd_home_survey(v, err);
}

/* Import what was typed, and list the decks that there are then. A path that cannot be read stays
 * for the user to correct. */
static enum err_code cmd_home_import(struct cmd_home_visit *v, struct err *err)
{
    if (!home_import(v->options, buf_string(&v->home.path), &v->home.notice))
        return v->home.notice.failed ? err_memory(err) : ERR_NONE;
    home_close_line(&v->home);
    return cmd_home_survey(v, err);
}

static enum err_code cmd_home_complete(struct cmd_home_visit *v, struct err *err)
{
    struct buf names = {0};
    size_t count;
    enum err_code code = path_complete(&v->home.path, &names, &count, err);
    if (!code)
        home_tell_names(&v->home, buf_string(&names), count);
    buf_done(&names);
    return code;
}

/* Review the chosen decks, or open a side screen with them. In plain mode, leaving a session leaves
 * the home screen too, unless the user asks for the decks. */
static enum err_code cmd_home_go(struct loop *loop, enum side_screen side, struct err *err)
{
    struct cmd_home_visit *v = loop->screen;
    bool decks = true;
    v->chosen_count = home_chosen(&v->home, &v->overview, v->chosen);
    if (v->home.failed)
        return err_memory(err);
    if (v->chosen_count == 0)
        return ERR_NONE;
    enum err_code code = side ? cmd_home_open(loop, side, err) : cmd_home_review(v, &decks, err);
    loop->over = v->options->plain && !decks;
    return code || loop->over ? code : cmd_home_survey(v, err);
}

static enum err_code cmd_home_follow(
    struct loop *loop, const struct intent *intent, struct err *err)
{
    struct cmd_home_visit *v = loop->screen;
    loop->over = intent->quit;
    if (intent->edit)
        return cmd_home_edit(v, err);
    if (intent->add)
        return cmd_home_add(v, err);
    if (intent->command == HOME_SORT)
        return overview_sort(&v->overview, v->home.sorted_by, err);
    if (intent->command == HOME_COMPLETE)
        return cmd_home_complete(v, err);
    if (intent->command == HOME_IMPORT)
        return cmd_home_import(v, err);
    if (intent->command == HOME_OPEN || intent->side)
        return cmd_home_go(loop, intent->side, err);
    return ERR_NONE;
}

/* ---- the screen ---- */

static enum err_code cmd_home_draw(struct loop *loop, struct err *err)
{
    struct cmd_home_visit *v = loop->screen;
    return home_draw(&v->home, &v->overview, v->collection.today, &loop->frame) ? ERR_NONE
                                                                                : err_memory(err);
}

static enum err_code cmd_home_key(struct loop *loop, uint32_t key, struct err *err)
{
    struct cmd_home_visit *v = loop->screen;
    struct intent intent = home_key(&v->home, &v->overview, key);
    return cmd_home_follow(loop, &intent, err);
}

static enum err_code cmd_home_print(struct loop *loop, struct buf *out, struct err *err)
{
    struct cmd_home_visit *v = loop->screen;
    (void)err;
    if (v->home.notice.length)
        buf_format(out, "%s\n", buf_string(&v->home.notice));
    buf_clear(&v->home.notice);
    home_plain(&v->overview, v->collection.today, out);
    return ERR_NONE;
}

static enum err_code cmd_home_line(
    struct loop *loop, const char *line, bool *unclear, struct err *err)
{
    struct cmd_home_visit *v = loop->screen;
    struct intent intent = home_line(&v->home, &v->overview, line, unclear);
    return cmd_home_follow(loop, &intent, err);
}

static const struct screen_ops home_screen = {
    .draw = cmd_home_draw,
    .key = cmd_home_key,
    .print = cmd_home_print,
    .line = cmd_home_line,
};

enum err_code home_run(struct store *store, const struct options *options, const char *greeting,
    struct home_tally *tally, struct err *err)
{
    struct cmd_home_visit v = {
        .store = store, .options = options, .home.settings = &options->settings};
    buf_text(&v.home.notice, greeting);
    enum err_code code = cmd_home_survey(&v, err);
    if (!code && v.overview.count && !(code = screen_open(options, err)))
        code = loop_run(&home_screen, &v, err);
    const struct session_counts *left = &v.overview.todo.left;
    *tally = (struct home_tally){v.overview.count, v.rated, left->new + left->repeat + left->due};
    cmd_home_close_survey(&v);
    home_done(&v.home);
    return code;
}
