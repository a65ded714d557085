#include "study/media.h"

#include "base/file.h"
#include "deck/import_fields.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* ---- addresses ---- */

bool media_has_scheme(const char *address)
{
    size_t length = 0;
    while (isalnum((unsigned char)address[length]) ||
           (length && address[length] && strchr("+-.", address[length])))
        length++;
    return isalpha((unsigned char)*address) && address[length] == ':';
}

/* Refuses a name that another program might take for more than a file in the folder. */
static enum err_code media_check_name(const char *address, const char *name, struct err *err)
{
    if (strncmp(name, "//", 2) == 0)
        return err_set(err, ERR_MISTAKE, "%s: names another computer", address);
    if (*name == '/')
        return err_set(err, ERR_MISTAKE, "%s: is not in the deck's folder", address);
    if (media_has_scheme(name))
        return err_set(err, ERR_MISTAKE,
            "%s: only http and https addresses and files in the deck's folder can be opened",
            address);
    if (strchr(name, '\\'))
        return err_set(err, ERR_MISTAKE, "%s: contains a backslash: use /", address);
    return ERR_NONE;
}

/* ---- finding the file ---- */

/* Where a file is, both without symbolic links; freed by the caller. */
struct media_found {
    char *folder, *path;
};

static enum err_code media_fail(const char *address, int problem, struct err *err)
{
    if (problem == ENOMEM)
        return err_memory(err);
    if (problem == ENOENT || problem == ENOTDIR)
        return err_set(err, ERR_IO, "%s: no such file in the deck's folder", address);
    return err_set(err, ERR_IO, "%s: cannot be read: %s", address, strerror(problem));
}

/* Resolves a file's name. Sets found->path to NULL, with errno set, if there is no such file. */
static enum err_code media_resolve(struct media_found *found, const char *name, struct err *err)
{
    struct buf path = {0};
    buf_format(&path, "%s/%s", found->folder, name);
    found->path = path.failed ? NULL : realpath(buf_string(&path), NULL);
    int problem = errno;
    enum err_code code = path.failed ? err_memory(err) : ERR_NONE;
    buf_done(&path);
    errno = problem;
    return code;
}

/* Finds the file that has the address as its name or else, decoded, as its address. */
static enum err_code media_find(
    const char *deck_path, const char *address, struct media_found *found, struct err *err)
{
    struct buf folder = {0}, decoded = {0};
    size_t length = (size_t)(file_name(deck_path) - deck_path);
    buf_add(&folder, length ? deck_path : "./", length ? length : 2);
    field_add_decoded(&decoded, address);
    bool failed = folder.failed || decoded.failed;
    enum err_code code = failed ? err_memory(err) : media_check_name(address, address, err);
    if (!code && strlen(buf_string(&decoded)) != decoded.length)
        code = err_set(err, ERR_MISTAKE, "%s: contains %%00", address);
    if (!code && !(found->folder = realpath(buf_string(&folder), NULL)))
        code = media_fail(address, errno, err);
    if (!code)
        code = media_resolve(found, address, err);
    if (!code && !found->path && strchr(address, '%') &&
        !(code = media_check_name(address, buf_string(&decoded), err)))
        code = media_resolve(found, buf_string(&decoded), err);
    if (!code && !found->path)
        code = media_fail(address, errno, err);
    buf_done(&folder);
    buf_done(&decoded);
    return code;
}

/* ---- opening it ---- */

/* Opens a path below the folder without following a symbolic link, one component after the other:
 * what was found may have been replaced since. Returns -1, with errno set, on failure. */
static int media_walk(const char *folder, const char *below)
{
    const int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY;
    char *names = strdup(below), *rest = names;
    int at = names ? open(folder, flags | O_DIRECTORY) : -1;
    for (char *name; at >= 0 && (name = strsep(&rest, "/"));) {
        int next = openat(at, name, flags | (rest ? O_DIRECTORY : O_NONBLOCK));
        int problem = errno;
        close(at);
        errno = problem;
        at = next;
    }
    free(names);
    return at;
}

/* The part of the path below the folder; NULL if it is not below it. */
static const char *media_below(const struct media_found *found)
{
    size_t length = strlen(found->folder);
    length -= length == 1; /* "/" */
    bool inside = strncmp(found->path, found->folder, length) == 0 && found->path[length] == '/';
    return inside && found->path[length + 1] ? found->path + length + 1 : NULL;
}

/* Whether programs take a file of this name for a picture, a sound, a video or a PDF. */
static bool media_is_named(const char *path)
{
    static const char *const ends[] = {"png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "webp",
        "svg", "bmp", "tif", "tiff", "avif", "heic", "heif", "mp3", "mp2", "ogg", "oga", "opus",
        "spx", "flac", "wav", "aif", "aiff", "aifc", "m4a", "m4b", "aac", "amr", "3gp", "mp4",
        "m4v", "webm", "mkv", "mka", "mov", "avi", "ogv", "mpg", "mpeg", "pdf"};
    const char *name = file_name(path), *end = name + file_stem(name);
    for (size_t i = 0; *end && i < COUNT(ends); i++)
        if (strcasecmp(end + 1, ends[i]) == 0)
            return true;
    return false;
}

static enum err_code media_check_file(
    const char *address, const char *path, int fd, enum media_kind *kind, struct err *err)
{
    char head[MEDIA_HEAD];
    struct stat file;
    if (fstat(fd, &file) != 0)
        return media_fail(address, errno, err);
    if (!S_ISREG(file.st_mode))
        return err_set(err, ERR_MISTAKE, "%s: is not a regular file", address);
    ssize_t length = pread(fd, head, sizeof head, 0);
    if (length < 0)
        return media_fail(address, errno, err);
    *kind = media_kind_of(head, (size_t)length);
    if (*kind == MEDIA_NONE)
        return err_set(err, ERR_MISTAKE, "%s: is not a picture, sound, video or PDF", address);
    if (!media_is_named(path))
        return err_set(err, ERR_MISTAKE,
            "%s: its name does not end like that of a picture, sound, video or PDF", address);
    return ERR_NONE;
}

static enum err_code media_open_found(
    const char *address, const struct media_found *found, struct media *media, struct err *err)
{
    enum media_kind kind = MEDIA_NONE;
    const char *below = media_below(found);
    if (!below)
        return err_set(err, ERR_MISTAKE, "%s: is not in the deck's folder", address);
    int fd = media_walk(found->folder, below);
    if (fd < 0) /* a socket cannot be opened, either */
        return errno == ENXIO || errno == ELOOP
                   ? err_set(err, ERR_MISTAKE, "%s: is not a regular file", address)
                   : media_fail(address, errno, err);
    enum err_code code = media_check_file(address, found->path, fd, &kind, err);
    buf_text(&media->path, found->path);
    if (!code && media->path.failed)
        code = err_memory(err);
    if (!code)
        *media = (struct media){kind, media->path, fd};
    else
        close(fd);
    return code;
}

enum err_code media_open(
    const char *deck_path, const char *address, struct media *media, struct err *err)
{
    struct media_found found = {0};
    *media = (struct media){.fd = -1};
    if (!deck_path)
        return err_set(err, ERR_IO, "%s: the deck has no file", address);
    enum err_code code = media_find(deck_path, address, &found, err);
    if (!code)
        code = media_open_found(address, &found, media, err);
    if (code)
        media_close(media);
    free(found.folder);
    free(found.path);
    return code;
}

void media_close(struct media *media)
{
    if (media->kind != MEDIA_NONE)
        close(media->fd);
    buf_done(&media->path);
    *media = (struct media){.fd = -1};
}
