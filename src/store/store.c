/* How a database is opened:
 *
 *   missing ──WRITE──> new, 0600, empty ──> lock ──> WAL ──> schema steps ──> open
 *      └─────READ────> temporary, empty ──> schema steps ──> open
 *   exists ──> its log, if any, is its own? ──no──> refused, untouched
 *                 └─yes──> drill's, and not newer? ──no──> refused, untouched
 *                             └─yes──> (WRITE: missing schema steps) ──> open
 *
 * To READ, a database is opened frozen (store/frozen.h) if nothing can be written beside it.
 *
 * A writer holds the lock file from before BEGIN until after COMMIT, and while closing, because
 * SQLite before 3.51.3 may lose a write when two connections reset the write-ahead log at once. */
#include "store/store.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/trace.h"
#include "store/lock.h"
#include "store/swap.h"
#include "store/wal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define BUSY_RETRY_MS 5
#define STORE_INDEX   32768             /* bytes in the -shm file, the index of a short log */
#define STORE_ROOM    (2 * STORE_INDEX) /* free bytes that SQLite needs to create its files */

static enum err_code store_make_file(const char *path, struct err *err)
{
    enum err_code code = folder_make_for(path, err);
    if (code)
        return code;
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600); /* -wal and -shm get the same mode */
    if (fd < 0)
        return err_at(err, ERR_STORE, path, 0, 0, "%s", strerror(errno));
    fchmod(fd, 0600); /* overrides the umask */
    close(fd);
    return ERR_NONE;
}

enum err_code store_run(struct store *store, const char *sql, struct err *err)
{
    int result = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? ERR_NONE : sql_error(store, result, err);
}

/* Traces only the statement's text, since bound values would reveal cards. */
static int store_trace(unsigned event, void *context, void *statement, void *nanoseconds)
{
    (void)event;
    (void)context;
    trace_line("sql", "%lld ms %s", (long long)(*(sqlite3_int64 *)nanoseconds / 1000000),
        sqlite3_sql(statement));
    return 0;
}

static void store_close_database(struct store *store)
{
    for (size_t i = 0; i < SQL_COUNT; i++) {
        sqlite3_finalize(store->statements[i]);
        store->statements[i] = NULL;
    }
    /* Closing checkpoints. If another program holds the lock, it will checkpoint instead. */
    if (store->db && !lock_try(store))
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(store->db);
    store->db = NULL;
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    store->lock_fd = -1;
    store->frozen = (struct frozen){0};
}

/* Called when the database is locked. SQLite also reports it as locked if the file system has no
 * locks. */
static int store_wait(void *context, int times)
{
    struct store *store = context;
    const struct timespec pause = {.tv_nsec = BUSY_RETRY_MS * 1000000L};
    store->lacks_locks = errno == ENOLCK;
    errno = 0;
    if (store->lacks_locks || times >= LOCK_WAIT_MS / BUSY_RETRY_MS)
        return false;
    nanosleep(&pause, NULL);
    return true;
}

/* Opens the database without reading any of it. Runs no pragmas, since these would read it. */
static enum err_code store_open_unread(
    struct store *store, const char *name, const char *vfs, struct err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_CREATE;
    int result = sqlite3_open_v2(name, &store->db, flags, vfs);
    if (result != SQLITE_OK)
        return sql_error(store, result, err);
    if (trace_is_on())
        sqlite3_trace_v2(store->db, SQLITE_TRACE_PROFILE, store_trace, NULL);
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_handler(store->db, store_wait, store);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return ERR_NONE;
}

static enum err_code store_read_first(struct store *store, struct err *err)
{
    enum err_code code =
        store_run(store, "PRAGMA cell_size_check = ON; PRAGMA cache_size = -1024", err);
    return code ? code : sql_prepare_transactions(store, err);
}

enum err_code store_connect(struct store *store, const char *name, struct err *err)
{
    enum err_code code = store_open_unread(store, name, NULL, err);
    return code ? code : store_read_first(store, err);
}

