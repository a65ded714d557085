#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_exists(const char *path)
{
    bool exists;
    struct err err;
    return file_find(path, &exists, &err) || exists;
}

enum err_code file_find(const char *path, bool *exists, struct err *err)
{
    struct stat file;
    *exists = stat(path, &file) == 0;
    return *exists || errno != EIO
               ? ERR_NONE
               : err_at(err, ERR_IO, path, 0, 0, "cannot be read: %s", strerror(errno));
}

bool file_same(const char *one, const char *other)
{
    char paths[2][PATH_MAX], *a = paths[0], *b = paths[1];
    struct stat at_a, at_b;
    if (strlen(one) >= PATH_MAX || strlen(other) >= PATH_MAX)
        return false; /* no file has such a path */
    strcpy(a, one);
    strcpy(b, other);
    while (strcmp(a, b) != 0) {
        bool a_there = stat(a, &at_a) == 0, b_there = stat(b, &at_b) == 0;
        if (a_there || b_there)
            return a_there && b_there && at_a.st_dev == at_b.st_dev && at_a.st_ino == at_b.st_ino;
        if (strcmp(file_name(a), file_name(b)) != 0)
            return false;
        a = dirname(a); /* equal names: the files are the same if their folders are */
        b = dirname(b);
    }
    return true;
}

const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

size_t file_stem(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && dot > name ? (size_t)(dot - name) : strlen(name);
}

struct dirent *folder_next(DIR *open, const char *path, enum err_code *code, struct err *err)
{
    errno = 0;
    struct dirent *entry = readdir(open);
    if (!entry && errno)
        *code = err_at(err, ERR_IO, path, 0, 0, "cannot be read: %s", strerror(errno));
    return entry;
}

enum err_code folder_make_for(const char *path, struct err *err)
{
    char *folder = strdup(path);
    if (!folder)
        return err_memory(err);
    enum err_code code = ERR_NONE;
    for (char *slash = strchr(folder + 1, '/'); slash && !code; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) == 0)
            chmod(folder, 0700); /* overrides the umask */
        else if (errno != EEXIST)
            code =
                err_at(err, ERR_IO, folder, 0, 0, "cannot create the folder: %s", strerror(errno));
        *slash = '/';
    }
    free(folder);
    return code;
}

enum err_code file_sync(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    int failed = errno;
    if (fd >= 0)
        close(fd);
    return synced ? ERR_NONE
                  : err_at(err, ERR_IO, path, 0, 0, "cannot be written: %s", strerror(failed));
}

static enum err_code file_unwritable(const char *path, struct err *err)
{
    return err_at(err, ERR_IO, path, 0, 0, "cannot be written: %s", strerror(errno));
}

/* Returns the file that path leads to after following links, or path itself if there is no file
 * yet. */
static char *file_final_path(const char *path)
{
    char *real = realpath(path, NULL);
    return real || errno != ENOENT ? real : strdup(path);
}

static enum err_code file_open_temporary(struct atomic_file *file, struct err *err)
{
    int fd;
    enum err_code code = temporary_make(&file->temporary, file->path, &fd, err);
    if (code)
        return code;
    file->stream = fdopen(fd, "w");
    if (!file->stream)
        close(fd);
    return file->stream ? ERR_NONE : file_unwritable(file->path, err);
}

enum err_code atomic_open(struct atomic_file *file, const char *path, struct err *err)
{
    struct stat there = {0};
    *file = (struct atomic_file){.path = file_final_path(path)};
    if (!file->path)
        return file_unwritable(path, err);
    enum err_code code = ERR_NONE;
    bool exists = stat(file->path, &there) == 0;
    if (exists && S_ISREG(there.st_mode) && access(file->path, W_OK) != 0) {
        code = file_unwritable(path, err); /* fail now, as writing in place would */
    } else if (exists && !S_ISREG(there.st_mode)) {
        file->stream = fopen(file->path, "w"); /* a pipe or a device is written to, not replaced */
        code = file->stream ? ERR_NONE : file_unwritable(path, err);
    } else {
        file->replaced = there;
        code = file_open_temporary(file, err);
    }
    if (code)
        atomic_discard(file);
    return code;
}

