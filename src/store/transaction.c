/* Transactions: a writer holds the lock file from before BEGIN until after COMMIT. */
#include "store/store.h"

#include "store/sql.h"

#include <assert.h>

#define CHECKPOINT_PAGES 1000 /* SQLite's default */

static enum err_code transaction_begin_outermost(struct store *store, struct err *err)
{
    enum err_code code = lock_take(store, err);
    if (code)
        return code;
    code = sql_run(store, err, SQL_BEGIN, "");
    store->depth = !code;
    if (code)
        lock_release(store);
    return code;
}

void store_defer_checkpoint(struct store *store)
{
    sqlite3_wal_autocheckpoint(store->db, 0);
}

void store_widen_cache(struct store *store)
{
    sqlite3_exec(store->db, "PRAGMA cache_size = -65536", NULL, NULL, NULL);
}

static void transaction_end_outermost(struct store *store)
{
    sqlite3_wal_autocheckpoint(store->db, CHECKPOINT_PAGES); /* a load may have deferred it */
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

enum err_code store_commit(struct store *store, struct err *err)
{
    assert(store->depth > 0);
    enum err_code code = sql_run(store, err, store->depth > 1 ? SQL_RELEASE : SQL_COMMIT, "");
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
        for (int i = 0; i < 3 && !sqlite3_get_autocommit(store->db); i++)
            sql_run(store, NULL, SQL_ROLLBACK, ""); /* may need memory after a schema change */
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
