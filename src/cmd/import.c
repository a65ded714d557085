/* drill import: loads decks, as reviewing them would, and prints what changed. A deck file stays
 * where it is, or is copied; a file of another kind is turned into deck files first. */
#include "base/file.h"
#include "cmd/command.h"
#include "cmd/dry_run.h"
#include "cmd/import_archive.h"
#include "cmd/interrupts.h"
#include "cmd/opening.h"
#include "deck/foreign.h"
#include "exchange/archive_import.h"
#include "exchange/crowdanki.h"
#include "exchange/import_moves.h"
#include "exchange/import_run.h"
#include "exchange/importers.h"
#include "study/folder.h"
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

/* The operands, by kind; the strings belong to the options. */
struct import_words {
    char **decks; /* deck files, folders and deck names that the collection opens */
    size_t deck_count;
    size_t copied; /* the first `copied` decks are paths of copies, owned by this struct */
    struct buf
        *profiles; /* for each word, the path of its collection if it is a folder of Anki's */
    char **files;  /* files to import */
    size_t file_count;
};

/* Returns the importer for an argument: importer_yaml if it names decks; NULL if the format is
 * unknown, or becomes known only when the input is read. A file named like a deck file counts as
 * one, so that its mistakes are reported. */
static const struct importer *import_importer(const struct options *options, const char *word)
{
    struct stat stat_of;
    struct err err;
    if (options->as)
        return importer_named(options->as);
    if (strcmp(word, "-") == 0)
        return NULL;
    if (is_deck_name(word) && deck_is_other_shape(word))
        return &importer_other_yaml;
    if (is_deck_name(word) || stat(word, &stat_of) != 0 || S_ISDIR(stat_of.st_mode))
        return &importer_yaml;
    if (!S_ISREG(stat_of.st_mode))
        return NULL;
    if (archive_recognize(word))
        return &importer_archive;
    struct import_source *source = calloc(1, sizeof *source);
    const struct importer *importer = NULL;
    if (source)
        source->choices = options->choices;
    if (source && !import_source_open(source, word, &err))
        importer = importer_recognize(source);
    if (source)
        import_source_close(source);
    free(source);
    return importer;
}

static enum err_code import_stop_at_deck(void *context, const char *path, struct err *err)
{
    (void)context;
    return err_at(err, ERR_USAGE, path, 0, 0, "is a deck");
}

/* Replaces each folder without decks that CrowdAnki wrote with its file. `found`, which the caller
 * frees, receives the files' names. */
static void import_find_crowdanki(struct options *options, char **found)
{
    struct err err;
    struct stat stat_of;
    for (size_t i = 0; i < options->word_count && !options->as; i++) {
        char **word = &options->words[i];
        if (stat(*word, &stat_of) == 0 && S_ISDIR(stat_of.st_mode) &&
            folder_walk(*word, import_stop_at_deck, NULL, &err) == ERR_IO)
            found[i] = crowdanki_file_in(*word);
        *word = found[i] ? found[i] : *word;
    }
}

/* ---- copies of deck files ---- */