/* Also succeeds if the file system cannot sync folders, or if the folder may not be opened for
 * reading, since nothing more can be done in either case. */
enum err_code folder_sync_for(const char *path, struct err *err)
{
    char copy[PATH_MAX]; /* long enough, since a file was just renamed to path; no malloc, since
                            memory may have run out */
    snprintf(copy, sizeof copy, "%s", path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 ? fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP : errno == EACCES;
    int failed = errno;
    if (fd >= 0)
        close(fd);
    return good
               ? ERR_NONE
               : err_at(err, ERR_IO, path, 0, 0,
                     "was written, but may be lost in a power cut: its folder cannot be synced: %s",
                     strerror(failed));
}

/* Sets the final mode and owner, since mkstemp created the file with mode 0600, owned by the
 * user. */
static bool file_set_mode(const struct atomic_file *file, int fd)
{
    const struct stat *was = &file->replaced;
    mode_t mask = umask(0);
    umask(mask);
    if (was->st_nlink == 0)
        return fchmod(fd, 0666 & ~mask) == 0;
    /* only root can set another owner; if owner or group cannot be set, drop the set-ID bits */
    bool same = fchown(fd, was->st_uid, was->st_gid) == 0;
    return fchmod(fd, was->st_mode & (same ? 07777 : 0777)) == 0;
}

/* Writes what is buffered, sets the final mode, syncs to disk and closes the file. */
static bool file_finish(struct atomic_file *file)
{
    int fd = fileno(file->stream);
    bool good = fflush(file->stream) == 0 && !ferror(file->stream);
    if (good && file->temporary)
        good = file_set_mode(file, fd) && fsync(fd) == 0;
    int failed = errno;
    good = fclose(file->stream) == 0 && good;
    file->stream = NULL;
    errno = good ? errno : failed;
    return good;
}

enum err_code atomic_write(struct atomic_file *file, const struct buf *text, struct err *err)
{
    bool good = fwrite(buf_string(text), 1, text->length, file->stream) == text->length &&
                fflush(file->stream) == 0;
    return good ? ERR_NONE : file_unwritable(file->path, err);
}

enum err_code atomic_commit(struct atomic_file *file, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (!file_finish(file) ||
        (file->temporary && temporary_rename(file->temporary, file->path) != 0)) {
        code = file_unwritable(file->path, err);
    } else if (file->temporary) {
        file->temporary = NULL;
        code = folder_sync_for(file->path, err);
    }
    atomic_discard(file);
    return code;
}

void atomic_discard(struct atomic_file *file)
{
    if (file->stream)
        fclose(file->stream);
    temporary_remove(file->temporary);
    free(file->path);
    *file = (struct atomic_file){0};
}

enum err_code file_read(const char *path, struct buf *text, struct err *err)
{
    char bytes[65536];
    FILE *file = fopen(path, "r");
    if (!file)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buf_add(text, bytes, size);
    int failed = ferror(file) ? errno : 0;
    fclose(file);
    if (failed)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(failed));
    return text->failed ? err_memory(err) : ERR_NONE;
}

enum err_code file_copy(const char *from, const char *to, struct err *err)
{
    struct atomic_file file = {0};
    char bytes[16384];
    size_t size;
    FILE *source = fopen(from, "r");
    if (!source)
        return err_at(err, ERR_IO, from, 0, 0, "%s", strerror(errno));
    enum err_code code = folder_make_for(to, err);
    if (!code && !(code = atomic_open(&file, to, err))) {
        while ((size = fread(bytes, 1, sizeof bytes, source)) > 0)
            fwrite(bytes, 1, size, file.stream);
        code = ferror(source) ? err_at(err, ERR_IO, from, 0, 0, "%s", strerror(errno))
                              : atomic_commit(&file, err);
    }
    atomic_discard(&file);
    fclose(source);
    return code;
}
