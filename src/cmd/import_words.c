#include "cmd/import_words.h"

#include "base/file.h"
#include "cmd/import_report.h"
#include "deck/foreign.h"
#include "exchange/anki_import.h"
#include "exchange/archive_import.h"
#include "exchange/crowdanki.h"
#include "exchange/import_json.h"
#include "exchange/import_sheet.h"
#include "exchange/importers.h"
#include "study/folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- the lists ---- */

static enum err_code import_words_add_deck(
    struct import_words *words, const char *word, struct err *err)
{
    char *copy = strdup(word);
    if (copy &&
        array_add(&words->decks, &words->deck_count, &words->deck_capacity, &copy, sizeof copy))
        return ERR_NONE;
    free(copy);
    return err_memory(err);
}

/* `name` may be NULL. */
static enum err_code import_words_add_file(
    struct import_words *words, const char *path, const char *name, struct err *err)
{
    char *file = strdup(path), *copy = name ? strdup(name) : NULL;
    size_t names = words->file_count;
    if (file && (copy || !name) &&
        array_add(&words->names, &names, &words->name_capacity, &copy, sizeof copy)) {
        if (array_add(&words->files, &words->file_count, &words->file_capacity, &file, sizeof file))
            return ERR_NONE;
    }
    free(file);
    free(copy);
    return err_memory(err);
}

void import_words_done(struct import_words *words)
{
    for (size_t i = 0; i < words->deck_count; i++)
        free(words->decks[i]);
    for (size_t i = 0; i < words->file_count; i++) {
        free(words->files[i]);
        free(words->names[i]);
    }
    free(words->decks);
    free(words->files);
    free(words->names);
}

/* ---- one file ---- */

/* Opens the file, and returns its importer; NULL if none recognizes it. Close the source even
 * then. */
static const struct importer *import_words_open(
    struct import_source *source, const struct options *options, const char *path)
{
    struct err err;
    source->choices = options->choices;
    return import_source_open(source, path, &err) ? NULL : importer_recognize(source);
}

/* Returns the importer for a regular file; NULL if none recognizes it. */
static const struct importer *import_words_recognize(
    const struct options *options, const char *path)
{
    struct import_source *source = calloc(1, sizeof *source);
    if (!source)
        return NULL;
    const struct importer *importer = import_words_open(source, options, path);
    import_source_close(source);
    free(source);
    return importer;
}

/* Returns the importer for a word: importer_yaml if it names decks; NULL if the format is unknown,
 * or becomes known only when the input is read. A file named like a deck file counts as one, so
 * that its mistakes are reported. */
static const struct importer *import_words_importer(const struct options *options, const char *word)
{
    struct stat stat_of;
    if (options->as)
        return importer_named(options->as);
    if (strcmp(word, "-") == 0)
        return NULL;
    if (is_deck_name(word) && deck_is_other_shape(word))
        return &importer_other_yaml;
    if (is_deck_name(word) || stat(word, &stat_of) != 0)
        return &importer_yaml;
    if (!S_ISREG(stat_of.st_mode))
        return NULL;
    return archive_recognize(word) ? &importer_archive : import_words_recognize(options, word);
}

/* ---- a folder ---- */

#define LEFT_OUT_SHOWN 3

/* A folder whose files are imported. */
struct import_words_folder {
    struct import_words *words;
    const struct options *options;
    size_t root;         /* the length of its path with the slash */
    bool has_decks;      /* of its *.yaml files, those that are no decks are not imported */
    bool copies;         /* each deck is copied: otherwise, the collection opens the folder */
    struct buf left_out; /* the names of the first files that may not have cards */
    size_t left_out_count;
};

static bool import_words_is_deck(const char *path)
{
    return is_deck_name(path) && !deck_is_foreign(path) && !deck_is_other_shape(path);
}

/* A folder_file_fn: stops at the first *.yaml file or, if `decks_only` is true, at the first deck.
 */
