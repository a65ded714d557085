#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum err_code folder_make_for(const char *path, struct err *err)
{
    char *folder = strdup(path);
    if (!folder)
        return err_memory(err);
    enum err_code code = ERR_NONE;
    for (char *slash = strchr(folder + 1, '/'); slash && !code; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            code = err_at(err, ERR_IO, folder, 0, 0, "cannot make the folder: %s", strerror(errno));
        *slash = '/';
    }
    free(folder);
    return code;
}

enum err_code atomic_open(struct atomic_file *file, const char *path, struct err *err)
{
    *file = (struct atomic_file){.path = strdup(path)};
    size_t size = strlen(path) + sizeof ".XXXXXX";
    file->temporary = malloc(size);
    if (!file->path || !file->temporary) {
        atomic_discard(file);
        return err_memory(err);
    }
    snprintf(file->temporary, size, "%s.XXXXXX", path);
    int fd = mkstemp(file->temporary);
    file->stream = fd < 0 ? NULL : fdopen(fd, "w");
    if (file->stream)
        return ERR_NONE;
    enum err_code code = err_at(err, ERR_IO, path, 0, 0, "cannot be written: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    atomic_discard(file);
    return code;
}

/* A rename lasts when the folder has been written too. */
static void sync_folder(const char *path)
{
    char *copy = strdup(path);
    int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(copy);
}

enum err_code atomic_commit(struct atomic_file *file, struct err *err)
{
    mode_t mask = umask(0); /* mkstemp made it 0600; a result is as open as any new file */
    umask(mask);
    bool good = fflush(file->stream) == 0 && !ferror(file->stream) &&
                fchmod(fileno(file->stream), 0666 & ~mask) == 0 && fsync(fileno(file->stream)) == 0;
    int failed = errno;
    good = fclose(file->stream) == 0 && good;
    file->stream = NULL;
    if (good && rename(file->temporary, file->path) != 0) {
        failed = errno;
        good = false;
    }
    enum err_code code = ERR_NONE;
    if (good) {
        sync_folder(file->path);
        free(file->temporary);
        file->temporary = NULL;
    } else {
        code = err_at(err, ERR_IO, file->path, 0, 0, "cannot be written: %s", strerror(failed));
    }
    atomic_discard(file);
    return code;
}

void atomic_discard(struct atomic_file *file)
{
    if (file->stream)
        fclose(file->stream);
    if (file->temporary) {
        unlink(file->temporary);
        free(file->temporary);
    }
    free(file->path);
    *file = (struct atomic_file){0};
}
