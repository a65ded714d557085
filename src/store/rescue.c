/* The rescue of a damaged database:
 *
 *   lock ─> copy it aside ─> new database beside it ─> rows ─> mend ─> verify ─> replace ─> unlock
 */
#include "store/doctor.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/temporary.h"
#include "store/lock.h"
#include "store/salvage.h"
#include "store/sql.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- files ---- */

static void rescue_remove(const char *path, const char *const *ends, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf name = {0};
        buf_format(&name, "%s%s", path, ends[i]);
        if (!name.failed)
            unlink(buf_string(&name));
        buf_done(&name);
    }
}

/* Copy the damaged database and its log to the path `kept`. */
static enum err_code rescue_keep(const char *path, const char *kept, struct err *err)
{
    struct buf log = {0}, kept_log = {0};
    buf_format(&log, "%s-wal", path);
    buf_format(&kept_log, "%s-wal", kept);
    enum err_code code =
        log.failed || kept_log.failed ? err_memory(err) : file_copy(path, kept, err);
    if (!code && file_exists(log.bytes))
        code = file_copy(log.bytes, kept_log.bytes, err);
    if (!code) {
        chmod(kept, 0600);
        chmod(kept_log.bytes, 0600);
    }
    buf_done(&log);
    buf_done(&kept_log);
    return code;
}

/* ---- the new database ---- */

static enum err_code rescue_fill(struct mend *mend, const char *from, struct err *err)
{
    enum err_code code = store_begin(mend->store, err);
    if (code)
        return code;
    if (!(code = mend_disarm(mend, err)) && !(code = salvage_rows(mend, from, err)))
        code = mend_everything(mend, err);
    return store_end(mend->store, code, err);
}

static void rescue_ignore(void *context, const struct doctor_finding *finding)
{
    (void)context;
    (void)finding;
}

/* Create the new database at path, and verify it. */
static enum err_code rescue_make(
    const char *path, const char *from, struct mend *mend, struct err *err)
{
    static const char *const ends[] = {"-wal", "-shm", "-lock"};
    struct doctor doctor = {.take = rescue_ignore, .now = mend->now};
    enum err_code code = store_open(&mend->store, path, STORE_WRITE, err);
    if (!code && !(code = rescue_fill(mend, from, err)))
        code = store_examine(mend->store, &doctor, err);
    store_close(mend->store);
    rescue_remove(path, ends, COUNT(ends));
    if (!code && doctor.damaged)
        code = err_at(err, ERR_STORE, from, 0, 0, "could not be rebuilt: it was left as it was");
    return code;
}

/* ---- replacing ---- */

/* Write the new database into the old one in one transaction, so that other programs that have it
 * open see either the old or the new one in full. False if SQLite cannot open the old one. */
static bool rescue_write_over(const char *path, const char *new)
{
    sqlite3 *to = NULL, *from = NULL;
    bool done = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
                sqlite3_open_v2(new, &from, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                sqlite3_busy_timeout(to, LOCK_WAIT_MS) == SQLITE_OK &&
                sqlite3_exec(to, "PRAGMA synchronous = FULL", NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_backup *backup = done ? sqlite3_backup_init(to, "main", from, "main") : NULL;
    if (backup)
        sqlite3_backup_step(backup, -1);
    done = backup && sqlite3_backup_finish(backup) == SQLITE_OK;
    sqlite3_close(from);
    sqlite3_close(to);
    return done;
}

/* Removes the old log first, and syncs the folder, since that log must never be applied to the new
 * database. */
static enum err_code rescue_rename(struct temporary *new, const char *path, struct err *err)
{
    static const char *const logs[] = {"-wal", "-shm", "-journal"};
    rescue_remove(path, logs, COUNT(logs));
    enum err_code code = folder_sync_for(path, err);
    if (code)
        temporary_remove(new);
    else if (temporary_rename(new, path) != 0)
        code = err_at(err, ERR_IO, path, 0, 0, "%s", strerror(errno));
    return code ? code : folder_sync_for(path, err);
}

/* Fill the temporary file, and replace the old database with it. */
static enum err_code rescue_through(
    struct temporary *new, const char *path, struct mend *mend, struct err *err)
{
    enum err_code code = rescue_make(new->path, path, mend, err);
    if (code || rescue_write_over(path, new->path))
        temporary_remove(new);
    else
        code = rescue_rename(new, path, err);
    return code;
}

static enum err_code rescue(const char *path, const char *kept, struct mend *mend, struct err *err)
{
    struct temporary *new;
    int lock = -1, fd;
    enum err_code code;
    if (!(code = lock_take_for(path, &lock, err)) && !(code = rescue_keep(path, kept, err)) &&
        !(code = temporary_make(&new, path, &fd, err))) {
        close(fd);
        code = rescue_through(new, path, mend, err);
    }
    if (lock >= 0)
        close(lock);
    return code;
}

enum err_code store_rescue(const char *path, const char *kept, struct moment now, repair_fn *told,
    void *context, struct err *err)
{
    struct mend mend = {NULL, now, told, context, false};
    char *real = realpath(path, NULL);
    if (!real)
        return err_at(err, ERR_STORE, path, 0, 0, "%s", strerror(errno));
    enum err_code code = rescue(real, kept, &mend, err);
    free(real);
    return code;
}