static enum err_code import_words_stop_at_deck(void *decks_only, const char *path, struct err *err)
{
    bool stops = !*(bool *)decks_only || import_words_is_deck(path);
    return stops ? err_at(err, ERR_USAGE, path, 0, 0, "is a deck") : ERR_NONE;
}

/* Whether the folder has *.yaml files or, if `decks_only` is true, decks. */
static bool import_words_has_yaml(const char *folder, bool decks_only)
{
    struct err err;
    return folder_walk(folder, import_words_stop_at_deck, &decks_only, &err) == ERR_USAGE;
}

/* Whether a file is named like an Anki package. Anki's importer takes any zip file, so as to say
 * whose it is. */
static bool import_words_is_package(struct import_source *source)
{
    const char *dot = strrchr(file_name(source->path), '.');
    return dot && (strcmp(dot, ".apkg") == 0 || strcmp(dot, ".colpkg") == 0);
}

/* Whether a file that the user did not name certainly has flashcards. Prose may look like a table,
 * or have questions as headings, and most JSON has no cards. */
static bool import_words_is_sure(struct import_source *source, const struct importer *importer)
{
    static const struct {
        const struct importer *importer;
        bool (*is_sure)(struct import_source *source); /* NULL: never */
    } unsure[] = {{&importer_csv, import_csv_is_sure}, {&importer_json, import_json_is_sure},
        {&importer_other_yaml, import_yaml_is_sure}, {&importer_anki, import_words_is_package},
        {&importer_md_table, import_md_table_is_sure}, {&importer_sheet, NULL},
        {&importer_page, NULL}, {&importer_headings, NULL}, {&importer_yaml, NULL},
        {&importer_archive, NULL}};
    for (size_t i = 0; i < COUNT(unsure); i++)
        if (importer == unsure[i].importer)
            return unsure[i].is_sure && unsure[i].is_sure(source);
    return importer != NULL;
}

/* Adds a file. Its deck is called folder::file. */
static enum err_code import_words_add_below(
    struct import_words_folder *f, const char *path, struct err *err)
{
    const char *below = path + f->root;
    struct buf name = {0};
    size_t stem = strlen(below) - strlen(file_name(below)) + file_stem(file_name(below));
    for (size_t i = 0; i < stem; i++)
        buf_text(&name, below[i] == '/' ? "::" : (char[]){below[i], '\0'});
    enum err_code code = name.failed
                             ? err_memory(err)
                             : import_words_add_file(f->words, path, buf_string(&name), err);
    buf_done(&name);
    return code;
}

/* A folder_file_fn: adds the file if it certainly has cards, and counts it if it may have some. */
static enum err_code import_words_take_file(void *context, const char *path, struct err *err)
{
    struct import_words_folder *f = context;
    if (f->options->as)
        return import_words_add_below(f, path, err);
    if (f->has_decks && is_deck_name(path))
        return f->copies && import_words_is_deck(path) ? import_words_add_deck(f->words, path, err)
                                                       : ERR_NONE;
    struct import_source *source = calloc(1, sizeof *source);
    if (!source)
        return err_memory(err);
    const struct importer *importer = import_words_open(source, f->options, path);
    bool sure = import_words_is_sure(source, importer);
    import_source_close(source);
    free(source);
    if (sure)
        return import_words_add_below(f, path, err);
    if (importer && f->left_out_count++ < LEFT_OUT_SHOWN)
        buf_format(&f->left_out, "%s%s", f->left_out_count > 1 ? ", " : "", path + f->root);
    return ERR_NONE;
}

static void import_words_tell_left_out(const struct import_words_folder *f, const char *folder)
{
    struct buf what = {0};
    size_t more = f->left_out_count > LEFT_OUT_SHOWN ? f->left_out_count - LEFT_OUT_SHOWN : 0;
    struct import_report report = {.shown = false};
    buf_format(&what, "left out %zu file%s that may not have cards: %s", f->left_out_count,
        f->left_out_count == 1 ? "" : "s", buf_string(&f->left_out));
    if (more)
        buf_format(&what, " and %zu more", more);
    buf_text(&what, ": name a file to import it");
    if (f->left_out_count)
        import_report_notice(&report, folder, 0, buf_string(&what));
    buf_done(&what);
}

