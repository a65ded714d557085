#include "cmd/import_archive.h"

#include "base/file.h"
#include "cmd/backups.h"
#include "cmd/opening.h"
#include "cmd/row_count.h"
#include "exchange/archive_import.h"
#include "store/decks.h"
#include "study/scheduling.h"
#include "text/text.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>

struct import_archive_run {
    const struct options *options;
    row_count_fn *show;
};

static enum err_code import_archive_open(void *context, struct store **store, struct err *err)
{
    const struct options *options = ((struct import_archive_run *)context)->options;
    bool keep = !options->dry_run && file_exists(options->db);
    enum err_code code =
        open_database(store, options, options->dry_run ? STORE_READ : STORE_WRITE, err);
    if (!code && keep)
        backups_before(*store, options, BACKUP_BEFORE_IMPORT);
    return code;
}

static bool import_archive_show_progress(void *context, size_t lines)
{
    const struct import_archive_run *run = context;
    if (run->show)
        run->show(lines);
    return !interrupted();
}

/* ---- the outcome ---- */

static void import_archive_print_file(const struct archive_placed *file, bool dry_run)
{
    static const char *const done[] = {[ARCHIVE_WRITTEN] = "written",
        [ARCHIVE_SAME] = "unchanged",
        [ARCHIVE_ASIDE] =
            "written under this name, because another file already has its original name",
        [ARCHIVE_EXTRA] = "the archive's version of this deck; your file stays as it is"};
    static const char *const would[] = {[ARCHIVE_WRITTEN] = "would be written",
        [ARCHIVE_SAME] = "would not change",
        [ARCHIVE_ASIDE] =
            "would be written under this name, because another file already has its original name",
        [ARCHIVE_EXTRA] = "would be the archive's version of this deck; your file stays as it is"};
    struct buf line = {0};
    if (file->fate == ARCHIVE_SAME && !file->is_deck)
        return;
    text_safe(&line, file->path, TEXT_ONE_LINE);
    buf_format(&line, ": %s", (dry_run ? would : done)[file->fate]);
    print_line(stdout, &line);
}

static void import_archive_print_settings(
    const struct options *options, enum archive_settings_fate fate)
{
    static const char *const words[] = {[SETTINGS_NONE] = NULL,
        [SETTINGS_WRITTEN] = "settings taken from the archive",
        [SETTINGS_KEPT] = "your settings stay; the archive's are different",
        [SETTINGS_REFUSED] =
            "the archive's settings have mistakes, set play, or cannot be written: not taken"};
    struct buf line = {0};
    bool would = fate == SETTINGS_WRITTEN && options->dry_run;
    if (!words[fate])
        return;
    text_safe(&line, options->config, TEXT_ONE_LINE);
    buf_format(&line, ": %s", would ? "settings would be taken from the archive" : words[fate]);
    print_line(stdout, &line);
}

static void import_archive_print_counts(const struct archive_imported *imported)
{
    const struct archive_report *report = &imported->report;
    const struct {
        const char *what;
        size_t added, all;
    } parts[] = {{"deck", report->added.decks, imported->counts.decks},
        {"card", report->added.cards, imported->counts.cards},
        {"rating", report->added.reviews, imported->counts.reviews},
        {"change", report->added.changes, imported->counts.changes}};
    struct buf line = {0};
    size_t here = 0;
    for (size_t i = 0; i < COUNT(parts); i++) {
        here += parts[i].all - parts[i].added;
        if (parts[i].added)
            buf_format(&line, "%s%zu new %s%s", line.length ? ", " : "", parts[i].added,
                parts[i].what, parts[i].added == 1 ? "" : "s");
    }
    if (report->undone)
        buf_format(&line, "%s%zu undone", line.length ? ", " : "", report->undone);
    if (!line.length)
        buf_text(&line, "nothing new: everything in the archive is already here");
    else if (here)
        buf_text(&line, "; the rest is already here");
    print_line(stdout, &line);
    if (report->refolded)
        printf("%zu card%s: schedule computed from the history; the archive had a different one\n",
            report->refolded, report->refolded == 1 ? "" : "s");
}