/* Checks that the deck at `path` has no mistakes, and that its copy at `to` can be loaded. */
static enum err_code import_check_deck(
    struct store *store, const char *path, const char *to, struct err *err)
{
    struct deck_reader *reader;
    const struct deck_entry *entry;
    enum err_code code = deck_open(&reader, path, print_mistake, NULL, err);
    do
        code = code ? code : deck_next(reader, &entry, err);
    while (!code && entry);
    if (!code && deck_mistakes(reader) > 0)
        code = err_at(err, ERR_MISTAKE, path, 0, 0, "not copied: it has mistakes");
    if (!code)
        code = import_files_check_path(store, buf_string(&deck_head(reader)->id), to, err);
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

/* Refuses to copy over a file in use, unless the copy would change nothing. */
static enum err_code import_check_copy(
    const struct options *options, const char *word, const char *folder, struct err *err)
{
    struct buf path = {0};
    const struct in_use in_use = {options->db, NULL, options->words, options->word_count};
    buf_format(&path, "%s/%s", folder, file_name(word));
    enum err_code code = import_same_bytes(word, buf_string(&path))
                             ? ERR_NONE
                             : output_check(buf_string(&path), true, &in_use, err);
    buf_done(&path);
    return code;
}

/* Copies a deck file into the folder, and replaces the argument with the copy's path. */
static enum err_code import_copy_deck(const struct options *options, struct store *store,
    char **word, const char *folder, struct err *err)
{
    struct buf path = {0};
    buf_format(&path, "%s/%s", folder, file_name(*word));
    enum err_code code = import_check_deck(store, *word, buf_string(&path), err);
    bool same = !code && import_same_bytes(*word, buf_string(&path));
    if (!code && !same && file_exists(buf_string(&path)) && !options->force)
        code = err_at(
            err, ERR_USAGE, buf_string(&path), 0, 0, "already exists: use --force to replace it");
    if (!code && !same)
        code = file_copy(*word, buf_string(&path), err);
    if (!code)
        *word = strdup(buf_string(&path));
    buf_done(&path);
    return !code && !*word ? err_memory(err) : code;
}

static int import_copy_decks(
    const struct options *options, struct import_words *words, const char *folder)
{
    struct err err;
    struct store *store;
    enum err_code code = store_open(&store, options->db, STORE_READ, &err);
    for (size_t i = 0; i < words->deck_count && !code; i++)
        code = import_check_copy(options, words->decks[i], folder, &err);
    while (words->copied < words->deck_count && !code) {
        code = import_copy_deck(options, store, &words->decks[words->copied], folder, &err);
        words->copied += !code;
    }
    store_close(store);
    return code ? fail(&err) : EXIT_DONE;
}

/* ---- progress ---- */

#define PATIENCE_MS 1000 /* shorter work shows no progress */
#define REDRAW_MS   100

/* The progress line on the terminal. */
struct import_progress {
    bool shown;
    int64_t begun_ms, shown_ms;
    const struct import_files_deck *deck; /* whose changes are printed */
};

static void import_clear_progress(struct import_progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}

static bool import_show_progress(
    void *context, const char *what, const char *unit, size_t done, size_t total)
{
    struct import_progress *progress = context;
    struct buf safe = {0};
    if (interrupted())
        return false;
    int64_t now_ms = clock_now().utc_ms;
    if (!isatty(STDERR_FILENO) || now_ms - progress->begun_ms < PATIENCE_MS ||
        (progress->shown && now_ms - progress->shown_ms < REDRAW_MS))
        return true;
    text_safe(&safe, what, TEXT_ONE_LINE);
    fprintf(stderr, "\r%s: %zu ", buf_string(&safe), done);
    if (total)
        fprintf(stderr, "of %zu ", total);
    fprintf(stderr, "%s\033[K", unit);
    buf_done(&safe);
    progress->shown = true;
    progress->shown_ms = now_ms;
    return true;
}

static void import_print_notice(void *context, const char *path, unsigned line, const char *what)
{
    struct buf text = {0};
    import_clear_progress(context);
    buf_text(&text, "drill: ");
    text_safe(&text, path, TEXT_ONE_LINE);
    if (line)
        buf_format(&text, ":%u", line);
    buf_text(&text, ": ");
    text_safe(&text, what, TEXT_ONE_LINE);
    print_line(stderr, &text);
}

/* ---- the run ---- */

static const char *import_plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* What happens to entries, in the order in which it is told. */
static const struct {
    enum import_change change;
    const char *words; /* after a count */
    const char *sign;  /* before a card in the list of --dry-run */
} import_changes[] = {
    {CHANGE_IS_NEW, "new", "new"},
    {CHANGE_IS_EDIT, "changed", "changed"},
    {CHANGE_IS_MOVE, "moved here", "moved"},
    {CHANGE_IS_RETIRE, "retired", "retired"},
    {CHANGE_IS_STAY, "kept that the source lacks", "kept"},
    {CHANGE_IS_LEFT, "changed in the source, left as you edited them", "left"},
};
static_assert(COUNT(import_changes) == IMPORT_CHANGES, "each change is told");

/* Appends "2 new, 1 changed". */
static void import_add_changes(struct buf *line, const struct import_files_deck *deck)
{
    const char *between = ": ";
    for (size_t i = 0; i < COUNT(import_changes); i++) {
        size_t count = deck->changes[import_changes[i].change];
        if (count == 0)
            continue;
        buf_format(line, "%s%zu %s", between, count, import_changes[i].words);
        between = ", ";
    }
}

/* Says that another source has a deck of that name. */
static void import_add_other_name(struct buf *line, const struct import_files_deck *deck)
{
    buf_text(line, " as the deck \"");
    text_safe(line, deck->id, TEXT_ONE_LINE);
    buf_text(line, "\": a different one is called \"");
    text_safe(line, deck->name, TEXT_ONE_LINE);
    buf_char(line, '"');
}

static void import_print_files(const struct import_files *files)
{
    static const char *const done[] = {[FATE_NEW] = "written",
        [FATE_UPDATED] = "updated",
        [FATE_SAME] = "unchanged",
        [FATE_ADDED] = "added to, below what you edited",
        [FATE_KEPT] = "kept with your edits",
        [FATE_FORCED] = "replaced"};
    static const char *const would[] = {[FATE_NEW] = "would be written",
        [FATE_UPDATED] = "would be updated",
        [FATE_SAME] = "would not change",
        [FATE_ADDED] = "would be added to, below what you edited",
        [FATE_KEPT] = "would be kept with your edits",
        [FATE_FORCED] = "would be replaced"};
    static_assert(sizeof done == sizeof would, "done and would each name every fate");
    for (size_t i = 0; i < files->count; i++) {
        const struct import_files_deck *deck = &files->decks[i];
        struct buf line = {0};
        if (!deck->has_file || (!deck->entries && deck->fate == FATE_SAME))
            continue;
        text_safe(&line, deck->path, TEXT_ONE_LINE);
        if (deck->entries)
            buf_format(&line, ": %zu card%s", deck->entries, import_plural(deck->entries));
        buf_format(
            &line, "%s %s", deck->entries ? "," : ":", (files->dry_run ? would : done)[deck->fate]);
        if (deck->renamed) {
            buf_text(&line, ", now called \"");
            text_safe(&line, deck->name, TEXT_ONE_LINE);
            buf_char(&line, '"');
        }
        if (deck->fate != FATE_NEW)
            import_add_changes(&line, deck);
        else if (strcmp(deck->id, deck->name) != 0)
            import_add_other_name(&line, deck);
        print_line(stdout, &line);
    }
}

/* For --dry-run: prints what would happen to a card. */
static void import_print_change(void *context, const struct import_files_deck *deck,
    enum import_change change, const struct deck_entry *entry)
{
    struct import_progress *progress = context;
    struct buf line = {0};
    size_t i = 0;
    while (import_changes[i].change != change)
        i++;
    import_clear_progress(progress);
    if (progress->deck != deck)
        text_safe(&line, deck->path, TEXT_ONE_LINE);
    if (progress->deck != deck)
        print_line(stdout, &line);
    progress->deck = deck;
    line = (struct buf){0};
    buf_format(&line, "  %-8s ", import_changes[i].sign);
    const struct buf *question = entry->cloze.length ? &entry->cloze : &entry->question;
    one_line(&line, buf_string(question), print_width() - (int)line.length);
    print_line(stdout, &line);
}

static void import_print_history(const struct anki_history *history)
{
    const struct import_history_report *report = &history->report;
    printf("history: ");
    if (report->reviews)
        printf("%zu review%s", report->reviews, import_plural(report->reviews));
    if (report->schedules)
        printf("%s%zu schedule%s", report->reviews ? ", " : "", report->schedules,
            import_plural(report->schedules));
    if (!report->reviews && !report->schedules)
        printf("nothing new");
    if (report->kept)
        printf("; %zu card%s rated in drill later: schedule kept", report->kept,
            import_plural(report->kept));
    if (history->ignored)
        printf("; %zu log row%s skipped: no rating, or no such card", history->ignored,
            import_plural(history->ignored));
    puts("");
}

/* Converts `files` to deck files or, if `files` is NULL, adds the run's history. */
static int import_step(struct import_run *run, char **files, size_t count)
{
    struct import_progress *progress = run->context;
    struct err err;
    *progress = (struct import_progress){.begun_ms = clock_now().utc_ms};
    interrupts_catch();
    enum err_code code = files ? import_run_files(run, files, count, &err)
                               : import_run_history(run, clock_now(), clock_at, &err);
    import_clear_progress(progress);
    if (!code && files)
        import_print_files(&run->files);
    for (size_t i = 0; i < run->history_count; i++)
        import_print_history(&run->histories[i]);
    if (code)
        import_run_done(run);
    int status = code ? EXIT_WRONG : printed(EXIT_DONE);
    interrupts_restore(true);
    return code ? fail(&err) : status;
}

/* ---- loading ---- */

static int import_report(struct collection *collection, struct options *options)
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
    memcpy(decks, words->decks, words->deck_count * sizeof *decks);
    options->words = decks;
    options->word_count = words->deck_count;
    for (size_t i = 0; i < files->count && !options->dry_run; i++)
        if (files->decks[i].has_file)
            decks[options->word_count++] = files->decks[i].path;
    options->context = files->move_count ? files : NULL;
    if (options->word_count > 0)
        status = options->dry_run ? dry_run(options) : open_to_import(options, import_report);
    free(decks);
    return status;
}

