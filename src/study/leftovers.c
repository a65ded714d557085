/* Temporary files left by runs that have ended. A file counts only if its name has a form that
 * drill uses, the user owns it, and the process that made it is gone. Nothing else is ever
 * removed. */
#include "study/doctor_parts.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/temporary.h"
#include "store/decks.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOCK_END "-lock" /* ends the name of a temporary database's lock file */

/* Called for each leftover. */
typedef enum err_code leftover_fn(
    void *context, const char *path, const struct stat *file, struct err *err);

struct leftovers {
    char **folders; /* owned */
    size_t count, capacity;
    leftover_fn *take;
    void *context;
};

/* ---- the folders ---- */

/* Add a folder by its real path, unless it is missing or already in the list. */
static enum err_code leftovers_add_folder(struct leftovers *l, const char *folder, struct err *err)
{
    char *real = realpath(folder, NULL);
    bool known = !real;
    for (size_t i = 0; i < l->count && !known; i++)
        known = strcmp(l->folders[i], real) == 0;
    if (known || array_add(&l->folders, &l->count, &l->capacity, &real, sizeof real)) {
        if (known)
            free(real);
        return ERR_NONE;
    }
    free(real);
    return err_memory(err);
}

static enum err_code leftovers_add_folder_of(struct leftovers *l, const char *path, struct err *err)
{
    char *copy = strdup(path);
    if (!copy)
        return err_memory(err);
    enum err_code code = leftovers_add_folder(l, dirname(copy), err);
    free(copy);
    return code;
}

static enum err_code leftovers_add_decks(struct leftovers *l, struct store *store, struct err *err)
{
    struct known_decks decks = {0};
    enum err_code code = store ? store_decks(store, &decks, err) : ERR_NONE;
    for (size_t i = 0; i < decks.count && !code; i++)
        if (decks.decks[i].path)
            code = leftovers_add_folder_of(l, decks.decks[i].path, err);
    known_decks_done(&decks);
    return code == ERR_MEMORY ? code : ERR_NONE; /* a damaged list is reported elsewhere */
}

static enum err_code leftovers_add_all(
    struct leftovers *l, const char *db, struct store *store, struct err *err)
{
    char *real = realpath(db, NULL);
    struct buf backups = {0};
    enum err_code code = leftovers_add_folder(l, temporary_folder(), err);
    if (!code && real)
        code = leftovers_add_folder_of(l, real, err);
    if (!code && l->count) {
        buf_format(&backups, "%s/backups", l->folders[l->count - 1]);
        code =
            backups.failed ? err_memory(err) : leftovers_add_folder(l, buf_string(&backups), err);
    }
    buf_done(&backups);
    free(real);
    return code ? code : leftovers_add_decks(l, store, err);
}

/* ---- the files ---- */

/* Whether the name has the form that older versions of drill used, without a process id. */
static bool leftovers_has_old_name(const char *name)
{
    static const char *const begins[] = {"drill-import.", "drill-export."};
    for (size_t i = 0; i < COUNT(begins); i++)
        if (strncmp(name, begins[i], strlen(begins[i])) == 0)
            return strlen(name) == strlen(begins[i]) + strlen("XXXXXX");
    return false;
}

/* The id of the process that made a file with this name; 0 if the name does not say. */
static pid_t leftovers_owner(const char *name)
{
    char cut[NAME_MAX + 1];
    size_t length = strlen(name), end = strlen(LOCK_END);
    if (length > NAME_MAX)
        return 0;
    memcpy(cut, name, length + 1);
    if (length > end && strcmp(cut + length - end, LOCK_END) == 0)
        cut[length - end] = '\0';
    return temporary_owner(cut);
}

/* Whether no running process can still need the file. A file whose name has the older form may be
 * in use if it changed within the last LATELY_S seconds. */
#define LATELY_S 3600
static bool leftovers_is_over(const char *name, const struct stat *file, time_t now)
{
    pid_t owner = leftovers_owner(name);
    if (owner)
        return kill(owner, 0) != 0 && errno == ESRCH;
    return leftovers_has_old_name(name) && file->st_mtime < now - LATELY_S;
}

static enum err_code leftovers_look(
    struct leftovers *l, const char *folder, time_t now, struct err *err)
{
    DIR *open = opendir(folder);
    enum err_code code = ERR_NONE;
    for (struct dirent *entry; open && !code && (entry = folder_next(open, folder, &code, err));) {
        struct stat file;
        struct buf path = {0};
        if (!leftovers_owner(entry->d_name) && !leftovers_has_old_name(entry->d_name))
            continue;
        buf_format(&path, "%s/%s", folder, entry->d_name);
        if (path.failed)
            code = err_memory(err);
        else if (lstat(buf_string(&path), &file) == 0 && file.st_uid == geteuid() &&
                 (S_ISREG(file.st_mode) || S_ISDIR(file.st_mode)) &&
                 leftovers_is_over(entry->d_name, &file, now))
            code = l->take(l->context, buf_string(&path), &file, err);
        buf_done(&path);
    }
    if (open)
        closedir(open);
    return code;
}

static enum err_code leftovers_each(const char *db, struct store *store, int64_t now_ms,
    leftover_fn *take, void *context, struct err *err)
{
    struct leftovers l = {.take = take, .context = context};
    enum err_code code = leftovers_add_all(&l, db, store, err);
    for (size_t i = 0; i < l.count && !code; i++)
        code = leftovers_look(&l, l.folders[i], (time_t)(now_ms / 1000), err);
    for (size_t i = 0; i < l.count; i++)
        free(l.folders[i]);
    free(l.folders);
    return code;
}

/* ---- reporting and removing ---- */

static enum err_code leftovers_report(
    void *context, const char *path, const struct stat *file, struct err *err)
{
    (void)err;
    doctor_report(context,
        (struct doctor_finding){.kind = "leftover", .path = path, .remedy = DOCTOR_REPAIRS},
        "A drill that was killed left a temporary %s: %s.",
        S_ISDIR(file->st_mode) ? "folder" : "file", path);
    return ERR_NONE;
}

enum err_code doctor_leftovers(
    const char *db, struct store *store, struct doctor *doctor, struct err *err)
{
    return leftovers_each(db, store, doctor->now.utc_ms, leftovers_report, doctor, err);
}

struct leftovers_sweep {
    repair_fn *told;
    void *context;
};

/* Remove the files in an old import's temporary folder. It has no subfolders. */
static void leftovers_empty(const char *folder)
{
    DIR *open = opendir(folder);
    for (struct dirent *entry; open && (entry = readdir(open));)
        unlinkat(dirfd(open), entry->d_name, 0); /* does not remove folders */
    if (open)
        closedir(open);
}

static enum err_code leftovers_remove(
    void *context, const char *path, const struct stat *file, struct err *err)
{
    const struct leftovers_sweep *sweep = context;
    struct buf line = {0};
    if (S_ISDIR(file->st_mode))
        leftovers_empty(path);
    if ((S_ISDIR(file->st_mode) ? rmdir(path) : unlink(path)) != 0)
        return err_at(err, ERR_IO, path, 0, 0, "cannot be removed: %s", strerror(errno));
    buf_format(&line, "removed: %s", path);
    sweep->told(sweep->context, buf_string(&line));
    buf_done(&line);
    return ERR_NONE;
}

enum err_code doctor_sweep(const char *db, struct store *store, struct moment now, repair_fn *told,
    void *context, struct err *err)
{
    struct leftovers_sweep sweep = {told, context};
    return leftovers_each(db, store, now.utc_ms, leftovers_remove, &sweep, err);
}
