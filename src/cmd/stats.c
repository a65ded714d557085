/* drill stats: show statistics as screens, text, JSON or a web page. Reads the current deck
 * files and stores nothing, unless the user opens a card in the browser. */
#include "report/stats.h"
#include "cmd/browse.h"
#include "cmd/first_steps.h"
#include "cmd/opening.h"
#include "cmd/row_count.h"
#include "cmd/scope.h"
#include "report/pages.h"
#include "store/log.h"
#include "study/output.h"
#include "study/plan.h"
#include "tui/loop.h"
#include "tui/output.h"
#include "tui/terminal.h"
#include "view/stats.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- as JSON ---- */

static int cmd_stats_print_json(const struct figures *figures)
{
    struct dataset dataset = {0};
    bool failed = false;
    for (enum stats_page page = 0; page < PAGES; page++) {
        struct row_writer rows = {.stream = stdout,
            .format = page == PAGE_TODAY ? ROW_JSONL : ROW_JSON, /* one row: print an object */
            .make_safe = rows_make_safe()};
        page_dataset(page, figures, &dataset);
        printf("%s\"%s\": ", page ? ",\n" : "{\n", page_kinds[page].name);
        if (!dataset.failed)
            dataset_write(&dataset, &rows);
        failed |= dataset.failed || rows.failed;
    }
    puts("}");
    dataset_done(&dataset);
    return failed ? fail_memory() : printed(EXIT_DONE);
}

/* ---- as text ---- */

static int cmd_stats_print_text(const struct figures *figures, const char *scope)
{
    struct buf out = {0};
    bool good = stats_plain(figures, scope, print_width(), &out);
    out.failed |= !good;
    print_text(stdout, &out);
    return printed(EXIT_DONE);
}

/* ---- as a web page ---- */

static bool cmd_stats_to_file(const struct options *options)
{
    return options->html && strcmp(options->html, "-") != 0;
}

/* Check the output file before the work, not after it. */
static enum err_code cmd_stats_check_file(const struct options *options, struct err *err)
{
    struct in_use in_use = {options->db, NULL, options->words, options->word_count};
    enum err_code code = store_open(&in_use.store, options->db, STORE_READ, err);
    if (!code)
        code = output_check(options->html, options->force, &in_use, err);
    store_close(in_use.store);
    return code;
}

static int cmd_stats_print_html(
    const struct figures *figures, const char *scope, const struct options *options)
{
    struct err err;
    struct buf page = {0};
    enum err_code code = ERR_NONE;
    struct atomic_file file = {0};
    const struct in_use in_use = {.db = options->db};
    bool to_file = cmd_stats_to_file(options);
    if (!stats_html(figures, scope, &page))
        code = err_memory(&err);
    else if (to_file)
        code = output_open(&file, options->html, options->force, &in_use, &err);
    if (!code)
        fwrite(buf_string(&page), 1, page.length, to_file ? file.stream : stdout);
    if (!code && to_file)
        code = output_commit(&file, options->force, &err);
    atomic_discard(&file);
    buf_done(&page);
    return code ? fail(&err) : printed(EXIT_DONE);
}

/* ---- reading ---- */

/* Read the statistics; `all`: also what only some pages need. */
static enum err_code cmd_stats_read(struct stats *stats, const struct sides *sides,
    const struct stats_range *range, bool all, struct err *err)
{
    struct plan plan;
    struct plan_scope scope = {sides->store, sides->deck_ids, sides->deck_count, sides->options,
        range->today, 0, NULL, false};
    struct figures *figures = &stats->figures;
    enum err_code code = stats_read(stats, sides->store, range, err);
    if (!code && all)
        code = stats_read_memories(stats, sides->store, range, err);
    if (code || (code = plan_make(&scope, &plan, err)))
        return code;
    figures->left_new = plan.queue.left[REVIEW_NEW];
    figures->left_repeat = plan.queue.left[REVIEW_REPEAT];
    figures->left_due = plan.queue.left[REVIEW_DUE];
    plan_done(&plan);
    return ERR_NONE;
}

/* ---- on a full screen ---- */

#define LONG_LOG 300000 /* ratings: reading this many takes noticeable time */

struct cmd_stats_screen {
    struct sides *sides;
    struct loop *loop; /* while the log is read */
    struct stats_range range;
    struct stats stats;
    struct stats_view *view; /* the caller's, so that it can be shown again */
    bool complete;           /* the whole log has been read */
    enum side_screen side;   /* asked for while the log is read */
};

static enum err_code cmd_stats_read_for(struct cmd_stats_screen *s, struct err *err)
{
    stats_done(&s->stats);
    return cmd_stats_read(&s->stats, s->sides, &s->range, false, err);
}