static enum err_code store_open_for_writing(struct store *store, bool current, struct err *err)
{
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    store_watch_log(store);
    /* When two programs turn on WAL at once, one gets SQLITE_BUSY, whatever the timeout. */
    enum err_code code = lock_take(store, err);
    if (code)
        return code;
    code = store_run(store,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON", /* macOS: flush the disk, too */
        err);
    lock_release(store);
    return code || current ? code : schema_migrate(store, err);
}

/* SQLite writes a database without a name to disk if it is large, and deletes it on closing. */
static enum err_code store_open_temporary(struct store *store, struct err *err)
{
    enum err_code code = store_connect(store, "", err);
    return code ? code : schema_migrate(store, err);
}

/* Whether a file with that ending is beside the database, and is at least that large. */
static bool store_has_beside(const struct store *store, const char *end, off_t size)
{
    struct stat file;
    struct buf path = {0};
    buf_format(&path, "%s%s", store->file, end);
    bool there = !path.failed && stat(path.bytes, &file) == 0 && file.st_size >= size;
    buf_done(&path);
    return there;
}

/* Refuses a write-ahead log that does not belong to the database: see wal.c. */
static enum err_code store_check_log(struct store *store, struct err *err)
{
    bool foreign = false;
    if (!store_has_beside(store, "-wal", 1))
        return ERR_NONE;
    /* another program's log must not be checkpointed: it may not even belong to a drill database */
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    enum err_code code = wal_check(store, &foreign, err);
    if (code || !foreign)
        return code;
    return err_at(err, ERR_STORE, store->path, 0, 0,
        "does not match the %s-wal beside it: was a backup copied over it? To restore one, use "
        "\"drill restore FILE\"; to use this copy as it is, move the -wal file away",
        file_name(store->file));
}

static enum err_code store_open_shared(struct store *store, struct err *err)
{
    enum err_code code;
    if ((code = store_open_unread(store, store->file, NULL, err)) ||
        (code = store_check_log(store, err)))
        return code;
    return store_read_first(store, err);
}

/* ---- reading where nothing can be written ---- */

/* Opens the database through the frozen VFS. Holds the lock, if possible, until the log's index is
 * built, so that nobody checkpoints in the meantime. */
static enum err_code store_open_frozen(struct store *store, struct err *err)
{
    enum err_code code;
    if ((code = lock_open(store->file, false, &store->lock_fd, err)) ||
        ((code = lock_take(store, err)) && code == ERR_BUSY))
        return code;
    const char *vfs = frozen_vfs();
    if (!vfs || !frozen_note(&store->frozen, store->file))
        return sql_error(store, SQLITE_CANTOPEN, err);
    if (!(code = store_open_unread(store, store->file, vfs, err))) {
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        code = store_check_log(store, err);
    }
    if (!code)
        code = store_run(store,
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_spill = OFF; PRAGMA temp_store = MEMORY",
            err);
    if (!code)
        code = store_read_first(store, err);
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    store->lock_fd = -1;
    return code;
}

/* Whether SQLite can create its files beside a database. Trying on a full disk would leave files
 * behind. */
static bool store_has_room(const char *file)
{
    struct statvfs disk;
    const char *name = file_name(file);
    struct buf folder = {0};
    buf_add(&folder, file, (size_t)(name - file));
    bool may = !folder.failed && eaccess(file, W_OK) == 0 && eaccess(folder.bytes, W_OK) == 0;
    buf_done(&folder);
    return may && statvfs(file, &disk) == 0 &&
           (disk.f_blocks == 0 || (uint64_t)disk.f_bavail * disk.f_frsize >= STORE_ROOM);
}

/* Whether a read may have failed only because SQLite wants to write a file beside the database. */
static bool store_wants_to_write(const struct store *store)
{
    switch (sqlite3_errcode(store->db) & 0xff) {
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return true;
    case SQLITE_BUSY:
        return store->lacks_locks;
    default:
        return false;
    }
}

/* Shares the -wal and -shm files of other programs, or creates them if there is room. Otherwise,
 * opens the database frozen. */
