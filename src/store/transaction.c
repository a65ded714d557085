/* Transactions: a writer holds the lock file from before BEGIN until after COMMIT. */
#include "store/store.h"

#include "store/lock.h"

#include <assert.h>

#define CHECKPOINT_PAGES 1000 /* SQLite's default */

static enum err_code transaction_begin_outermost(struct store *store, struct err *err)
{
    enum err_code code = lock_take(store, err);
    if (code)
        return code;
    if (store->unmarked) /* SQLite increments the counter of page 1 as last read: make it read the
                            page again */
        sqlite3_db_release_memory(store->db);
    store->changes_before = sqlite3_total_changes(store->db);
    code = sql_run(store, err, SQL_BEGIN, "");
    store->depth = !code;
    if (code)
        lock_release(store);
    return code;
}

/* Checkpoints as SQLite would by itself, and notes whether the log will start over. */
static int transaction_checkpoint(void *context, sqlite3 *db, const char *name, int pages)
{
    struct store *store = context;
    int logged = 0, copied = 0;
    if (pages >= CHECKPOINT_PAGES && !store->defers_checkpoint &&
        sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, &logged, &copied) ==
            SQLITE_OK)
        store->unmarked |= logged == copied;
    return SQLITE_OK;
}

void store_watch_log(struct store *store)
{
    sqlite3_wal_hook(store->db, transaction_checkpoint, store);
    store->unmarked = true;
}

void store_defer_checkpoint(struct store *store)
{
    store->defers_checkpoint = true;
}

void store_widen_cache(struct store *store)
{
    sqlite3_exec(store->db, "PRAGMA cache_size = -65536", NULL, NULL, NULL);
}

static void transaction_end_outermost(struct store *store)
{
    store->defers_checkpoint = false; /* a load may have deferred it */
    lock_release(store);
}

enum err_code store_begin(struct store *store, struct err *err)
{
    assert(!store->reads);
    bool outermost = store->depth == 0;
    enum err_code code = outermost ? transaction_begin_outermost(store, err) : ERR_NONE;
    if (code || (outermost && !store->dry_run))
        return code;
    code = sql_run(store, err, SQL_SAVEPOINT, "");
    store->depth += !code;
    return code;
}

/* Writes nothing if nothing has changed, as is usual when a session starts. */
static enum err_code transaction_commit_outermost(struct store *store, struct err *err)
{
    bool marks = store->unmarked && sqlite3_total_changes(store->db) != store->changes_before;
    enum err_code code = marks ? sql_run(store, err, SQL_MARK, "") : ERR_NONE;
    store->unmarked &= !marks; /* before the commit, whose checkpoint may set it again */
    if (!code)
        code = sql_run(store, err, SQL_COMMIT, "");
    store->unmarked |= marks && code;
    return code;
}

enum err_code store_commit(struct store *store, struct err *err)
{
    assert(store->depth > 0);
    enum err_code code = store->depth > 1 ? sql_run(store, err, SQL_RELEASE, "")
                                          : transaction_commit_outermost(store, err);
    if (code) {
        store_rollback(store);
        return code;
    }
    if (--store->depth == 0)
        transaction_end_outermost(store);
    return ERR_NONE;
}

enum err_code store_end(struct store *store, enum err_code code, struct err *err)
{
    if (!code)
        return store_commit(store, err);
    store_rollback(store);
    return code;
}

void store_rollback(struct store *store)
{
    if (store->depth == 0)
        return;
    if (sqlite3_get_autocommit(store->db)) { /* some errors roll back the whole transaction */
        store->depth = 1;
    } else if (store->depth > 1) {
        sql_run(store, NULL, SQL_ROLLBACK_TO, "");
        sql_run(store, NULL, SQL_RELEASE, "");
    } else {
        /* retry, since a rollback may need memory after a schema change */
        for (int i = 0; i < 3 && !sqlite3_get_autocommit(store->db); i++)
            sql_run(store, NULL, SQL_ROLLBACK, "");
    }
    if (--store->depth == 0)
        transaction_end_outermost(store);
}

enum err_code store_read_begin(struct store *store, struct err *err)
{
    assert(!store->reads);
    if (!sqlite3_get_autocommit(store->db))
        return ERR_NONE;
    enum err_code code = sql_run(store, err, SQL_READ, "");
    store->reads = !code;
    return code;
}

void store_read_end(struct store *store)
{
    if (store->reads)
        sql_run(store, NULL, SQL_ROLLBACK, "");
    store->reads = false;
}
