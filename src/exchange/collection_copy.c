#include "exchange/collection_copy.h"

#include "base/buf.h"
#include "exchange/anki_database.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TRIES     20
#define PAUSE_NS  50000000
#define LOG_COUNT 2

static const char *const collection_copy_logs[LOG_COUNT] = {"-wal", "-journal"};

/* The state of the database and its logs; a zeroed stat stands for a missing or empty file. */
struct collection_copy_state {
    struct stat database, logs[LOG_COUNT];
};

static bool collection_copy_look(const char *path, struct collection_copy_state *state)
{
    struct buf log = {0};
    *state = (struct collection_copy_state){0};
    bool found = stat(path, &state->database) == 0;
    for (size_t i = 0; i < LOG_COUNT; i++) {
        buf_clear(&log);
        buf_format(&log, "%s%s", path, collection_copy_logs[i]);
        if (log.failed || stat(buf_string(&log), &state->logs[i]) != 0 ||
            !S_ISREG(state->logs[i].st_mode) || state->logs[i].st_size == 0)
            state->logs[i] = (struct stat){0};
    }
    found = found && !log.failed;
    buf_done(&log);
    return found;
}

static bool collection_copy_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_size == b->st_size && a->st_mtime == b->st_mtime &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool collection_copy_same(
    const struct collection_copy_state *a, const struct collection_copy_state *b)
{
    bool same = collection_copy_same_file(&a->database, &b->database);
    for (size_t i = 0; i < LOG_COUNT; i++)
        same = same && collection_copy_same_file(&a->logs[i], &b->logs[i]);
    return same;
}

static enum err_code collection_copy_bytes(FILE *from, FILE *to, const char *path, struct err *err)
{
    char bytes[65536];
    uint64_t total = 0;
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, from)) > 0;) {
        total += size;
        if (total > COLLECTION_MAX)
            return err_at(err, ERR_MISTAKE, path, 0, 0, "is too large: more than drill allows");
        if (fwrite(bytes, 1, size, to) != size)
            return err_at(err, ERR_IO, path, 0, 0, "cannot be copied: %s", strerror(errno));
    }
    return ferror(from) ? err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno)) : ERR_NONE;
}

static enum err_code collection_copy_database(
    const char *copy, FILE *file, const char *path, struct err *err)
{
    FILE *to = fopen(copy, "w");
    if (!to)
        return err_at(err, ERR_IO, copy, 0, 0, "%s", strerror(errno));
    rewind(file);
    enum err_code code = collection_copy_bytes(file, to, path, err);
    rewind(file);
    if (fclose(to) != 0 && !code)
        code = err_at(err, ERR_IO, copy, 0, 0, "%s", strerror(errno));
    return code;
}

/* Copies a log, or removes an earlier copy if there is no log any more. */
static enum err_code collection_copy_log(
    const char *copy, const char *path, const char *ending, bool exists, struct err *err)
{
    struct buf from = {0}, to = {0};
    enum err_code code = ERR_NONE;
    buf_format(&from, "%s%s", path, ending);
    buf_format(&to, "%s%s", copy, ending);
    if (from.failed || to.failed)
        code = err_memory(err);
    if (!code)
        unlink(buf_string(&to));
    if (!code && exists) {
        FILE *log = fopen(buf_string(&from), "r");
        int fd = open(buf_string(&to), O_WRONLY | O_CREAT | O_EXCL, 0600);
        FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
        if (log && out)
            code = collection_copy_bytes(log, out, buf_string(&from), err);
        if (out && fclose(out) != 0 && !code)
            code = err_at(err, ERR_IO, buf_string(&to), 0, 0, "%s", strerror(errno));
        if (!out)
            code = err_at(err, ERR_IO, buf_string(&to), 0, 0, "%s", strerror(errno));
        if (log)
            fclose(log); /* without a log, the program has just removed it: the state has changed */
    }
    buf_done(&from);
    buf_done(&to);
    return code;
}

/* Copies until nothing has changed in the meantime, so that database and log belong together. */
static enum err_code collection_copy_steady(const char *copy, FILE *file, const char *path,
    struct collection_copy_state *state, struct err *err)
{
    const struct timespec pause = {0, PAUSE_NS};
    struct collection_copy_state after;
    enum err_code code = ERR_NONE;
    for (int i = 0; i < TRIES && !code; i++) {
        if (!collection_copy_look(path, state))
            return err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
        code = collection_copy_database(copy, file, path, err);
        for (size_t log = 0; log < LOG_COUNT && !code; log++)
            code = collection_copy_log(
                copy, path, collection_copy_logs[log], state->logs[log].st_size > 0, err);
        if (code || (collection_copy_look(path, &after) && collection_copy_same(state, &after)))
            return code;
        nanosleep(&pause, NULL);
    }
    return code ? code
                : err_at(err, ERR_MISTAKE, path, 0, 0,
                      "is being changed: close the program that it belongs to, then import again");
}

enum err_code collection_copy(
    struct temporary **copy, FILE *file, const char *path, struct err *err)
{
    int fd;
    struct collection_copy_state state = {0};
    enum err_code code = temporary_make_scratch(copy, "collection", &fd, err);
    if (code)
        return code;
    close(fd);
    if (strcmp(path, "-") == 0 || access(path, F_OK) != 0) /* no log is beside it */
        return collection_copy_database((*copy)->path, file, path, err);
    code = collection_copy_steady((*copy)->path, file, path, &state, err);
    bool logged = state.logs[0].st_size > 0 || state.logs[1].st_size > 0;
    return code || !logged ? code : anki_database_fold_log((*copy)->path, path, err);
}
