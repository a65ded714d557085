#include "exchange/import_paths.h"

#include "base/file.h"
#include "exchange/import_names.h"
#include "exchange/import_old.h"
#include "store/decks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 10000 /* after a name */

/* Sets *path to the known file of the deck with that id if it exists, else to NULL. The caller
 * frees it. */
static enum err_code import_paths_known_path(
    struct store *store, const char *deck, char **path, struct err *err)
{
    struct known_decks decks = {0};
    struct deck_facts facts = {0};
    enum err_code code = store_decks_named(store, deck, &decks, err);
    *path = NULL;
    if (!code && decks.count)
        code = store_deck_facts(store, decks.decks[0].deck_id, &facts, err);
    if (!code && facts.id && strcmp(facts.id, deck) == 0 && facts.path && file_exists(facts.path) &&
        !(*path = strdup(facts.path)))
        code = err_memory(err);
    deck_facts_done(&facts);
    known_decks_done(&decks);
    return code;
}

enum err_code import_paths_check(
    struct store *store, const char *deck, const char *path, struct err *err)
{
    char *known, *real = realpath(path, NULL);
    enum err_code code = import_paths_known_path(store, deck, &known, err);
    if (known && !(real && strcmp(real, known) == 0))
        code = err_at(err, ERR_USAGE, known, 0, 0,
            "already holds the deck \"%s\": to update it there, leave out -o", deck);
    free(known);
    free(real);
    return code;
}

/* Sets *taken to whether another deck has the id. */
static enum err_code import_paths_find_id(
    struct import_files *files, const char *id, bool *taken, struct err *err)
{
    char *known = NULL;
    enum err_code code = ERR_NONE;
    *taken = false;
    for (size_t i = 0; i < files->old->file_count; i++)
        *taken |= strcmp(files->old->files[i].id, id) == 0;
    for (size_t i = 0; i < files->count; i++)
        *taken |= files->decks[i].id && strcmp(files->decks[i].id, id) == 0;
    if (!*taken && files->store)
        code = import_paths_known_path(files->store, id, &known, err);
    *taken |= known != NULL;
    free(known);
    return code;
}

/* Sets *taken to whether a file has the path, or will have it. */
static enum err_code import_paths_find_path(
    const struct import_files *files, const char *path, bool *taken, struct err *err)
{
    *taken = false;
    for (size_t i = 0; i < files->count; i++)
        *taken |= files->decks[i].path && strcmp(files->decks[i].path, path) == 0;
    return *taken ? ERR_NONE : file_find(path, taken, err);
}

/* Appends a number to the name until no other deck has it as its id. */
static enum err_code import_paths_choose_id(
    struct import_files *files, const char *name, struct buf *id, struct err *err)
{
    bool taken;
    buf_text(id, name);
    for (unsigned n = 2;; n++) {
        enum err_code code =
            id->failed ? err_memory(err) : import_paths_find_id(files, buf_string(id), &taken, err);
        if (code || !taken)
            return code;
        if (n > NUMBER_MAX)
            return err_set(err, ERR_IO, "every number is taken for the deck \"%s\"", name);
        buf_clear(id);
        buf_format(id, "%s %u", name, n);
    }
}

/* Appends the path of a new file, with a number if other files have its name. */
static enum err_code import_paths_choose_path(
    const struct import_files *files, const char *id, struct buf *path, struct err *err)
{
    import_names_path(path, files->folder, id);
    size_t stem = path->length;
    buf_text(path, ".yaml");
    enum err_code code = path->failed
                             ? err_memory(err)
                             : output_check(buf_string(path), true, &files->in_use[0], err);
    for (unsigned n = 2; !code; n++) {
        bool taken = false;
        code = path->failed ? err_memory(err)
                            : import_paths_find_path(files, buf_string(path), &taken, err);
        if (code || !taken)
            return code;
        if (n > NUMBER_MAX)
            return err_at(err, ERR_IO, files->folder, 0, 0, "no new file can be made there");
        buf_cut(path, stem);
        buf_format(path, "-%u.yaml", n);
    }
    return code;
}

/* Gives a deck without a file an id and a path, numbered if others have them. */
static enum err_code import_paths_name_deck(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    struct buf id = {0}, path = {0};
    enum err_code code = import_paths_choose_id(files, deck->name, &id, err);
    if (!code)
        code = import_paths_choose_path(files, buf_string(&id), &path, err);
    deck->id = strdup(buf_string(&id));
    deck->path = strdup(buf_string(&path));
    if (!code && (!deck->id || !deck->path))
        code = err_memory(err);
    buf_done(&id);
    buf_done(&path);
    return code;
}

/* Sets *below to the path of a file below the folder, beginning with the folder as the user wrote
 * it; NULL if the file is elsewhere. False if memory ran out. */
static bool import_paths_below(const char *folder, const char *path, char **below)
{
    char *real = realpath(folder, NULL);
    size_t length = real ? strlen(real) : 0;
    bool ok = true;
    *below = NULL;
    if (real && strncmp(real, path, length) == 0 && path[length] == '/')
        ok = asprintf(below, "%s%s", folder, path + length) >= 0;
    if (!ok)
        *below = NULL;
    free(real);
    return ok;
}

static enum err_code import_paths_use_old(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    const struct import_old_file *old = deck->old;
    deck->id = strdup(old->id);
    bool ok = import_paths_below(files->folder, old->path, &deck->path), below = deck->path;
    if (ok && !below)
        deck->path = strdup(old->path);
    if (!deck->id || !deck->path)
        return err_memory(err);
    if (files->elsewhere && !below)
        return err_at(err, ERR_USAGE, old->path, 0, 0,
            "already holds the deck \"%s\": to update it there, leave out -o", deck->name);
    deck->appends = old->seal.edited && !files->force;
    deck->fate = old->seal.edited ? FATE_FORCED : FATE_UPDATED;
    return output_check(deck->path, true, &files->in_use[old->seal.sealed || *old->source], err);
}

enum err_code import_paths_give(
    struct import_files *files, struct import_files_deck *deck, struct err *err)
{
    return deck->joined ? ERR_NONE
           : deck->old  ? import_paths_use_old(files, deck, err)
                        : import_paths_name_deck(files, deck, err);
}
