/* drill stats: show statistics as screens, text, JSON or a web page. Reads the current deck
 * files and stores nothing, unless the user opens a card in the browser. */
#include "report/stats.h"
#include "cmd/backups.h"
#include "cmd/browse.h"
#include "cmd/first_steps.h"
#include "cmd/opening.h"
#include "cmd/row_count.h"
#include "cmd/scope.h"
#include "report/pages.h"
#include "store/log.h"
#include "study/output.h"
#include "study/plan.h"
#include "text/text.h"
#include "tui/loop.h"
#include "tui/terminal.h"
#include "view/stats.h"

#include <langinfo.h>
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
    if (good)
        fputs(buf_string(&out), stdout);
    buf_done(&out);
    return good ? printed(EXIT_DONE) : fail_memory();
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

static enum err_code cmd_stats_read(struct stats *stats, const struct collection *collection,
    const struct stats_range *range, const struct options *options, struct err *err)
{
    struct plan plan;
    struct plan_scope scope = {collection->store, collection->deck_ids, collection->count,
        &options->session, collection->today, 0, NULL};
    struct figures *figures = &stats->figures;
    enum err_code code = stats_read(stats, collection->store, range, err);
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
    const struct collection *collection;
    const struct options *options;
    struct stats_range range;
    struct stats stats;
    struct stats_view view;
    bool complete; /* the whole log has been read */

    struct store *browsed;          /* opened for changes by cmd_stats_browse; or NULL */
    struct backups_session backups; /* of that store */
};

static enum err_code cmd_stats_read_for(struct cmd_stats_screen *s, struct err *err)
{
    stats_done(&s->stats);
    return cmd_stats_read(&s->stats, s->collection, &s->range, s->options, err);
}

/* Read the log, or, if it is long, only what the first screen shows. */
static enum err_code cmd_stats_begin(struct cmd_stats_screen *s, struct err *err)
{
    int64_t size = 0;
    enum err_code code = log_size(s->collection->store, &size, err);
    s->complete = size < LONG_LOG;
    s->range.glance = !s->complete;
    return code ? code : cmd_stats_read_for(s, err);
}

static enum err_code cmd_stats_draw(struct loop *loop, struct err *err)
{
    struct cmd_stats_screen *s = loop->screen;
    return stats_draw(&s->view, &s->stats.figures, &loop->frame) ? ERR_NONE : err_memory(err);
}

/* Open the database for changes, as the browser needs it. */
static enum err_code cmd_stats_open_to_browse(struct cmd_stats_screen *s, struct err *err)
{
    if (s->browsed)
        return ERR_NONE;
    enum err_code code = open_database(&s->browsed, s->options, STORE_WRITE, err);
    if (!code)
        backups_session_begin(&s->backups, s->browsed, s->options);
    return code;
}

/* Browse the decks of the statistics, with a card selected. A failure is shown as a notice. */
static enum err_code cmd_stats_browse(struct cmd_stats_screen *s, int64_t card_id, struct err *err)
{
    bool changed = false;
    struct err problem;
    enum err_code code = cmd_stats_open_to_browse(s, &problem);
    struct collection collection = {
        .store = s->browsed, .today = clock_now().day, .on_mistake = ignore_mistake};
    if (!code)
        code = collection_open(&collection, s->options->words, s->options->word_count, &problem);
    const struct browsing browsing = {.store = s->browsed,
        .deck_ids = collection.deck_ids,
        .deck_count = collection.count,
        .options = &s->options->session,
        .card_id = card_id};
    if (!code)
        code = browse_run(&browsing, &changed, &problem);
    collection_done(&collection);
    if (code)
        text_safe(&s->view.notice, problem.message, TEXT_ONE_LINE);
    return changed ? cmd_stats_read_for(s, err) : ERR_NONE;
}

static enum err_code cmd_stats_key(struct loop *loop, uint32_t key, struct err *err)
{
    struct cmd_stats_screen *s = loop->screen;
    stats_key(&s->view, &s->stats.figures, key);
    int64_t card_id = s->view.open;
    s->view.open = 0;
    loop->over = s->view.over;
    return card_id ? cmd_stats_browse(s, card_id, err) : ERR_NONE;
}

/* Read the rest of a long log, handling keys meanwhile; leaving the screen stops the reading. */
static enum err_code cmd_stats_step(struct loop *loop, enum loop_work *work, struct err *err)
{
    struct cmd_stats_screen *s = loop->screen;
    if (s->complete)
        return ERR_NONE;
    s->complete = true;
    s->range.glance = false;
    s->range.go_on = loop_poll;
    s->range.context = loop;
    *work = LOOP_DRAW;
    return cmd_stats_read_for(s, err);
}

static const struct screen_ops stats_screen = {
    .draw = cmd_stats_draw, .key = cmd_stats_key, .step = cmd_stats_step};

static int cmd_stats_show(const struct collection *collection, const struct stats_range *range,
    const char *scope, const struct options *options)
{
    struct err err;
    struct cmd_stats_screen s = {.collection = collection,
        .options = options,
        .range = *range,
        .view = {.scope = scope,
            .ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0,
            .settings = &options->settings}};
    enum err_code code = screen_open(options, &err);
    if (!code && !(code = cmd_stats_begin(&s, &err)))
        code = loop_run(&stats_screen, &s, &err);
    terminal_close();
    if (s.browsed)
        backups_session_end(&s.backups);
    store_close(s.browsed);
    stats_view_done(&s.view);
    stats_done(&s.stats);
    return code ? fail(&err) : EXIT_DONE;
}

/* ---- the command ---- */

static int cmd_stats_print(const struct collection *collection, struct stats_range *range,
    const char *scope, const struct options *options)
{
    struct err err;
    struct stats stats = {0};
    range->progress = row_count_begin();
    enum err_code code = cmd_stats_read(&stats, collection, range, options, &err);
    row_count_end();
    const struct figures *figures = &stats.figures;
    int status = code                             ? fail(&err)
                 : options->html                  ? cmd_stats_print_html(figures, scope, options)
                 : options->format == FORMAT_JSON ? cmd_stats_print_json(figures)
                                                  : cmd_stats_print_text(figures, scope);
    stats_done(&stats);
    return status;
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
    int status = !ids || scope.failed ? fail_memory()
                 : screens ? cmd_stats_show(collection, &range, buf_string(&scope), options)
                           : cmd_stats_print(collection, &range, buf_string(&scope), options);
    buf_done(&scope);
    free(ids);
    return status;
}

int cmd_stats(struct options *options)
{
    struct err err;
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
                     : open_named(options, STORE_READ, cmd_stats_run);
    free(words);
    return screen_ended(status);
}
