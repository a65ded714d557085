/* A copy is written under a hidden name in the folder, and renamed when it is complete. While
 * making a copy, drill holds a lock on a file in the folder, so that two programs never take the
 * same number or write the same hidden file. The next copy overwrites the hidden file of a killed
 * run. */
#include "study/backups.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define USUAL_STEM "drill"

/* ---- where ---- */

/* The real path of the database, whether it exists or not; NULL if memory runs out. */
static char *backups_real_path(const char *db)
{
    struct buf path = {0};
    char *real = realpath(db, NULL);
    if (real || errno == ENOMEM)
        return real;
    const char *name = file_name(db);
    buf_add(&path, db, (size_t)(name - db));
    char *folder = realpath(path.length ? buf_string(&path) : ".", NULL);
    buf_clear(&path);
    if (folder)
        buf_format(&path, "%s/%s", folder, name);
    else
        buf_text(&path, db);
    free(folder);
    return path.bytes;
}

static void backups_find_folder(struct backups *backups, const char *real)
{
    const char *named = buf_string(&backups->settings->folder), *home = getenv("HOME");
    if (!*named)
        buf_format(&backups->folder, "%.*sbackups", (int)(file_name(real) - real), real);
    else if (*named == '~')
        buf_format(&backups->folder, "%s%s", home ? home : "~", named + 1);
    else
        buf_text(&backups->folder, named);
}

static void backups_find_prefix(struct backups *backups, const char *real)
{
    const char *name = file_name(real);
    buf_add(&backups->prefix, name, file_stem(name));
    if (strcmp(buf_string(&backups->prefix), USUAL_STEM) == 0)
        buf_clear(&backups->prefix);
    else
        buf_char(&backups->prefix, '-');
}

void backups_path(const struct backups *backups, const struct backup_name *name, struct buf *path)
{
    buf_format(path, "%s/", buf_string(&backups->folder));
    backup_name_write(buf_string(&backups->prefix), name, path);
}

/* Append the path of a hidden file. */
static void backups_hidden(const struct backups *backups, const char *word, struct buf *path)
{
    buf_format(path, "%s/.%s%s", buf_string(&backups->folder), buf_string(&backups->prefix), word);
}

/* ---- listing ---- */

