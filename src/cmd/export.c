/* drill export: the review log or the cards, as CSV. */
#include "report/export.h"
#include "base/file.h"
#include "cmd/command.h"
#include "cmd/export_deck.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef enum err_code export_fn(
    struct store *store, const struct export_range *range, struct rows *rows, struct err *err);

static const struct {
    const char *name;
    export_fn *run;
    bool dated;
} exports[] = {
    {"reviews", export_review_rows, true},
    {"cards", export_card_rows, false},
};

/* Whether each deck named is known. */
static enum err_code check_decks(
    struct store *store, const struct options *options, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < options->deck_count && !code; i++) {
        struct known_decks decks = {0};
        code = store_decks_named(store, options->decks[i], &decks, err);
        if (!code && decks.count == 0)
            code = err_set(
                err, ERR_USAGE, "%s: no deck of that id or name is known", options->decks[i]);
        known_decks_done(&decks);
    }
    return code;
}

static enum err_code export_to_file(
    struct store *store, export_fn *run, const struct options *options, struct err *err)
{
    struct export_range range = {options->decks, options->deck_count, options->session.filter,
        options->since, options->until};
    struct atomic_file file = {0};
    struct rows rows = {.stream = stdout, .raw = options->raw};
    enum err_code code = ERR_NONE;
    if (options->output) {
        if ((code = atomic_open(&file, options->output, err)))
            return code;
        rows.stream = file.stream;
    } else {
        rows.make_safe = rows_make_safe();
    }
    code = run(store, &range, &rows, err);
    if (!code && options->output)
        code = atomic_commit(&file, err);
    else if (!code && (fflush(stdout) != 0 || ferror(stdout)))
        code = err_set(err, ERR_IO, "standard output: %s", strerror(errno));
    atomic_discard(&file);
    return code;
}

int cmd_export(struct options *options)
{
    const char *what = options->word_count ? options->words[0] : "";
    size_t kind = 0;
    if (strcmp(what, "deck") == 0)
        return export_deck(options);
    while (kind < 2 && strcmp(what, exports[kind].name) != 0)
        kind++;
    if (kind == 2 || options->word_count != 1)
        return fail_usage("export what? Write 'drill export reviews' or 'drill export cards'");
    if (options->ranged && !exports[kind].dated)
        return fail_usage("--since and --until are for reviews");
    struct err err;
    struct store *store;
    if (store_open(&store, options->db, STORE_READ, &err))
        return fail(&err);
    enum err_code code = check_decks(store, options, &err);
    if (!code)
        code = export_to_file(store, exports[kind].run, options, &err);
    store_close(store);
    return code ? fail(&err) : EXIT_DONE;
}
