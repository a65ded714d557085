#include "cmd/opening.h"

#include "base/file.h"
#include "cmd/backups.h"
#include "cmd/starters.h"
#include "tui/terminal.h"

#include <signal.h>
#include <stdlib.h>

/* ---- decks ---- */

static int opening_open_words(struct options *options, enum store_mode mode, char *const *words,
    size_t word_count, deck_mistake_fn *on_mistake, opened_fn *run)
{
    struct err err;
    struct store *store;
    if (open_database(&store, options, mode, &err))
        return fail(&err);
    struct collection collection = {
        .store = store, .today = clock_now().day, .on_mistake = on_mistake};
    int status = collection_open(&collection, words, word_count, &err) ? fail(&err)
                                                                       : run(&collection, options);
    collection_done(&collection);
    store_close(store);
    return status;
}

bool all_refused(const struct collection *collection)
{
    return collection->count == 0 && collection->refused > 0;
}

static int opening_dry_run(struct collection *collection, struct options *options)
{
    (void)options;
    return all_refused(collection) ? EXIT_WRONG : EXIT_DONE;
}

int open_named(struct options *options, enum store_mode mode, opened_fn *run)
{
    return opening_open_words(
        options, mode, options->words, options->word_count, print_mistake, run);
}

/* Unless every deck is refused, back up the database. */
static int opening_check_and_back_up(struct options *options, const struct starters *named)
{
    struct err err;
    struct store *store;
    if (open_database(&store, options, STORE_WRITE, &err))
        return fail(&err);
    int status = opening_open_words(
        options, STORE_READ, named->words, named->count, print_mistake, opening_dry_run);
    if (!status)
        backups_before(store, options, BACKUP_BEFORE_IMPORT);
    store_close(store);
    return status;
}

static int opening_to_write(struct options *options, bool import, opened_fn *run)
{
    struct starters named = {0};
    bool makes = !file_exists(options->db);
    int status = starters_take(options, &named);
    if (!status && makes)
        status = opening_open_words(
            options, STORE_READ, named.words, named.count, print_mistake, opening_dry_run);
    else if (!status && import)
        status = opening_check_and_back_up(options, &named);
    /* if there was a dry run, it has already reported all mistakes */
    if (!status)
        status = opening_open_words(options, STORE_WRITE, named.words, named.count,
            makes || import ? ignore_mistake : print_mistake, run);
    starters_done(&named);
    return status;
}

int open_to_write(struct options *options, opened_fn *run)
{
    return opening_to_write(options, false, run);
}

int open_to_import(struct options *options, opened_fn *run)
{
    return opening_to_write(options, true, run);
}

int open_known(struct options *options, opened_fn *run)
{
    enum store_mode mode = file_exists(options->db) ? STORE_WRITE : STORE_READ;
    return opening_open_words(options, mode, NULL, 0, print_mistake, run);
}

/* ---- the terminal ---- */

static bool opening_wants_colors(enum color_when when)
{
    const char *no_color = getenv("NO_COLOR");
    return when == COLOR_ALWAYS || (when == COLOR_AUTO && !(no_color && *no_color));
}

enum err_code screen_open(const struct options *options, struct err *err)
{
    const struct terminal_options terminal = {.colors = opening_wants_colors(options->color),
        .theme = (enum theme)options->settings.theme,
        .palette = (enum palette)options->settings.palette,
        .mouse = options->settings.mouse,
        .images = (enum images)options->settings.images};
    return options->plain || terminal_is_open() ? ERR_NONE : terminal_open(&terminal, err);
}

int screen_ended(int status)
{
    if (terminal_signal())
        raise(terminal_signal());
    return status;
}
