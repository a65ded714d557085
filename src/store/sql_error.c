/* Describes SQLite's results, and what to do about them. */
#include "store/sql.h"

#include <errno.h>

/* Translate the operating system's error into an SQLite result. */
static int sql_error_of_system(int cause, int result)
{
    switch (cause) {
    case ENOSPC:
    case EDQUOT:
        return SQLITE_FULL;
    case EROFS:
        return SQLITE_READONLY;
    case ENOLCK:
        return SQLITE_NOLFS;
    default:
        return result;
    }
}

/* Replace a result by one that says more about the cause. */
static int sql_error_cause(const struct store *store, int result)
{
    switch (result & 0xff) {
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return sql_error_of_system(sqlite3_system_errno(store->db), result & 0xff);
    case SQLITE_BUSY:
        return store->lacks_locks ? SQLITE_NOLFS : SQLITE_BUSY;
    case SQLITE_CORRUPT: /* or, if another program has written, a mix of old and new pages */
        return frozen_changed(&store->frozen) ? SQLITE_BUSY : SQLITE_CORRUPT;
    default:
        return result & 0xff;
    }
}

enum err_code sql_error(struct store *store, int result, struct err *err)
{
    int cause = sql_error_cause(store, result);
    static const struct {
        int result;
        enum err_code code;
        const char *words;
    } meanings[] = {
        {SQLITE_BUSY, ERR_BUSY, "another program is writing to it: try again"},
        {SQLITE_LOCKED, ERR_BUSY, "another program is writing to it: try again"},
        {SQLITE_NOMEM, ERR_MEMORY, "out of memory"},
        {SQLITE_FULL, ERR_STORE, "the disk is full: nothing was written"},
        {SQLITE_READONLY, ERR_STORE, "is read-only: check its permissions and its folder's"},
        {SQLITE_CANTOPEN, ERR_STORE, "cannot be opened: check its permissions and its folder's"},
        {SQLITE_PERM, ERR_STORE, "permission denied"},
        {SQLITE_AUTH, ERR_STORE, "permission denied"},
        {SQLITE_NOTADB, ERR_STORE, "is not a drill database"},
        {SQLITE_CORRUPT, ERR_STORE, "is damaged: try drill restore latest"},
        {SQLITE_NOLFS, ERR_STORE,
            "its file system has no locks: move it to a local disk, or choose one with --db"},
        {SQLITE_IOERR, ERR_STORE, "cannot be read or written: the disk failed"},
    };
    for (size_t i = 0; i < COUNT(meanings); i++)
        if (cause == meanings[i].result)
            return err_at(err, meanings[i].code, store->path, 0, 0, "%s", meanings[i].words);
    return err_at(err, ERR_STORE, store->path, 0, 0, "%s", sqlite3_errmsg(store->db));
}
