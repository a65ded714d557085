#include "study/output.h"

#include "base/buf.h"
#include "store/decks.h"
#include "study/folder.h"

#include <stdlib.h>
#include <sys/stat.h>

static enum err_code output_refuse(const char *path, const char *what, struct err *err)
{
    return err_at(err, ERR_USAGE, path, 0, 0, "%s: use another file", what);
}

/* All these files are beside the real database. But older versions of drill put the lock file
 * beside the path that they were given, which may be a link. */
static enum err_code output_check_database(const char *path, const char *db, struct err *err)
{
    static const char *const ends[] = {
        "", "-wal", "-shm", "-journal", "-lock", "-restoring", "-restored"};
    char *real = realpath(db, NULL);
    const char *const names[] = {db, real ? real : db};
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < 2 * sizeof ends / sizeof *ends && !code; i++) {
        struct buf file = {0};
        buf_format(&file, "%s%s", names[i % 2], ends[i / 2]);
        if (file.failed)
            code = err_memory(err);
        else if (file_same(path, buf_string(&file)))
            code = output_refuse(path, i < 2 ? "is the database" : "belongs to the database", err);
        buf_done(&file);
    }
    free(real);
    return code;
}

static enum err_code output_check_source(void *path, const char *source, struct err *err)
{
    return file_same(path, source) ? output_refuse(path, "is one of the input files", err)
                                   : ERR_NONE;
}

/* Ignores a word that names no file, since reading the decks will report it. */
static enum err_code output_check_word(const char *path, const char *word, struct err *err)
{
    struct stat there;
    char *real = realpath(word, NULL);
    enum err_code code = ERR_NONE;
    if (real && stat(real, &there) == 0)
        code = S_ISDIR(there.st_mode) ? folder_walk(real, output_check_source, (void *)path, err)
                                      : output_check_source((void *)path, real, err);
    free(real);
    return code;
}

static enum err_code output_check_known(const char *path, struct store *store, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store_decks(store, &decks, err);
    for (size_t i = 0; i < decks.count && !code; i++)
        if (decks.decks[i].path && file_same(path, decks.decks[i].path))
            code = output_refuse(path, "is the file of a known deck", err);
    known_decks_done(&decks);
    return code;
}

static bool output_is_file(const char *path)
{
    struct stat there;
    return stat(path, &there) == 0 && S_ISREG(there.st_mode);
}

static enum err_code output_check_free(const char *path, bool force, struct err *err)
{
    if (force || !output_is_file(path))
        return ERR_NONE;
    return err_set(err, ERR_USAGE, "%s: already exists: use --force to replace it", path);
}

enum err_code output_check(
    const char *path, bool force, const struct in_use *in_use, struct err *err)
{
    enum err_code code = output_check_database(path, in_use->db, err);
    if (code || !output_is_file(path)) /* a known deck's missing file may be recreated */
        return code;
    for (size_t i = 0; i < in_use->word_count && !code; i++)
        code = output_check_word(path, in_use->words[i], err);
    if (!code && in_use->store)
        code = output_check_known(path, in_use->store, err);
    return code ? code : output_check_free(path, force, err);
}

enum err_code output_open(struct atomic_file *file, const char *path, bool force,
    const struct in_use *in_use, struct err *err)
{
    enum err_code code = output_check(path, force, in_use, err);
    return code ? code : atomic_open(file, path, err);
}

enum err_code output_commit(struct atomic_file *file, bool force, struct err *err)
{
    enum err_code code = output_check_free(file->path, force, err);
    return code ? code : atomic_commit(file, err);
}