/* Read the log, or, if it is long, only what the first screen shows. */
static enum err_code cmd_stats_begin(struct cmd_stats_screen *s, struct err *err)
{
    int64_t size = 0;
    enum err_code code = log_size(s->sides->store, &size, err);
    s->complete = size < LONG_LOG;
    s->range.glance = !s->complete;
    s->range.go_on = NULL;
    return code ? code : cmd_stats_read_for(s, err);
}

static enum err_code cmd_stats_draw(struct loop *loop, struct err *err)
{
    struct cmd_stats_screen *s = loop->screen;
    return stats_draw(s->view, &s->stats.figures, &loop->frame) ? ERR_NONE : err_memory(err);
}

/* Open a side screen; then read again what it may have changed, or what was not read to its end. */
static enum err_code cmd_stats_open(struct loop *loop, enum side_screen side, struct err *err)
{
    struct cmd_stats_screen *s = loop->screen;
    enum err_code code = sides_open(s->sides, SIDE_STATS, side, loop, err);
    bool stale = s->sides->changed || !s->complete;
    return code || loop->over || !stale ? code : cmd_stats_begin(s, err);
}

static enum err_code cmd_stats_key(struct loop *loop, uint32_t key, struct err *err)
{
    struct cmd_stats_screen *s = loop->screen;
    struct intent intent = stats_key(s->view, &s->stats.figures, key);
    loop->over = intent.quit;
    if (intent.side)
        s->sides->card_id = s->view->open;
    if (intent.side && s->loop)
        s->side = intent.side;
    else if (intent.side)
        return cmd_stats_open(loop, intent.side, err);
    return ERR_NONE;
}

/* Handle keys while the log is read. The reading ends when the screen is left. */
static bool cmd_stats_poll(void *context)
{
    struct cmd_stats_screen *s = context;
    return loop_poll(s->loop) && !s->side;
}

/* Read the cards' histories when a page that needs them is shown. */
static enum err_code cmd_stats_step_memories(
    struct cmd_stats_screen *s, enum loop_work *work, struct err *err)
{
    const struct memories *memories = &s->stats.figures.memories;
    if (!page_needs_histories(s->view->page) || !memories->decks || memories->complete)
        return ERR_NONE;
    *work = LOOP_DRAW;
    return stats_read_memories(&s->stats, s->sides->store, &s->range, err);
}

/* Read the rest of a long log. */
static enum err_code cmd_stats_step(struct loop *loop, enum loop_work *work, struct err *err)
{
    struct cmd_stats_screen *s = loop->screen;
    if (s->complete)
        return cmd_stats_step_memories(s, work, err);
    *work = LOOP_DRAW;
    s->range.glance = false;
    s->range.go_on = cmd_stats_poll;
    s->range.context = s;
    s->loop = loop;
    enum err_code code = cmd_stats_read_for(s, err);
    enum side_screen side = s->side;
    s->loop = NULL;
    s->side = SIDE_NONE;
    s->complete = !side;
    return code || !side ? code : cmd_stats_open(loop, side, err);
}

static const struct screen_ops stats_screen = {
    .draw = cmd_stats_draw, .key = cmd_stats_key, .step = cmd_stats_step};

static enum err_code cmd_stats_run_screens(
    struct sides *sides, const struct stats_range *range, struct stats_view *view, struct err *err)
{
    struct cmd_stats_screen s = {.sides = sides, .range = *range, .view = view};
    view->ascii = !output_is_utf8();
    view->settings = sides->options->settings;
    enum err_code code = cmd_stats_begin(&s, err);
    if (!code)
        code = loop_run(&stats_screen, &s, err);
    stats_done(&s.stats);
    return code;
}

/* ---- as a side screen ---- */

static enum err_code cmd_stats_print_side(
    const struct sides *sides, const struct stats_range *range, const char *scope, struct err *err)
{
    struct stats stats = {0};
    struct buf out = {0};
    enum err_code code = cmd_stats_read(&stats, sides, range, true, err);
    if (!code && !stats_plain(&stats.figures, scope, print_width(), &out))
        code = err_memory(err);
    print_text(stdout, &out);
    stats_done(&stats);
    return code;
}

enum err_code stats_side(struct sides *sides, struct err *err)
{
    struct buf scope = {0};
    const struct stats_range range = {.deck_ids = sides->deck_ids,
        .deck_count = sides->deck_count,
        .filter = sides->options->filter,
        .since = INT_MIN,
        .until = INT_MAX,
        .today = clock_now().day};
    enum err_code code = scope_of_side(sides, &scope, err);
    struct stats_view view = {.page = PAGE_TODAY, .scope = buf_string(&scope)};
    if (!code)
        code = terminal_is_open() ? cmd_stats_run_screens(sides, &range, &view, err)
                                  : cmd_stats_print_side(sides, &range, view.scope, err);
    stats_view_done(&view);
    buf_done(&scope);
    return code;
}

/* ---- the command ---- */

