/* drill import: loads decks, as reviewing them would, and prints what changed. A deck file stays
 * where it is, or is copied; a file of another kind is turned into deck files first. */
#include "base/file.h"
#include "cmd/backups.h"
#include "cmd/command.h"
#include "cmd/deck_folder.h"
#include "cmd/dry_run.h"
#include "cmd/import_archive.h"
#include "cmd/import_report.h"
#include "cmd/import_words.h"
#include "cmd/interrupts.h"
#include "cmd/opening.h"
#include "exchange/import_moves.h"
#include "exchange/import_paths.h"
#include "exchange/import_run.h"
#include "study/output.h"
#include "text/one_line.h"
#include "text/text.h"
#include "view/phrases.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- deck files ---- */

/* Reads the deck at `path`, and prints its mistakes. Close the reader even after an error. */
static enum err_code import_read_deck(
    struct deck_reader **reader, const char *path, struct err *err)
{
    const struct deck_entry *entry;
    enum err_code code = deck_open(reader, path, print_mistake, NULL, err);
    do
        code = code ? code : deck_next(*reader, &entry, err);
    while (!code && entry);
    return !code && deck_mistakes(*reader) > 0
               ? err_at(err, ERR_MISTAKE, path, 0, 0, "has mistakes: nothing was changed")
               : code;
}

/* Refuses deck files with mistakes before other files are converted, so that nothing changes. */
static int import_check_decks(const struct import_words *words)
{
    struct err err;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < words->deck_count && words->file_count && !code; i++) {
        struct deck_reader *reader = NULL;
        struct stat file;
        if (stat(words->decks[i], &file) != 0 || !S_ISDIR(file.st_mode))
            code = import_read_deck(&reader, words->decks[i], &err);
        deck_close(reader);
    }
    return code ? fail(&err) : EXIT_DONE;
}

/* ---- copies of deck files ---- */

/* Checks that the deck at `path` has no mistakes, and that its copy at `to` can be loaded. */
static enum err_code import_check_deck(
    struct store *store, const char *path, const char *to, struct err *err)
{
    struct deck_reader *reader;
    enum err_code code = import_read_deck(&reader, path, err);
    if (!code)
        code = import_paths_check(store, buf_string(&deck_head(reader)->id), to, err);
    deck_close(reader);
    return code;
}

/* Whether two files have the same content. */
static bool import_same_bytes(const char *one, const char *other)
{
    FILE *a = fopen(one, "r"), *b = fopen(other, "r");
    int c = 0;
    while (a && b && c != EOF && (c = getc(a)) == getc(b))
        ;
    bool same = a && b && c == EOF && feof(a) && feof(b);
    if (a)
        fclose(a);
    if (b)
        fclose(b);
    return same;
}

/* Refuses to copy a deck with mistakes, or over a file in use unless that would change nothing. */
static enum err_code import_check_copy(const struct options *options, struct store *store,
    const char *word, const char *folder, struct err *err)
{
    struct buf path = {0};
    const struct in_use in_use = {options->db, NULL, options->words, options->word_count};
    buf_format(&path, "%s/%s", folder, file_name(word));
    enum err_code code = import_same_bytes(word, buf_string(&path))
                             ? ERR_NONE
                             : output_check(buf_string(&path), true, &in_use, err);
    if (!code)
        code = import_check_deck(store, word, buf_string(&path), err);
    buf_done(&path);
    return code;
}

/* Copies a deck file into the folder, and replaces the argument with the copy's path. */
static enum err_code import_copy_deck(
    const struct options *options, char **word, const char *folder, struct err *err)
{
    struct buf path = {0};
    buf_format(&path, "%s/%s", folder, file_name(*word));
    enum err_code code = ERR_NONE;
    bool same = import_same_bytes(*word, buf_string(&path));
    if (!same && file_exists(buf_string(&path)) && !options->force)
        code = err_at(
            err, ERR_USAGE, buf_string(&path), 0, 0, "already exists: use --force to replace it");
    if (!code && !same)
        code = file_copy(*word, buf_string(&path), err);
    char *copy = code ? NULL : strdup(buf_string(&path));
    buf_done(&path);
    if (!copy)
        return code ? code : err_memory(err);
    free(*word);
    *word = copy;
    return ERR_NONE;
}

static int import_copy_decks(
    const struct options *options, struct import_words *words, const char *folder)
{
    struct err err;
    struct store *store;
    enum err_code code = store_open(&store, options->db, STORE_READ, &err);
    for (size_t i = 0; i < words->deck_count && !code; i++) {
        for (size_t j = 0; j < i && !code; j++)
            if (strcmp(file_name(words->decks[i]), file_name(words->decks[j])) == 0)
                code = err_at(&err, ERR_USAGE, words->decks[i], 0, 0,
                    "would be copied over the copy of %s: import one of them elsewhere",
                    words->decks[j]);
        if (!code)
            code = import_check_copy(options, store, words->decks[i], folder, &err);
    }
    for (size_t i = 0; i < words->deck_count && !code; i++)
        code = import_copy_deck(options, &words->decks[i], folder, &err);
    store_close(store);
    return code ? fail(&err) : EXIT_DONE;
}

