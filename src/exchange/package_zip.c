#include "exchange/package_zip.h"

#include "base/buf.h"
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX    1000000
#define NAME_LONGEST 200 /* bytes, as for the media files of a package */
#define LEVELS_MAX   8

/* ---- zip files ---- */

zip_t *package_zip(FILE *file, int flags)
{
    zip_error_t error;
    zip_error_init(&error);
    FILE *again = fdopen(dup(fileno(file)), "r");
    zip_source_t *source = again ? zip_source_filep_create(again, 0, -1, &error) : NULL;
    if (!source && again)
        fclose(again);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY | flags, &error) : NULL;
    if (source && !zip)
        zip_source_free(source);
    zip_error_fini(&error);
    return zip;
}

bool package_has(FILE *file, const char *name, const char *other)
{
    zip_t *zip = package_zip(file, 0);
    bool has = zip && zip_name_locate(zip, name, 0) >= 0 &&
               (!other || zip_name_locate(zip, other, 0) >= 0);
    if (zip)
        zip_discard(zip);
    return has;
}

/* ---- folders ---- */

struct package_walk {
    struct buf path; /* of the current file or folder */
    size_t root;     /* the length of the folder's path with its slash */
    package_file_fn *take;
    void *context;
    size_t count;
};

static enum err_code package_walk_folder(
    struct package_walk *walk, unsigned level, struct err *err);

/* Takes a file or enters a folder, whose path has been appended. */
static enum err_code package_walk_to(struct package_walk *walk, unsigned level, struct err *err)
{
    struct stat found;
    const char *path = buf_string(&walk->path);
    if (walk->path.failed)
        return err_memory(err);
    if (lstat(path, &found) != 0 || walk->path.length > walk->root + NAME_LONGEST)
        return ERR_NONE;
    if (S_ISDIR(found.st_mode))
        return level < LEVELS_MAX ? package_walk_folder(walk, level + 1, err) : ERR_NONE;
    if (!S_ISREG(found.st_mode) || walk->count == FILES_MAX)
        return ERR_NONE;
    walk->count++;
    return walk->take(walk->context, path + walk->root, err);
}

static enum err_code package_walk_folder(struct package_walk *walk, unsigned level, struct err *err)
{
    size_t length = walk->path.length;
    enum err_code code = ERR_NONE;
    struct dirent *entry;
    DIR *open = opendir(buf_string(&walk->path));
    if (!open)
        return err_at(err, ERR_IO, buf_string(&walk->path), 0, 0, "%s", strerror(errno));
    while (!code && (entry = folder_next(open, buf_string(&walk->path), &code, err))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        buf_format(&walk->path, "/%s", entry->d_name);
        code = package_walk_to(walk, level, err);
        buf_cut(&walk->path, length);
    }
    closedir(open);
    return code;
}

enum err_code package_folder(
    const char *path, package_file_fn *take, void *context, struct err *err)
{
    struct package_walk walk = {.root = strlen(path) + 1, .take = take, .context = context};
    buf_text(&walk.path, path);
    enum err_code code = walk.path.failed ? err_memory(err) : package_walk_folder(&walk, 0, err);
    buf_done(&walk.path);
    return code;
}