static int backups_by_number(const void *a, const void *b)
{
    const struct backup_name *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static enum err_code backups_list(struct backups *backups, struct err *err)
{
    struct backup_name name;
    bool good = true;
    backups->count = 0;
    DIR *folder = opendir(buf_string(&backups->folder));
    if (!folder && errno == ENOMEM)
        return err_memory(err);
    if (!folder && errno != ENOENT)
        return err_at(
            err, ERR_IO, buf_string(&backups->folder), 0, 0, "cannot be read: %s", strerror(errno));
    enum err_code code = ERR_NONE;
    const char *path = buf_string(&backups->folder);
    for (struct dirent *entry; folder && good && (entry = folder_next(folder, path, &code, err));)
        if (backup_name_read(buf_string(&backups->prefix), entry->d_name, &name))
            good =
                array_add(&backups->names, &backups->count, &backups->capacity, &name, sizeof name);
    if (folder)
        closedir(folder);
    if (backups->count)
        qsort(backups->names, backups->count, sizeof *backups->names, backups_by_number);
    return good ? code : err_memory(err);
}

enum err_code backups_open(struct backups *backups, const char *db,
    const struct backup_settings *settings, struct err *err)
{
    *backups = (struct backups){.settings = settings};
    char *real = backups_real_path(db);
    if (!real)
        return err_memory(err);
    backups_find_folder(backups, real);
    backups_find_prefix(backups, real);
    free(real);
    return backups->folder.failed || backups->prefix.failed ? err_memory(err)
                                                            : backups_list(backups, err);
}

void backups_done(struct backups *backups)
{
    buf_done(&backups->folder);
    buf_done(&backups->prefix);
    free(backups->names);
    *backups = (struct backups){0};
}

/* ---- missed copies: a file with a byte for each ---- */

int backups_missed(const struct backups *backups)
{
    struct buf path = {0};
    struct stat file;
    backups_hidden(backups, "missed", &path);
    bool there = stat(buf_string(&path), &file) == 0;
    buf_done(&path);
    return there ? (int)file.st_size : 0;
}

void backups_miss(const struct backups *backups)
{
    struct buf path = {0};
    backups_hidden(backups, "missed", &path);
    int fd = open(buf_string(&path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0 && write(fd, "\n", 1) != 1)
        unlink(buf_string(&path));
    if (fd >= 0)
        close(fd);
    buf_done(&path);
}

static void backups_remove_hidden(const struct backups *backups, const char *word)
{
    struct buf path = {0};
    backups_hidden(backups, word, &path);
    if (!path.failed)
        unlink(buf_string(&path));
    buf_done(&path);
}

/* ---- making a copy ---- */

/* Does not create missing parents: the folder in the settings may be on a disk that is not
 * mounted. */
static enum err_code backups_make_folder(const struct backups *backups, struct err *err)
{
    const char *folder = buf_string(&backups->folder);
    if (mkdir(folder, 0700) == 0)
        chmod(folder, 0700); /* overrides the umask */
    else if (errno != EEXIST)
        return err_at(err, ERR_IO, folder, 0, 0, "cannot create the folder: %s", strerror(errno));
    return ERR_NONE;
}

static enum err_code backups_lock(struct backups_copy *copy, struct err *err)
{
    struct buf path = {0};
    enum err_code code = ERR_NONE;
    buf_format(&path, "%s/.lock", buf_string(&copy->backups->folder));
    copy->lock_fd = path.failed ? -1 : open(path.bytes, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (path.failed)
        code = err_memory(err);
    else if (copy->lock_fd < 0)
        code = err_at(err, ERR_IO, path.bytes, 0, 0, "cannot be written: %s", strerror(errno));
    else if (flock(copy->lock_fd, LOCK_EX | LOCK_NB) != 0)
        code = errno == EWOULDBLOCK
                   ? err_set(err, ERR_BUSY, "another drill is making a backup right now")
                   : err_at(err, ERR_IO, path.bytes, 0, 0, "cannot be locked: %s", strerror(errno));
    buf_done(&path);
    return code;
}

enum err_code backups_begin(struct backups_copy *copy, struct backups *backups,
    struct store *source, enum backup_reason reason, struct moment now, struct err *err)
{
    *copy = (struct backups_copy){
        .backups = backups, .name = {0, backup_time(now), reason}, .lock_fd = -1};
    enum err_code code;
    backups_hidden(backups, "copying", &copy->temporary);
    if (copy->temporary.failed)
        code = err_memory(err);
    else if (!(code = backups_make_folder(backups, err)) && !(code = backups_lock(copy, err)))
        code = backup_begin(&copy->backup, source, buf_string(&copy->temporary), err);
    if (code)
        backups_leave(copy);
    return code;
}

/* Delete the copies that need not be kept. Ignore failures: after the next copy, drill tries again.
 */
static void backups_prune(struct backups *backups)
{
    bool *goes = calloc(backups->count + 1, sizeof *goes);
    struct buf path = {0};
    if (goes)
        backups_choose(backups->names, backups->count, backups->settings, goes);
    for (size_t i = 0; i < backups->count && goes; i++) {
        buf_clear(&path);
        backups_path(backups, &backups->names[i], &path);
        if (goes[i] && backups->names[i].number != backups->spared && !path.failed)
            unlink(buf_string(&path));
    }
    free(goes);
    buf_done(&path);
}

/* List the folder again, give the complete copy the next number, and rename it accordingly. */
static enum err_code backups_name_copy(struct backups_copy *copy, struct err *err)
{
    struct backups *backups = copy->backups;
    enum err_code code = backups_list(backups, err);
    if (code)
        return code;
    struct buf path = {0};
    copy->name.number = backups->count ? backups->names[backups->count - 1].number + 1 : 1;
    backups_path(backups, &copy->name, &path);
    if (path.failed)
        code = err_memory(err);
    else if (rename(buf_string(&copy->temporary), buf_string(&path)) != 0)
        code =
            err_at(err, ERR_IO, buf_string(&path), 0, 0, "cannot be written: %s", strerror(errno));
    else if ((code = folder_sync_for(buf_string(&path), err)))
        unlink(buf_string(&path)); /* a power cut could undo the rename, so drop the copy */
    buf_done(&path);
    return code;
}

enum err_code backups_step(struct backups_copy *copy, bool *complete, backup_go_on_fn *go_on,
    void *context, struct err *err)
{
    struct backups *backups = copy->backups;
    enum err_code code = backup_step(copy->backup, go_on, context, err);
    *complete = false;
    if (code || !backup_is_complete(copy->backup))
        return code;
    if ((code = backups_name_copy(copy, err)))
        return code;
    *complete = true; /* even if deleting old copies fails */
    if (copy->name.reason == BACKUP_DAY)
        backups_remove_hidden(backups, "missed");
    if (!backups_list(backups, NULL) && backups->settings->on)
        backups_prune(backups);
    return ERR_NONE;
}

void backups_leave(struct backups_copy *copy)
{
    backup_close(copy->backup);
    if (copy->backup)
        unlink(buf_string(&copy->temporary)); /* left if it is complete but was not renamed */
    copy->backup = NULL;
    if (copy->lock_fd >= 0)
        close(copy->lock_fd);
    copy->lock_fd = -1;
    buf_done(&copy->temporary);
}
