#include "exchange/archive_files.h"

#include "base/file.h"
#include "exchange/archive_paths.h"
#include "study/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NUMBER_MAX 10000 /* the highest number appended to a name that is taken */

void archive_files_done(struct archive_files *f)
{
    if (f->spool)
        fclose(f->spool);
    for (size_t i = 0; i < f->count; i++)
        free(f->kept[i].name);
    for (size_t i = 0; i < f->written_count; i++)
        free(f->written[i]);
    for (size_t i = 0; i < f->made_count; i++)
        free(f->made[i]);
    free(f->kept);
    free(f->written);
    free(f->made);
    *f = (struct archive_files){0};
}

void archive_files_remove(struct archive_files *f)
{
    for (size_t i = 0; i < f->written_count; i++)
        unlink(f->written[i]);
    for (size_t i = f->made_count; i > 0; i--)
        rmdir(f->made[i - 1]); /* fails unless it is empty */
}

/* ---- keeping ---- */

static enum err_code archive_files_fail(struct err *err)
{
    return err_set(err, ERR_IO, "the archive's files cannot be unpacked: %s", strerror(errno));
}

static enum err_code archive_files_begin(struct archive_files *f, const char *name, struct err *err)
{
    if (!f->spool && !(f->spool = tmpfile()))
        return archive_files_fail(err);
    struct archive_kept kept = {strdup(name), ftell(f->spool), 0};
    if (kept.name && array_add(&f->kept, &f->count, &f->capacity, &kept, sizeof kept))
        return ERR_NONE;
    free(kept.name);
    return err_memory(err);
}

enum err_code archive_files_keep(
    struct archive_files *f, const char *name, const struct buf *bytes, struct err *err)
{
    if (!f->count || strcmp(f->kept[f->count - 1].name, name) != 0) {
        enum err_code code = archive_files_begin(f, name, err);
        if (code)
            return code;
    }
    f->kept[f->count - 1].length += (long)bytes->length;
    return fwrite(buf_string(bytes), 1, bytes->length, f->spool) == bytes->length
               ? ERR_NONE
               : archive_files_fail(err);
}

/* Reads up to `size` more bytes of a kept file; `offset` is how many the caller has read. Returns 0
 * at the file's end, or if reading fails. */
static size_t archive_files_read(const struct archive_files *f, const struct archive_kept *kept,
    long offset, void *bytes, size_t size)
{
    long left = kept->length - offset;
    return fread(bytes, 1, left < (long)size ? (size_t)left : size, f->spool);
}

bool archive_files_same(struct archive_files *f, const struct archive_kept *kept, const char *path)
{
    char mine[16384], other[sizeof mine];
    struct stat there;
    long offset = 0;
    size_t size = 1;
    if (stat(path, &there) != 0 || !S_ISREG(there.st_mode) || there.st_size != kept->length ||
        fseek(f->spool, kept->start, SEEK_SET) != 0)
        return false;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    while (file >= 0 && offset < kept->length && size > 0) {
        size = archive_files_read(f, kept, offset, mine, sizeof mine);
        if (read(file, other, size) != (ssize_t)size || memcmp(mine, other, size) != 0)
            size = 0;
        offset += (long)size;
    }
    if (file >= 0)
        close(file);
    return file >= 0 && offset == kept->length;
}

/* ---- writing ---- */

/* Appends `folder`/`name` and `end`. A `number` above 1 goes before the last extension:
 * name-2.yaml. */
static void archive_files_add_path(
    struct buf *path, const char *folder, const char *name, int number, const char *end)
{
    size_t folders = (size_t)(file_name(name) - name), stem = folders + file_stem(name + folders);
    buf_format(path, "%s/%.*s", folder, (int)stem, name);
    if (number > 1)
        buf_format(path, "-%d", number);
    buf_format(path, "%s%s", name + stem, end);
}

enum err_code archive_files_find_path(struct archive_files *f, const struct archive_kept *kept,
    const char *folder, const char *end, const char *db, struct buf *path, bool *same,
    struct err *err)
{
    const struct in_use in_use = {.db = db};
    struct stat there;
    *same = false;
    for (int number = 1; number <= NUMBER_MAX; number++) {
        buf_clear(path);
        archive_files_add_path(path, folder, kept->name, number, end);
        if (path->failed)
            return err_memory(err);
        if (!archive_path_stays_inside(folder, kept->name))
            return err_at(err, ERR_USAGE, path->bytes, 0, 0,
                "is behind a symbolic link: choose another folder with -o");
        if ((*same = archive_files_same(f, kept, path->bytes)))
            return ERR_NONE;
        if (lstat(path->bytes, &there) != 0)
            return output_check(path->bytes, false, &in_use, err);
    }
    return err_at(err, ERR_USAGE, path->bytes, 0, 0,
        "there are too many files of that name: choose another folder with -o");
}

/* Creates the missing parent folders of path. */
static enum err_code archive_files_make_folders(
    struct archive_files *f, const char *path, struct err *err)
{
    for (const char *slash = path; (slash = strchr(slash + 1, '/'));) {
        char *folder = strndup(path, (size_t)(slash - path));
        if (!folder || !array_grow(&f->made, f->made_count, &f->made_capacity, sizeof *f->made)) {
            free(folder);
            return err_memory(err);
        }
        int why = mkdir(folder, 0777) == 0 ? 0 : errno;
        if (!why)
            f->made[f->made_count++] = folder;
        else
            free(folder);
        if (why && why != EEXIST)
            return err_at(err, ERR_IO, path, 0, 0, "cannot create its folder: %s", strerror(why));
    }
    return ERR_NONE;
}

static enum err_code archive_files_copy(struct archive_files *f, const struct archive_kept *kept,
    struct atomic_file *file, struct err *err)
{
    char bytes[16384];
    size_t size = 1;
    if (fseek(f->spool, kept->start, SEEK_SET) != 0)
        return archive_files_fail(err);
    for (long offset = 0; offset < kept->length; offset += (long)size) {
        size = archive_files_read(f, kept, offset, bytes, sizeof bytes);
        if (size == 0)
            return archive_files_fail(err);
        fwrite(bytes, 1, size, file->stream);
    }
    return atomic_commit(file, err);
}

enum err_code archive_files_write(
    struct archive_files *f, const struct archive_kept *kept, const char *path, struct err *err)
{
    struct atomic_file file = {0};
    enum err_code code = archive_files_make_folders(f, path, err);
    if (code)
        return code;
    char *copy = strdup(path);
    if (!copy ||
        !array_grow(&f->written, f->written_count, &f->written_capacity, sizeof *f->written)) {
        free(copy);
        return err_memory(err);
    }
    if (!(code = atomic_open(&file, path, err)))
        code = archive_files_copy(f, kept, &file, err);
    atomic_discard(&file);
    if (code)
        free(copy);
    else
        f->written[f->written_count++] = copy;
    return code;
}
