#include "deck/source.h"

#include "base/file.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOM_SIZE 3

#ifdef __APPLE__
#define st_mtim st_mtimespec
#define st_ctim st_ctimespec
#endif

static int64_t source_nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static enum err_code source_version_of(
    const struct stat *stat, const char *path, struct file_version *version, struct err *err)
{
    if (S_ISDIR(stat->st_mode))
        return err_at(err, ERR_IO, path, 0, 0, "is a folder, not a deck file");
    if (!S_ISREG(stat->st_mode))
        return err_at(err, ERR_IO, path, 0, 0, "is not a regular file");
    *version =
        (struct file_version){(int64_t)stat->st_dev, (int64_t)stat->st_ino, (int64_t)stat->st_size,
            source_nanoseconds(stat->st_mtim), source_nanoseconds(stat->st_ctim)};
    return ERR_NONE;
}

bool deck_file_exists(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 ? S_ISREG(file.st_mode) : errno == EIO;
}

enum err_code deck_file_check(const char *path, struct err *err)
{
    return path && file_exists(path)
               ? ERR_NONE
               : err_set(err, ERR_IO, "the deck's file is gone: %s", path ? path : "");
}

enum err_code deck_file_version(const char *path, struct file_version *version, struct err *err)
{
    struct stat file;
    if (stat(path, &file) != 0)
        return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    return source_version_of(&file, path, version, err);
}

enum err_code deck_file_unchanged(
    const char *path, const struct file_version *version, struct err *err)
{
    struct file_version now;
    enum err_code code = deck_file_version(path, &now, err);
    if (!code && memcmp(&now, version, sizeof now) != 0)
        code = err_at(err, ERR_IO, path, 0, 0, "changed while it was being read: try again");
    return code;
}

static enum err_code source_refuse_utf16(struct deck_source *source, struct err *err)
{
    unsigned char start[BOM_SIZE + 1] = {0};
    ssize_t size = pread(source->fd, start, sizeof start, 0);
    if (size < 0)
        return err_at(err, ERR_IO, source->path, 0, 0, "%s", strerror(errno));
    bool marked = memcmp(start, "\xff\xfe", 2) == 0 || memcmp(start, "\xfe\xff", 2) == 0;
    bool ascii = size >= 2 && (start[0] == 0) != (start[1] == 0) && (start[0] | start[1]) >= ' ';
    if (marked || ascii)
        return err_at(err, ERR_MISTAKE, source->path, 1, 1, "is UTF-16: save it as UTF-8");
    source->skipped = memcmp(start, UTF8_BOM, BOM_SIZE) == 0 ? BOM_SIZE : 0;
    return ERR_NONE;
}

void source_rewind(struct deck_source *source)
{
    source->read = source->gap = 0;
    source->gap_max = SOURCE_PREAMBLE_MAX;
    source->err = (struct err){0};
}

enum err_code source_open(struct deck_source *source, const char *path, struct err *err)
{
    /* O_NONBLOCK: opening a FIFO must not wait for its writer */
    return source_take(source, open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), path, err);
}

enum err_code source_take(struct deck_source *source, int fd, const char *path, struct err *err)
{
    *source = (struct deck_source){.fd = fd, .path = path};
    struct stat file;
    enum err_code code = ERR_NONE;
    if (source->fd < 0 || fstat(source->fd, &file) != 0)
        code = err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    if (code || (code = source_version_of(&file, path, &source->version, err)) ||
        (code = source_refuse_utf16(source, err)))
        source_close(source);
    source_rewind(source);
    return code;
}

void source_close(struct deck_source *source)
{
    if (source->fd >= 0)
        close(source->fd);
    source->fd = -1;
}

int source_read(void *data, unsigned char *bytes, size_t size, size_t *size_read)
{
    struct deck_source *source = data;
    ssize_t got;
    off_t at = (off_t)(source->skipped + source->read);
    while ((got = pread(source->fd, bytes, size, at)) < 0 && errno == EINTR) {
    }
    if (got < 0) {
        err_at(&source->err, ERR_IO, source->path, 0, 0, "%s", strerror(errno));
        return 0;
    }
    *size_read = (size_t)got;
    source->read += (size_t)got;
    source->gap += (size_t)got;
    if (source->gap <= source->gap_max)
        return 1;
    bool preamble = source->gap_max == SOURCE_PREAMBLE_MAX;
    err_set(&source->err, ERR_MISTAKE, "%s longer than %zu KiB",
        preamble ? "comments, directives or blank lines" : "a text",
        (preamble ? SOURCE_PREAMBLE_MAX : (size_t)DECK_FIELD_MAX) / 1024);
    return 0;
}

void source_progress(struct deck_source *source, size_t max)
{
    source->gap = 0;
    source->gap_max = max;
}

bool source_unchanged(const struct deck_source *source)
{
    struct stat file;
    struct file_version now;
    return fstat(source->fd, &file) == 0 && !source_version_of(&file, source->path, &now, NULL) &&
           memcmp(&now, &source->version, sizeof now) == 0;
}

void source_locate(struct deck_source *source, size_t offset, unsigned *line, unsigned *column)
{
    char bytes[16384];
    size_t end = offset + source->skipped;
    *line = *column = 1;
    for (size_t at = source->skipped; at < end;) {
        size_t want = end - at < sizeof bytes ? end - at : sizeof bytes;
        ssize_t got = pread(source->fd, bytes, want, (off_t)at);
        if (got <= 0)
            return;
        for (ssize_t i = 0; i < got; i++) {
            bool begins = !utf8_continues(bytes[i]);
            *column = bytes[i] == '\n' ? 1 : *column + begins;
            *line += bytes[i] == '\n';
        }
        at += (size_t)got;
    }
}

bool line_is_conflict(const char *line, size_t length)
{
    size_t same = 0;
    while (same < length && line[same] == line[0])
        same++;
    return same == CONFLICT_MARK_SIZE && strchr("<|=>", line[0]) &&
           (length == same || strchr(" \r", line[same]));
}

/* Checks the start of a line for a marker, and updates *open, the line where the open conflict
 * begins, and *last, the line of the last marker. */
static void source_take_line(
    const char *start, size_t length, unsigned line, unsigned *open, unsigned *last)
{
    if (!line_is_conflict(start, length))
        return;
    *last = line;
    *open = *start == '<' ? line : *start == '>' ? 0 : *open;
}

unsigned source_conflict(struct deck_source *source, unsigned line)
{
    enum { JUST_BEFORE = 2 };
    char bytes[16384], start[CONFLICT_MARK_SIZE + 1];
    size_t length = 0, at = source->skipped;
    unsigned number = 1, open = 0, last = 0;
    for (ssize_t got; number <= line; at += (size_t)got) {
        got = pread(source->fd, bytes, sizeof bytes, (off_t)at);
        if (got <= 0) {
            source_take_line(start, length, number, &open, &last);
            break;
        }
        for (ssize_t i = 0; i < got && number <= line; i++) {
            if (bytes[i] == '\n') {
                source_take_line(start, length, number++, &open, &last);
                length = 0;
            } else if (length < sizeof start) {
                start[length++] = bytes[i];
            }
        }
    }
    return open ? open : last + JUST_BEFORE >= line ? last : 0;
}