static int import_words(struct options *options, struct import_words *words, const char *folder)
{
    struct import_progress progress;
    struct import_run run = {.db = options->db,
        .as = options->as,
        .choices = options->choices,
        .deck = options->deck_count ? options->decks[0] : NULL,
        .elsewhere = options->output != NULL,
        .progress = import_show_progress,
        .notice = import_print_notice,
        .context = &progress,
        .files = {.folder = folder,
            .force = options->force,
            .replace = options->replace,
            .change = options->dry_run ? import_print_change : NULL,
            .context = &progress,
            .dry_run = options->dry_run,
            .in_use = {{options->db, NULL, options->words, options->word_count},
                {options->db, NULL, words->files, words->file_count}}}};
    int status = EXIT_DONE;
    if (options->output && !options->dry_run)
        status = import_copy_decks(options, words, folder);
    if (!status && words->file_count)
        status = import_step(&run, words->files, words->file_count);
    if (!status)
        status = import_load(options, words, &run.files);
    if (!status && !options->dry_run)
        status = import_step(&run, NULL, 0);
    import_run_done(&run);
    return status;
}

/* New decks go to the --output folder, or else to decks/ in the current folder if that exists, or
 * else to decks/ beside the database. */
static void import_choose_folder(const struct options *options, struct buf *folder)
{
    struct stat stat_of;
    const char *slash = strrchr(options->db, '/');
    bool here = stat("decks", &stat_of) == 0 && S_ISDIR(stat_of.st_mode);
    if (options->output)
        buf_text(folder, options->output);
    else if (here || !slash)
        buf_text(folder, "decks");
    else
        buf_format(folder, "%.*s/decks", (int)(slash - options->db), options->db);
}

