/* How a database is opened:
 *
 *   missing ──WRITE──> new, 0600, empty ──> lock ──> WAL ──> schema steps ──> open
 *      └─────READ────> temporary, empty ──> schema steps ──> open
 *   exists ──> ours, and not newer? ──no──> refused, untouched
 *                 └─yes──> (WRITE: missing schema steps) ──> open
 *
 * A writer holds the lock file from before BEGIN until after COMMIT, and while closing: SQLite
 * before 3.51.3 may lose a write when two connections reset the write-ahead log at once. */
#include "store/store.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/trace.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_RETRY_MS 5

bool lock_try(const struct store *store)
{
    return store->lock_fd < 0 || flock(store->lock_fd, LOCK_EX | LOCK_NB) == 0;
}

enum err_code lock_take(struct store *store, struct err *err)
{
    const struct timespec pause = {.tv_nsec = LOCK_RETRY_MS * 1000000L};
    for (int waited = 0; !lock_try(store); waited += LOCK_RETRY_MS) {
        if (waited >= STORE_WAIT_MS)
            return sql_error(store, SQLITE_BUSY, err);
        nanosleep(&pause, NULL);
    }
    return ERR_NONE;
}

void lock_release(struct store *store)
{
    if (store->lock_fd >= 0)
        flock(store->lock_fd, LOCK_UN);
}

static enum err_code store_make_file(const char *path, struct err *err)
{
    enum err_code code = folder_make_for(path, err);
    if (code)
        return code;
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600); /* -wal and -shm get its mode */
    if (fd < 0)
        return err_at(err, ERR_STORE, path, 0, 0, "%s", strerror(errno));
    fchmod(fd, 0600); /* overrides the umask */
    close(fd);
    return ERR_NONE;
}

static enum err_code store_open_lock(struct store *store, enum store_mode mode, struct err *err)
{
    struct buf path = {0};
    buf_format(&path, "%s-lock", store->path);
    if (path.failed)
        return err_memory(err);
    int flags = mode == STORE_WRITE ? O_RDWR | O_CREAT : O_RDONLY;
    store->lock_fd = open(path.bytes, flags | O_CLOEXEC, 0600);
    enum err_code code = ERR_NONE;
    if (store->lock_fd < 0 && mode == STORE_WRITE)
        code = err_at(err, ERR_STORE, path.bytes, 0, 0, "%s", strerror(errno));
    if (store->lock_fd >= 0 && mode == STORE_WRITE)
        fchmod(store->lock_fd, 0600); /* overrides the umask */
    buf_done(&path);
    return code;
}

static enum err_code store_run(struct store *store, const char *sql, struct err *err)
{
    int result = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? ERR_NONE : sql_error(store, result, err);
}

/* Traces only the statement's text: bound values would reveal cards. */
static int store_trace(unsigned event, void *context, void *statement, void *nanoseconds)
{
    (void)event;
    (void)context;
    trace_line("sql", "%lld ms %s", (long long)(*(sqlite3_int64 *)nanoseconds / 1000000),
        sqlite3_sql(statement));
    return 0;
}

static enum err_code store_open_database(
    struct store *store, const char *name, int more_flags, struct err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_CREATE | more_flags;
    int result = sqlite3_open_v2(name, &store->db, flags, NULL);
    if (result != SQLITE_OK)
        return sql_error(store, result, err);
    if (trace_is_on())
        sqlite3_trace_v2(store->db, SQLITE_TRACE_PROFILE, store_trace, NULL);
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, STORE_WAIT_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    enum err_code code =
        store_run(store, "PRAGMA cell_size_check = ON; PRAGMA cache_size = -1024", err);
    return code ? code : sql_prepare_transactions(store, err);
}

