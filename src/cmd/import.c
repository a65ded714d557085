/* drill import: make decks known and up to date, as reviewing them would, and say what changed. A
 * deck file stays where it lies, or is copied; a file of another kind becomes deck files first. */
#include "base/file.h"
#include "cmd/command.h"
#include "cmd/dry_run.h"
#include "cmd/import_history.h"
#include "cmd/import_run.h"
#include "cmd/opening.h"
#include "cmd/output.h"
#include "deck/import_source.h"
#include "study/folder.h"
#include "view/phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The words of the command line by what they are. The lists share their strings with it. */
struct import_words {
    char **decks; /* deck files, folders, names of decks: for the collection to open */
    size_t deck_count;
    char **files; /* to be imported */
    size_t file_count;
};

/* Whether the word is a file that is no deck file by its content. A file that calls itself one is,
 * so that its mistakes are told. */
static bool import_is_foreign(const struct options *options, const char *word)
{
    struct stat stat_of;
    struct err err;
    if (options->as)
        return strcmp(options->as, "yaml") != 0;
    if (strcmp(word, "-") == 0)
        return true;
    if (is_deck_name(word) || stat(word, &stat_of) != 0 || S_ISDIR(stat_of.st_mode))
        return false;
    if (!S_ISREG(stat_of.st_mode))
        return true;
    struct import_source *source = calloc(1, sizeof *source);
    const struct importer *importer = NULL;
    if (source && !import_open(source, word, &err))
        importer = import_recognise(source);
    if (source)
        import_close(source);
    free(source);
    return importer != &importer_yaml;
}

/* ---- deck files, copied ---- */

/* Whether the deck can be copied to that path, and loaded from there. */
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
        code = err_at(err, ERR_MISTAKE, path, 0, 0, "has mistakes, and is not copied");
    if (!code)
        code = check_place(store, buf_string(&deck_head(reader)->id), to, err);
    deck_close(reader);
    return code;
}

/* Whether two files hold the same. */
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

/* Whether the copy would go over something that is in use; one that says the same is not written.
 */
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

/* Copy a deck file into the folder, and name the copy instead of it. */
static enum err_code import_copy_deck(const struct options *options, struct store *store,
    char **word, const char *folder, struct err *err)
{
    struct buf path = {0};
    buf_format(&path, "%s/%s", folder, file_name(*word));
    enum err_code code = import_check_deck(store, *word, buf_string(&path), err);
    bool same = !code && import_same_bytes(*word, buf_string(&path));
    if (!code && !same && file_exists(buf_string(&path)) && !options->force)
        code = err_at(
            err, ERR_USAGE, buf_string(&path), 0, 0, "is there already: --force replaces it");
    if (!code && !same)
        code = file_copy(*word, buf_string(&path), err);
    if (!code)
        *word = strdup(buf_string(&path)); /* lasts as long as the program, as words do */
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
    for (size_t i = 0; i < words->deck_count && !code; i++)
        code = import_copy_deck(options, store, &words->decks[i], folder, &err);
    store_close(store);
    return code ? fail(&err) : EXIT_DONE;
}

/* ---- all of it ---- */

static int import_report(struct collection *collection, struct options *options)
{
    struct buf words = {0};
    (void)options;
    if (all_refused(collection))
        return EXIT_WRONG;
    phrase_report(&collection->report, &words);
    puts(words.length ? buf_string(&words) : "nothing new");
    buf_done(&words);
    return printed(collection->refused ? EXIT_NO : EXIT_DONE);
}

static int import_load(struct options *options, struct import_words *words)
{
    options->words = words->decks;
    options->word_count = words->deck_count;
    if (words->deck_count == 0)
        return EXIT_DONE;
    return options->dry_run ? dry_run(options) : open_to_write(options, import_report);
}

static int import_words(struct options *options, struct import_words *words, const char *folder)
{
    struct imports imports = {0};
    const struct imported *files = &imports.files;
    int status = EXIT_DONE;
    if (options->output && !options->dry_run)
        status = import_copy_decks(options, words, folder);
    if (!status && words->file_count)
        status = import_files(options, words->files, words->file_count, folder, &imports);
    char **decks = calloc(words->deck_count + files->count + 1, sizeof *decks);
    if (!status && !decks)
        status = fail_usage("out of memory");
    if (!status) {
        struct import_words all = {.decks = decks, .deck_count = words->deck_count};
        memcpy(decks, words->decks, words->deck_count * sizeof *decks);
        for (size_t i = 0; i < files->count && !options->dry_run; i++)
            if (files->decks[i].entries)
                decks[all.deck_count++] = files->decks[i].path;
        status = import_load(options, &all);
    }
    if (!status && !options->dry_run)
        status = import_history(options, &imports);
    imports_done(&imports);
    free(decks);
    return status;
}

int cmd_import(struct options *options)
{
    struct buf folder = {0};
    if (options->word_count == 0)
        return fail_usage("import what? Name a deck file, a file of another kind, or a folder");
    if (options->deck_count > 1)
        return fail_usage("--deck: an import makes one deck, or those that its source names");
    struct import_words words = {calloc(options->word_count, sizeof(char *)), 0,
        calloc(options->word_count, sizeof(char *)), 0};
    for (size_t i = 0; i < options->word_count && words.decks && words.files; i++) {
        if (import_is_foreign(options, options->words[i]))
            words.files[words.file_count++] = options->words[i];
        else
            words.decks[words.deck_count++] = options->words[i];
    }
    decks_folder(options, &folder);
    int status = words.decks && words.files && !folder.failed
                     ? import_words(options, &words, buf_string(&folder))
                     : fail_usage("out of memory");
    buf_done(&folder);
    free(words.decks);
    free(words.files);
    return status;
}
