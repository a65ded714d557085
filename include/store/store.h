/* The database: open and close it, and write to it in transactions. Every writer takes a lock file
 * beside the database, so that two programs never write or checkpoint at once. A transaction is
 * durable when store_commit returns. A struct store belongs to one thread. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/err.h"

#include <stdint.h>

enum store_mode {
    STORE_WRITE, /* create it if missing, with mode 0600, and its folders with 0700 */
    STORE_READ,  /* if missing, a temporary empty database is used; its data is visible to this
                  * store only, and discarded when it is closed */
    STORE_COPY,  /* like STORE_READ, for a backup, which must exist and may have an older schema */
};

struct store;

/* Open the database at path, which may be a link to it. *store is NULL on failure; else close it
 * with store_close. A database is refused with ERR_STORE, and stays unchanged, if it is newer than
 * this program, another program's, damaged, or read-only when opened for writing, or if its
 * write-ahead log belongs to another state of it. Reading needs no write permission, no free disk
 * space and no locks; if one of these is missing, any later call returns ERR_BUSY once another
 * program has written. */
enum err_code store_open(
    struct store **store, const char *path, enum store_mode mode, struct err *err);

/* Callbacks of store_open_migrating while it updates an older database. Both may be NULL. The
 * first, `before`, runs once, when the database can be read but has not changed yet; `progress`
 * runs now and then during the steps, with the rows done so far and their total, or 0 and 0 if
 * unknown. */
struct store_migration {
    void (*before)(void *context, struct store *store);
    void (*progress)(void *context, int64_t done, int64_t total);
    void *context;
};
enum err_code store_open_migrating(struct store **store, const char *path, enum store_mode mode,
    const struct store_migration *migration, struct err *err);

/* Keep other writers out until the store is closed; begin no transaction meanwhile. ERR_BUSY as in
 * store_begin. */
enum err_code store_hold(struct store *store, struct err *err);
/* Rolls back transactions that are still open. store_close(NULL) does nothing. */
void store_close(struct store *store);

/* Begin a write transaction. ERR_BUSY when another program holds the lock for 10 seconds.
 * Transactions nest: an inner one becomes durable when the outermost is committed. */
enum err_code store_begin(struct store *store, struct err *err);
/* Commit. On failure, nothing is written, and the transaction ends. */
enum err_code store_commit(struct store *store, struct err *err);
/* End a transaction: commit, or roll back if `code` is an error. Return `code` or, if that is
 * ERR_NONE, the result of the commit. */
enum err_code store_end(struct store *store, enum err_code code, struct err *err);
/* Discard all writes since the last store_begin; does nothing without a transaction. */
void store_rollback(struct store *store);

/* Between these two calls, many small reads are faster, and see one snapshot. The calls do nothing
 * within a transaction, and no transaction may begin between them. */
enum err_code store_read_begin(struct store *store, struct err *err);
void store_read_end(struct store *store);

#endif
