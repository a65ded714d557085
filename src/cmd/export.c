/* drill export: write reviews, cards, and totals by day or deck, as CSV or JSON; or write
 * decks, a package or an archive. */
#include "report/export.h"
#include "base/nearest.h"
#include "cmd/cards.h"
#include "cmd/command.h"
#include "cmd/export_anki.h"
#include "cmd/export_archive.h"
#include "cmd/export_deck.h"
#include "cmd/options.h"
#include "cmd/row_count.h"
#include "report/totals.h"
#include "study/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum err_code export_fn(struct store *store, const struct export_range *range,
    struct row_writer *rows, struct err *err);

static const struct {
    const char *name;
    export_fn *run;
    bool dated;
} exports[] = {
    {"reviews", export_review_rows, true},
    {"cards", export_card_rows, false},
    {"days", export_day_rows, true},
    {"decks", export_deck_rows, false},
};

/* The facts of the decks that the options name, and their ids. */
struct export_decks {
    struct deck_facts *facts;
    const char **ids;
    size_t count;
};

static void cmd_export_decks_done(struct export_decks *decks)
{
    for (size_t i = 0; i < decks->count; i++)
        deck_facts_done(&decks->facts[i]);
    free(decks->facts);
    free(decks->ids);
}

/* ERR_USAGE if a named deck is unknown. */
static enum err_code cmd_export_find_decks(
    struct store *store, const struct options *options, struct export_decks *decks, struct err *err)
{
    struct known_decks known = {0};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < options->deck_count && !code; i++)
        code = named_decks(store, options->decks[i], &known, err);
    decks->facts = calloc(known.count + 1, sizeof *decks->facts);
    decks->ids = calloc(known.count + 1, sizeof *decks->ids);
    if (!code && !(decks->facts && decks->ids))
        code = err_memory(err);
    for (size_t i = 0; i < known.count && !code; i++) {
        struct deck_facts *facts = &decks->facts[decks->count];
        code = store_deck_facts(store, known.decks[i].deck_id, facts, err);
        if (!code && facts->id)
            decks->ids[decks->count++] = facts->id;
    }
    known_decks_done(&known);
    return code;
}

static enum err_code cmd_export_write_rows(struct store *store, export_fn *run,
    const struct options *options, const struct export_decks *decks, FILE *stream, struct err *err)
{
    row_count_fn *progress = row_count_begin();
    if (!options->output && isatty(STDOUT_FILENO))
        progress = NULL; /* the rows themselves show progress */
    struct export_range range = {.decks = decks->ids,
        .deck_count = decks->count,
        .filter = options->session.filter,
        .since = options->since,
        .until = options->until,
        .today = clock_now().day,
        .progress = progress};
    struct row_writer rows = {.stream = stream,
        .format = row_format(options),
        .raw = options->raw,
        .make_safe = options->output ? NULL : rows_make_safe()};
    enum err_code code = run(store, &range, &rows, err);
    row_count_end();
    return code;
}

static int cmd_export_rows(export_fn *run, const struct options *options)
{
    struct err err;
    struct store *store;
    struct atomic_file file = {0};
    struct export_decks decks = {0};
    if (store_open(&store, options->db, STORE_READ, &err))
        return fail(&err);
    const struct in_use in_use = {.db = options->db, .store = store};
    enum err_code code = cmd_export_find_decks(store, options, &decks, &err);
    if (!code && options->output)
        code = output_open(&file, options->output, options->force, &in_use, &err);
    if (!code)
        code = cmd_export_write_rows(
            store, run, options, &decks, options->output ? file.stream : stdout, &err);
    if (!code && options->output)
        code = output_commit(&file, options->force, &err);
    atomic_discard(&file);
    cmd_export_decks_done(&decks);
    store_close(store);
    return code ? fail(&err) : options->output ? EXIT_DONE : printed(EXIT_DONE);
}

static int cmd_export_fail_kind(const char *what)
{
    static const char *const kinds[] = {
        "reviews", "cards", "days", "decks", "deck", "anki", "archive"};
    const char *meant = nearest_word(what, kinds, COUNT(kinds));
    if (meant && strcmp(meant, what) != 0)
        return fail_usage("unknown export %s: did you mean \"drill export %s\"?", what, meant);
    return fail_usage("export what? Use reviews, cards, days, decks, deck NAME, anki or archive");
}

int cmd_export(struct options *options)
{
    const char *what = options->word_count ? options->words[0] : "";
    size_t kind = 0;
    if (options->format_text && !options_take_format(options->format_text, options))
        return EXIT_WRONG;
    if (options->output && strcmp(options->output, "-") == 0)
        options->output = NULL;
    if (strcmp(what, "archive") == 0)
        return export_archive(options);
    if (options->media)
        return fail_usage("--media only applies to an archive");
    if (strcmp(what, "deck") == 0)
        return export_deck(options);
    if (strcmp(what, "anki") == 0)
        return export_anki(options);
    while (kind < COUNT(exports) && strcmp(what, exports[kind].name) != 0)
        kind++;
    if (kind == COUNT(exports) || options->word_count != 1)
        return cmd_export_fail_kind(what);
    if (options->ranged && !exports[kind].dated)
        return fail_usage("--since and --until only apply to reviews and days");
    return cmd_export_rows(exports[kind].run, options);
}