static void import_archive_print(
    const struct options *options, const struct archive_imported *imported)
{
    for (size_t i = 0; i < imported->count; i++)
        import_archive_print_file(&imported->placed[i], options->dry_run);
    import_archive_print_settings(options, imported->settings);
    import_archive_print_counts(imported);
}

/* ---- the import ---- */

static int import_archive_report(struct collection *collection, struct options *options)
{
    struct buf words = {0};
    (void)options;
    phrase_report(&collection->report, &words);
    buf_text(&words, words.length ? "\n" : "");
    print_text(stdout, &words);
    return printed(all_refused(collection) ? EXIT_WRONG : EXIT_DONE);
}

static enum err_code import_archive_preview(
    struct store *store, const struct options *options, struct switched *switched, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store_decks(store, &decks, err);
    int64_t *ids = known_decks_ids(&decks);
    if (!code && !ids)
        code = err_memory(err);
    if (!code)
        code = scheduling_preview(store, ids, decks.count, &options->session, switched, err);
    free(ids);
    known_decks_done(&decks);
    return code;
}

/* Says if the next review will switch decks that came under FSRS back to SM-2, because on the other
 * machine it was the settings that asked for FSRS, and those here do not. */
static int import_archive_warn(const struct options *options)
{
    struct err err;
    struct store *store;
    struct switched switched = {0};
    struct buf line = {0};
    enum err_code code = open_database(&store, options, STORE_READ, &err);
    if (!code)
        code = import_archive_preview(store, options, &switched, &err);
    store_close(store);
    if (code)
        return fail(&err);
    if (!switched.to_sm2)
        return EXIT_DONE;
    phrase_count(switched.to_sm2, "deck", &line);
    buf_text(&line, switched.to_sm2 == 1 ? " is" : " are");
    buf_text(&line, " under FSRS only until the next review, which switches to SM-2: to keep FSRS, "
                    "put \"scheduler: fsrs\" into your settings or the deck's file");
    print_line(stdout, &line);
    return printed(EXIT_DONE);
}

/* Loads the files placed for decks that were known but had no file. */
static int import_archive_load(struct options *options, const struct archive_imported *imported)
{
    char **words = calloc(imported->count + 1, sizeof *words);
    if (!words)
        return fail_memory();
    options->words = words;
    options->word_count = 0;
    for (size_t i = 0; i < imported->count && !options->dry_run; i++)
        if (imported->placed[i].load)
            words[options->word_count++] = imported->placed[i].path;
    int status =
        options->word_count ? open_to_write(options, import_archive_report) : printed(EXIT_DONE);
    free(words);
    return status;
}

int import_archive(struct options *options, const char *folder)
{
    struct err err;
    struct archive_imported imported;
    if (options->word_count != 1)
        return fail_usage("%s is an archive: import it by itself", options->words[0]);
    const struct import_choices *choices = &options->choices;
    if (options->deck_count || options->force || options->replace || choices->columns ||
        choices->encoding || choices->delimiter || choices->header || choices->markup)
        return fail_usage(
            "an archive is imported whole, and never over other files: only --dry-run "
            "and --output go with it");
    struct import_archive_run run = {options, row_count_begin()};
    const struct archive_importing how = {.db = options->db,
        .path = options->words[0],
        .folder = folder,
        .settings = *options->config ? options->config : NULL,
        .dry_run = options->dry_run,
        .today = clock_now().day,
        .open = import_archive_open,
        .progress = import_archive_show_progress,
        .context = &run};
    interrupts_catch();
    enum err_code code = archive_import(&how, &imported, &err);
    row_count_end();
    interrupts_restore(true);
    if (!code)
        import_archive_print(options, &imported);
    int status = code ? fail(&err) : import_archive_load(options, &imported);
    if (status == EXIT_DONE && !options->dry_run && imported.settings != SETTINGS_WRITTEN)
        status = import_archive_warn(options);
    archive_imported_done(&imported);
    return status;
}