/* What remains of a visit to the screens while the database is closed. */
struct cmd_stats_visit {
    struct stats_view view;
    bool browse;     /* the user asked for the browser */
    int64_t card_id; /* the card to select there; 0 for none */
};

static int cmd_stats_print(const struct sides *sides, struct stats_range *range, const char *scope,
    const struct options *options)
{
    struct err err;
    struct stats stats = {0};
    range->progress = row_count_begin();
    enum err_code code = cmd_stats_read(&stats, sides, range, true, &err);
    row_count_end();
    const struct figures *figures = &stats.figures;
    int status = code                             ? fail(&err)
                 : options->html                  ? cmd_stats_print_html(figures, scope, options)
                 : options->format == FORMAT_JSON ? cmd_stats_print_json(figures)
                                                  : cmd_stats_print_text(figures, scope);
    stats_done(&stats);
    return status;
}

/* The screens only read, so that the browser, which writes, is opened in their place. */
static int cmd_stats_show(struct sides *sides, const struct stats_range *range, const char *scope,
    const struct options *options)
{
    struct err err;
    struct cmd_stats_visit *visit = options->context;
    visit->view.scope = scope;
    sides->open = 1U << SIDE_STATS | 1U << SIDE_BROWSE;
    enum err_code code = screen_open(options, &err);
    if (!code)
        code = cmd_stats_run_screens(sides, range, &visit->view, &err);
    visit->browse = sides->wanted == SIDE_BROWSE;
    visit->card_id = sides->card_id;
    terminal_close();
    return code ? fail(&err) : EXIT_DONE;
}

/* The ids of all decks to count. Decks whose files now have mistakes cannot be reviewed, but their
 * history counts. */
static int64_t *cmd_stats_every_deck(const struct collection *collection, size_t *count)
{
    int64_t *ids = calloc(collection->count + collection->mistaken.count + 1, sizeof *ids);
    *count = 0;
    for (size_t i = 0; ids && i < collection->count; i++)
        ids[(*count)++] = collection->deck_ids[i];
    for (size_t i = 0; ids && i < collection->mistaken.count; i++)
        ids[(*count)++] = collection->mistaken.decks[i].deck_id;
    return ids;
}

static int cmd_stats_run(struct collection *collection, struct options *options)
{
    if (first_steps_instead(collection, options))
        return printed(EXIT_DONE);
    struct stats_range range = {.filter = options->session.filter,
        .since = options->since,
        .until = options->until,
        .today = collection->today};
    int64_t *ids = cmd_stats_every_deck(collection, &range.deck_count);
    bool screens = !options->html && options->format == FORMAT_TEXT && !options->plain &&
                   isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    struct buf scope = {0};
    range.deck_ids = ids;
    scope_words(options, &scope);
    struct sides sides = {.store = collection->store,
        .deck_ids = collection->deck_ids,
        .deck_count = collection->count,
        .options = &options->session};
    int status = !ids || scope.failed ? fail_memory()
                 : screens            ? cmd_stats_show(&sides, &range, buf_string(&scope), options)
                           : cmd_stats_print(&sides, &range, buf_string(&scope), options);
    buf_done(&scope);
    free(ids);
    return status;
}

static int cmd_stats_browse(struct collection *collection, struct options *options)
{
    const struct cmd_stats_visit *visit = options->context;
    return browse_decks(collection, options, 1U << SIDE_STATS, visit->card_id);
}

/* Show or print the statistics, and go back and forth between them and the browser. */
static int cmd_stats_go(struct options *options, struct cmd_stats_visit *visit)
{
    int status = EXIT_DONE;
    options->context = visit;
    do {
        visit->browse = false;
        status = open_named(options, STORE_READ, cmd_stats_run);
        if (visit->browse)
            status = open_to_write(options, cmd_stats_browse);
    } while (visit->browse && status == EXIT_DONE);
    return status;
}

int cmd_stats(struct options *options)
{
    struct err err;
    struct cmd_stats_visit visit = {0};
    if (options->html && (options->format == FORMAT_JSON || options->plain))
        return fail_usage("--html cannot be combined with --json or --plain");
    if (options->force && !cmd_stats_to_file(options))
        return fail_usage("--force needs a file: name one with --html");
    char **words = calloc(options->word_count + options->deck_count + 1, sizeof *words);
    if (!words)
        return fail_memory();
    for (size_t i = 0; i < options->word_count; i++)
        words[i] = options->words[i];
    for (size_t i = 0; i < options->deck_count; i++)
        words[options->word_count + i] = (char *)options->decks[i];
    options->words = words;
    options->word_count += options->deck_count;
    int status = cmd_stats_to_file(options) && cmd_stats_check_file(options, &err)
                     ? fail(&err)
                     : cmd_stats_go(options, &visit);
    stats_view_done(&visit.view);
    free(words);
    return screen_ended(status);
}