/* Adds the decks of a folder, and all other files below it that certainly have cards. */
static enum err_code import_words_add_files_of(
    struct import_words *words, const struct options *options, const char *folder, struct err *err)
{
    size_t before = words->file_count, length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    struct import_words_folder f = {.words = words,
        .options = options,
        .root = length + 1,
        .copies = options->output != NULL,
        .has_decks = !options->as && import_words_has_yaml(folder, true)};
    enum err_code code = folder_each_file(folder, import_words_take_file, &f, err);
    if (!code)
        import_words_tell_left_out(&f, folder);
    buf_done(&f.left_out);
    bool none = !f.has_decks && words->file_count == before;
    if (!code && ((f.has_decks && !f.copies) || (none && import_words_has_yaml(folder, false))))
        code = import_words_add_deck(words, folder, err); /* which says why a file is no deck */
    else if (!code && none)
        code = err_at(err, ERR_USAGE, folder, 0, 0,
            "contains neither decks (*.yaml) nor files whose cards can be imported");
    return code;
}

static enum err_code import_words_add_folder(
    struct import_words *words, const struct options *options, const char *folder, struct err *err)
{
    struct buf profile = {0};
    enum err_code code;
    const bool may_be_anki = !options->as || strcmp(options->as, importer_anki.name) == 0;
    char *crowdanki = options->as ? NULL : crowdanki_file_in(folder);
    if (may_be_anki && anki_import_find_collection(folder, &profile))
        code = import_words_add_file(words, buf_string(&profile), NULL, err);
    else if (crowdanki && !import_words_has_yaml(folder, true))
        code = import_words_add_file(words, crowdanki, NULL, err);
    else
        code = import_words_add_files_of(words, options, folder, err);
    free(crowdanki);
    buf_done(&profile);
    return code;
}

/* ---- all words ---- */

static bool import_words_is_folder(const char *word)
{
    struct stat stat_of;
    return stat(word, &stat_of) == 0 && S_ISDIR(stat_of.st_mode);
}

/* Refuses options that have no effect on deck files: --deck beside any, the others if there are
 * only deck files. */
static enum err_code import_words_check_options(
    const struct import_words *words, const struct options *options, struct err *err)
{
    const struct import_choices *choices = &options->choices;
    const struct {
        const char *name;
        bool given;
    } ignored[] = {{"--deck", options->deck_count > 0},
        {"--columns", !words->file_count && choices->columns},
        {"--delimiter", !words->file_count && choices->delimiter},
        {"--encoding", !words->file_count && choices->encoding},
        {"--header", !words->file_count && choices->header},
        {"--markup", !words->file_count && choices->markup},
        {"--replace", !words->file_count && options->replace}};
    for (size_t i = 0; i < COUNT(ignored) && words->deck_count; i++)
        if (ignored[i].given)
            return err_at(err, ERR_USAGE, words->decks[0], 0, 0,
                "deck files are loaded as they are: %s is for files of other programs",
                ignored[i].name);
    return ERR_NONE;
}

enum err_code import_words_read(
    struct import_words *words, const struct options *options, struct err *err)
{
    enum err_code code = ERR_NONE;
    words->archive = !import_words_is_folder(options->words[0]) &&
                     import_words_importer(options, options->words[0]) == &importer_archive;
    for (size_t i = 0; i < options->word_count && !words->archive && !code; i++) {
        const char *word = options->words[i];
        if (import_words_is_folder(word) &&
            !(options->as && strcmp(options->as, importer_yaml.name) == 0))
            code = import_words_add_folder(words, options, word, err);
        else if (import_words_importer(options, word) == &importer_yaml)
            code = import_words_add_deck(words, word, err);
        else
            code = import_words_add_file(words, word, NULL, err);
    }
    return code ? code : import_words_check_options(words, options, err);
}