static int import_all(struct options *options)
{
    struct buf folder = {0};
    import_choose_folder(options, &folder);
    if (import_importer(options, options->words[0]) == &importer_archive) {
        int status = import_archive(options, buf_string(&folder));
        buf_done(&folder);
        return status;
    }
    struct import_words words = {.decks = calloc(options->word_count, sizeof(char *)),
        .files = calloc(options->word_count, sizeof(char *)),
        .profiles = calloc(options->word_count, sizeof *words.profiles)};
    const size_t count = options->word_count; /* loading changes it */
    const bool of_anki = !options->as || strcmp(options->as, importer_anki.name) == 0;
    bool ok = words.decks && words.files && words.profiles;
    for (size_t i = 0; i < count && ok; i++) {
        if (of_anki && anki_import_find_collection(options->words[i], &words.profiles[i]))
            words.files[words.file_count++] = words.profiles[i].bytes;
        else if (import_importer(options, options->words[i]) != &importer_yaml)
            words.files[words.file_count++] = options->words[i];
        else
            words.decks[words.deck_count++] = options->words[i];
    }
    int status =
        ok && !folder.failed ? import_words(options, &words, buf_string(&folder)) : fail_memory();
    buf_done(&folder);
    while (words.copied)
        free(words.decks[--words.copied]);
    for (size_t i = 0; i < count && words.profiles; i++)
        buf_done(&words.profiles[i]);
    free(words.decks);
    free(words.files);
    free(words.profiles);
    return status;
}

int cmd_import(struct options *options)
{
    if (options->word_count == 0)
        return fail_usage(
            "import what? Name a deck file, a folder, or a file from another program");
    if (options->deck_count > 1)
        return fail_usage("give --deck only once: it puts everything into one deck");
    size_t count = options->word_count;
    char **found = calloc(count, sizeof *found);
    if (!found)
        return fail_memory();
    import_find_crowdanki(options, found);
    int status = import_all(options);
    while (count)
        free(found[--count]);
    free(found);
    return status;
}
