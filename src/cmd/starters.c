#include "cmd/starters.h"

#include "base/file.h"
#include "cmd/ask.h"
#include "cmd/backups.h"
#include "store/decks.h"
#include "study/folder.h"
#include "text/text.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef DRILL_PREFIX
#define DRILL_PREFIX "/usr/local"
#endif
#define ORIGINALS "share/doc/drill/decks"

/* State while processing the command-line arguments. */
struct starters_taking {
    const struct options *options;
    const char *word;
    struct starters *taken;
    bool declined;
};

char *starters_folder(void)
{
    struct buf path = {0};
    char *folder = NULL, *program = realpath("/proc/self/exe", NULL);
    if (program) {
        buf_format(&path, "%s/" ORIGINALS, dirname(dirname(program)));
        folder = realpath(buf_string(&path), NULL);
    }
    free(program);
    buf_done(&path);
    return folder ? folder : realpath(DRILL_PREFIX "/" ORIGINALS, NULL);
}

static enum err_code starters_add_word(struct starters *taken, const char *word, struct err *err)
{
    char *copy = strdup(word);
    if (!copy || !array_grow(&taken->words, taken->count, &taken->capacity, sizeof copy)) {
        free(copy);
        return err_memory(err);
    }
    taken->words[taken->count++] = copy;
    return ERR_NONE;
}

/* Finds a known deck, which is not copied. Sets `known` to the path of the deck's file or, if that
 * is gone and the user gave the deck's name, to the name; the version last read is then reviewed.
 * Opens the database as a review does, which updates an older schema. */
static enum err_code starters_find_known(
    const struct starters_taking *taking, const char *name, struct buf *known, struct err *err)
{
    struct known_decks decks = {0};
    struct store *store;
    enum store_mode mode = file_exists(taking->options->db) ? STORE_WRITE : STORE_READ;
    enum err_code code = open_database(&store, taking->options, mode, err);
    if (!code)
        code = store_decks_named(store, name, &decks, err);
    const char *path = !code && decks.count ? decks.decks[0].path : NULL;
    if (path && file_exists(path))
        buf_text(known, path);
    else if (decks.count && strcmp(taking->word, name) == 0)
        buf_text(known, name);
    known_decks_done(&decks);
    store_close(store);
    return code || !known->failed ? code : err_memory(err);
}

static enum err_code starters_copy_original(
    struct starters_taking *taking, const char *from, const char *to, struct err *err)
{
    struct buf line = {0};
    text_safe(&line, from, TEXT_ONE_LINE);
    buf_text(&line, " to ");
    text_safe(&line, to, TEXT_ONE_LINE);
    size_t length = line.length;
    buf_text(&line, "? [y/N] ");
    if (!line.failed && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
        fputs("This deck comes with drill; you review and edit your own copy.\nCopy ", stdout);
        taking->declined = !ask(taking->options, buf_string(&line));
    }
    enum err_code code = line.failed        ? err_memory(err)
                         : taking->declined ? ERR_NONE
                                            : file_copy(from, to, err);
    buf_cut(&line, length);
    if (!code && !taking->declined) {
        fputs("drill: copied ", stderr);
        print_line(stderr, &line);
    }
    buf_done(&line);
    return code;
}

/* A folder_file_fn: take an original, whose file is named after its deck's id. */
static enum err_code starters_take_original(void *context, const char *path, struct err *err)
{
    struct starters_taking *taking = context;
    struct buf name = {0}, copy = {0}, known = {0};
    const char *file = file_name(path), *db = taking->options->db;
    buf_add(&name, file, file_stem(file));
    buf_format(&copy, "%.*sdecks/%s", (int)(file_name(db) - db), db, file);
    enum err_code code = copy.failed || name.failed
                             ? err_memory(err)
                             : starters_find_known(taking, buf_string(&name), &known, err);
    if (!code && !known.length && !taking->declined && !file_exists(buf_string(&copy)))
        code = starters_copy_original(taking, path, buf_string(&copy), err);
    if (!code)
        code = starters_add_word(taking->taken, buf_string(known.length ? &known : &copy), err);
    buf_done(&name);
    buf_done(&copy);
    buf_done(&known);
    return code;
}

static enum err_code starters_take_word(
    struct starters_taking *taking, const char *folder, struct err *err)
{
    size_t length = strlen(folder);
    char *path = realpath(taking->word, NULL);
    if (!path && !strchr(taking->word, '/')) {
        struct buf named = {0};
        buf_format(&named, "%s/%s.yaml", folder, taking->word);
        path = realpath(buf_string(&named), NULL);
        buf_done(&named);
    }
    bool original = path && strncmp(path, folder, length) == 0 && strchr("/", path[length]);
    enum err_code code = original ? folder_walk(path, starters_take_original, taking, err)
                                  : starters_add_word(taking->taken, taking->word, err);
    free(path);
    return code;
}

int starters_take(const struct options *options, struct starters *taken)
{
    struct err err;
    struct starters_taking taking = {.options = options, .taken = taken};
    char *folder = starters_folder();
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < options->word_count && !code && !taking.declined; i++) {
        taking.word = options->words[i];
        code = folder ? starters_take_word(&taking, folder, &err)
                      : starters_add_word(taken, taking.word, &err);
    }
    free(folder);
    if (code)
        return fail(&err);
    return taking.declined ? EXIT_NO : EXIT_DONE;
}

void starters_done(struct starters *taken)
{
    while (taken->count)
        free(taken->words[--taken->count]);
    free(taken->words);
}