static enum err_code store_open_for_writing(struct store *store, bool current, struct err *err)
{
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    /* When two programs turn WAL on at once, one gets SQLITE_BUSY, whatever the timeout. */
    enum err_code code = lock_take(store, err);
    if (code)
        return code;
    code = store_run(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", err);
    lock_release(store);
    return code || current ? code : schema_migrate(store, err);
}

/* SQLite deletes a database without a name when it is closed; a large one is on disk until then. */
static enum err_code store_open_temporary(struct store *store, struct err *err)
{
    enum err_code code = store_open_database(store, "", 0, err);
    return code ? code : schema_migrate(store, err);
}

/* Whether the database has a write-ahead log: a program is writing, or one was killed. */
static bool store_has_log(const char *path, struct err *err, enum err_code *code)
{
    struct stat file;
    struct buf log = {0};
    buf_format(&log, "%s-wal", path);
    *code = log.failed ? err_memory(err) : ERR_NONE;
    bool there = stat(buf_string(&log), &file) == 0 && file.st_size > 0;
    buf_done(&log);
    return there;
}

/* Append the URI by which SQLite opens a read-only file without creating files beside it. */
static void store_add_frozen_name(const char *path, struct buf *name)
{
    buf_text(name, "file:");
    for (; *path; path++)
        buf_format(name, strchr("%?#", *path) ? "%%%02x" : "%c", (unsigned char)*path);
    buf_text(name, "?immutable=1");
}

static enum err_code store_open_existing(
    struct store *store, const char *path, enum store_mode mode, struct err *err)
{
    enum err_code code;
    bool log = store_has_log(path, err, &code), writable = eaccess(path, W_OK) == 0;
    if (code)
        return code;
    if (!writable && mode == STORE_WRITE)
        return sql_error(store, SQLITE_READONLY, err);
    struct buf name = {0};
    bool frozen = !writable && !log;
    if (frozen)
        store_add_frozen_name(path, &name);
    else
        buf_format(&name, strncmp(path, "file:", 5) == 0 ? "./%s" : "%s", path); /* not a URI */
    code = name.failed
               ? err_memory(err)
               : store_open_database(store, buf_string(&name), frozen ? SQLITE_OPEN_URI : 0, err);
    buf_done(&name);
    /* another program's log is not ours to checkpoint; it may not even be a drill database */
    if (!code && log)
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return code;
}

static enum err_code store_open_file(
    struct store *store, const char *path, enum store_mode mode, struct err *err)
{
    enum err_code code;
    bool current = false;
    if ((!file_exists(path) && (code = store_make_file(path, err))) ||
        (code = store_open_existing(store, path, mode, err)) ||
        (code = schema_check(store, &current, err)) || (code = store_open_lock(store, mode, err)))
        return code;
    if (mode == STORE_WRITE)
        return store_open_for_writing(store, current, err);
    if (!current)
        code = err_at(err, ERR_STORE, path, 0, 0, "predates this version: review once to update");
    return code;
}

/* Whether the file is missing, or was created by a program that has not written to it yet. */
static bool store_is_blank(const char *path)
{
    struct stat file;
    return stat(path, &file) != 0 ? errno == ENOENT : S_ISREG(file.st_mode) && file.st_size == 0;
}

enum err_code store_open(
    struct store **store, const char *path, enum store_mode mode, struct err *err)
{
    *store = NULL;
    struct store *s = calloc(1, sizeof *s);
    if (!s)
        return err_memory(err);
    s->lock_fd = -1;
    s->last_before = -1;
    s->dry_run = mode == STORE_READ;
    s->path = strdup(path);
    enum err_code code = ERR_NONE;
    if (!s->path)
        code = err_memory(err);
    else if (strcmp(path, ":memory:") == 0 || (mode == STORE_READ && store_is_blank(path)))
        code = store_open_temporary(s, err);
    else
        code = store_open_file(s, path, mode, err);
    if (code)
        store_close(s);
    else
        *store = s;
    return code;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    while (store->depth > 0)
        store_rollback(store);
    for (size_t i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    /* Closing checkpoints. If another program holds the lock, it will checkpoint instead. */
    if (store->db && !lock_try(store))
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(store->db);
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    card_set_done(&store->retired);
    free(store->path);
    free(store);
}