static enum err_code store_open_to_read(struct store *store, struct err *err)
{
    if (store_has_room(store->file) ||
        (store_has_beside(store, "-wal", 0) && store_has_beside(store, "-shm", STORE_INDEX))) {
        enum err_code code = store_open_shared(store, err);
        if (!code || !store_wants_to_write(store))
            return code;
        store_close_database(store);
    }
    return store_open_frozen(store, err);
}

/* A database whose first load was interrupted is read as if it were missing. */
static enum err_code store_read_older(struct store *store, struct err *err)
{
    bool bare;
    enum err_code code = schema_is_bare(store, &bare, err);
    if (code)
        return code;
    if (!bare)
        return err_at(err, ERR_STORE, store->path, 0, 0,
            "was written by an older drill: start a review to update it");
    store_close_database(store);
    return store_open_temporary(store, err);
}

static enum err_code store_find_file(struct store *store, enum store_mode mode, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (!file_exists(store->path) && (code = store_make_file(store->path, err)))
        return code;
    if (!(store->file = realpath(store->path, NULL)))
        return errno == ENOMEM ? err_memory(err)
                               : err_at(err, ERR_STORE, store->path, 0, 0, "%s", strerror(errno));
    if (mode == STORE_WRITE && eaccess(store->file, W_OK) != 0)
        code = sql_error(store, SQLITE_READONLY, err);
    return code;
}

static enum err_code store_open_file(struct store *store, enum store_mode mode, struct err *err)
{
    bool current = false;
    enum err_code code = store_find_file(store, mode, err);
    if (!code)
        code = mode == STORE_WRITE ? store_open_shared(store, err) : store_open_to_read(store, err);
    if (code || (code = schema_check(store, &current, err)))
        return code;
    if (!store->frozen.path &&
        (code = lock_open(store->file, mode == STORE_WRITE, &store->lock_fd, err)))
        return code;
    if (mode == STORE_WRITE)
        return store_open_for_writing(store, current, err);
    return current || mode == STORE_COPY ? ERR_NONE : store_read_older(store, err);
}

/* Whether the file is missing, or was created by a program that has not written to it yet. */
static bool store_is_blank(const char *path)
{
    struct stat file;
    return stat(path, &file) != 0 ? errno == ENOENT : S_ISREG(file.st_mode) && file.st_size == 0;
}

/* Finishes a killed restore, whose files are beside the real file. */
static enum err_code store_finish_restore(const char *path, struct err *err)
{
    char *file = realpath(path, NULL);
    enum err_code code = swap_finish(file ? file : path, NULL, err);
    free(file);
    return code;
}

struct store *store_allocate(const char *path)
{
    struct store *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->lock_fd = -1;
    s->last_before = -1;
    s->path = strdup(path);
    if (s->path)
        return s;
    free(s);
    return NULL;
}

static enum err_code store_open_any(struct store *store, enum store_mode mode, struct err *err)
{
    const char *path = store->path;
    if (strcmp(path, ":memory:") == 0)
        return store_open_temporary(store, err);
    enum err_code code = store_finish_restore(path, err);
    if (code)
        return code;
    if (mode == STORE_COPY && !file_exists(path))
        return err_at(err, ERR_STORE, path, 0, 0, "there is no such database");
    if (mode == STORE_READ && store_is_blank(path))
        return store_open_temporary(store, err);
    return store_open_file(store, mode, err);
}

enum err_code store_open_migrating(struct store **store, const char *path, enum store_mode mode,
    const struct store_migration *migration, struct err *err)
{
    *store = NULL;
    struct store *s = store_allocate(path);
    if (!s)
        return err_memory(err);
    s->dry_run = mode != STORE_WRITE;
    s->migration = migration;
    enum err_code code = store_open_any(s, mode, err);
    s->migration = NULL;
    if (code)
        store_close(s);
    else
        *store = s;
    return code;
}

enum err_code store_open(
    struct store **store, const char *path, enum store_mode mode, struct err *err)
{
    return store_open_migrating(store, path, mode, NULL, err);
}

enum err_code store_hold(struct store *store, struct err *err)
{
    return lock_take(store, err);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    while (store->depth > 0)
        store_rollback(store);
    store_close_database(store);
    card_set_done(&store->retired);
    free(store->path);
    free(store->file);
    free(store);
}