/* ---- the run ---- */

/* Converts the files to deck files, which move into place only if the database can be written: a
 * card that is now in another deck would lose its history if its deck could not be loaded. */
static enum err_code import_convert(const struct options *options, struct import_run *run,
    char **files, size_t count, struct err *err)
{
    struct store *store = NULL;
    enum err_code code = import_run_files(run, files, count, err);
    if (!code && !options->dry_run && file_exists(options->db) &&
        !(code = open_database(&store, options, STORE_WRITE, err)))
        code = store_hold(store, err);
    if (!code)
        code = import_run_commit(run, err);
    store_close(store);
    return code;
}

/* Converts `files` to deck files or, if `files` is NULL, adds the run's history. */
static int import_step(
    const struct options *options, struct import_run *run, char **files, size_t count)
{
    struct import_report *report = run->context;
    struct err err;
    *report = (struct import_report){.begun_ms = clock_now().utc_ms};
    enum err_code code = files ? import_convert(options, run, files, count, &err)
                               : import_run_history(run, clock_now(), clock_at, &err);
    import_report_clear(report);
    if (!code && files)
        import_report_files(&run->files);
    for (size_t i = 0; i < run->history_count; i++)
        import_report_history(&run->histories[i]);
    if (code)
        import_run_done(run);
    if (code)
        return interrupted() ? EXIT_WRONG : fail(&err);
    return printed(EXIT_DONE);
}

/* ---- loading ---- */

static int import_loaded(struct collection *collection, struct options *options)
{
    struct buf words = {0};
    struct err err;
    if (all_refused(collection))
        return EXIT_WRONG;
    if (options->context &&
        import_moves_follow(options->context, collection->store, &collection->report, &err))
        return fail(&err);
    phrase_report(&collection->report, &words);
    if (!words.length)
        buf_text(&words, "nothing new");
    print_line(stdout, &words);
    return printed(collection->refused ? EXIT_NO : EXIT_DONE);
}

/* Loads the decks named on the command line and those just written. */
static int import_load(
    struct options *options, const struct import_words *words, struct import_files *files)
{
    char **decks = calloc(words->deck_count + files->count + 1, sizeof *decks);
    int status = EXIT_DONE;
    if (!decks)
        return fail_memory();
    for (size_t i = 0; i < words->deck_count; i++)
        decks[i] = words->decks[i];
    options->words = decks;
    options->word_count = words->deck_count;
    for (size_t i = 0; i < files->count && !options->dry_run; i++)
        if (files->decks[i].has_file)
            decks[options->word_count++] = files->decks[i].path;
    options->context = files->move_count ? files : NULL;
    if (options->word_count > 0)
        status = options->dry_run ? dry_run(options) : open_to_import(options, import_loaded);
    free(decks);
    return status;
}

static int import_words(struct options *options, struct import_words *words, const char *folder)
{
    struct import_report report;
    struct import_run run = {.db = options->db,
        .as = options->as,
        .choices = options->choices,
        .names = words->names,
        .deck = options->deck_count ? options->decks[0] : NULL,
        .elsewhere = options->output != NULL,
        .progress = import_report_progress,
        .notice = import_report_notice,
        .context = &report,
        .files = {.folder = folder,
            .force = options->force,
            .replace = options->replace,
            .change = options->dry_run ? import_report_change : NULL,
            .context = &report,
            .dry_run = options->dry_run,
            .in_use = {{options->db, NULL, options->words, options->word_count},
                {options->db, NULL, words->files, words->file_count}}}};
    int status = import_check_decks(words);
    interrupts_catch(); /* until the files that are in place are loaded */
    if (!status && options->output && !options->dry_run)
        status = import_copy_decks(options, words, folder);
    if (!status && words->file_count)
        status = import_step(options, &run, words->files, words->file_count);
    if (!status)
        status = import_load(options, words, &run.files);
    if (!status && !options->dry_run)
        status = import_step(options, &run, NULL, 0);
    import_run_done(&run);
    interrupts_restore(true);
    return status;
}

static int import_all(struct options *options, struct import_words *words)
{
    struct buf folder = {0};
    deck_folder(options, &folder);
    int status = folder.failed    ? fail_memory()
                 : words->archive ? import_archive(options, buf_string(&folder))
                                  : import_words(options, words, buf_string(&folder));
    buf_done(&folder);
    return status;
}

int cmd_import(struct options *options)
{
    struct import_words words = {.deck_count = 0};
    struct err err;
    if (options->word_count == 0)
        return fail_usage(
            "import what? Name a deck file, a folder, or a file from another program");
    if (options->deck_count > 1)
        return fail_usage("give --deck only once: it puts everything into one deck");
    int status =
        import_words_read(&words, options, &err) ? fail(&err) : import_all(options, &words);
    import_words_done(&words);
    return status;
}
