/* The database: open and close it, and write to it in transactions. Every write waits its turn on
 * a lock file beside the database, so that two programs never write, or checkpoint, at once; each
 * transaction is durable when store_commit returns. A struct store belongs to one thread. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/err.h"

enum store_mode {
    STORE_WRITE, /* created where missing, its folders 0700, itself 0600 */
    STORE_READ,  /* where missing, an empty one that nobody sees stands in; what is written, only
                  * this store sees, and closing it forgets it */
};

struct store;

/* Open the database at path. *store is NULL on failure, else the caller's to close. A database
 * that is newer than this program, somebody else's, damaged, or not to be written is refused with
 * ERR_STORE, in words, and stays as it is. */
enum err_code store_open(
    struct store **store, const char *path, enum store_mode mode, struct err *err);
/* Transactions still open are rolled back. store_close(NULL) does nothing. */
void store_close(struct store *store);

/* Begin a write. ERR_BUSY when another program kept the database for STORE_WAIT_MS. Transactions
 * nest: the inner ones last when the outermost is committed. */
#define STORE_WAIT_MS 10000
enum err_code store_begin(struct store *store, struct err *err);
/* Make it last. On failure nothing was written, and the transaction is over all the same. */
enum err_code store_commit(struct store *store, struct err *err);
/* End what store_begin began: commit, or where code is an error roll back. Returns code, or else
 * what the commit returns. */
enum err_code store_end(struct store *store, enum err_code code, struct err *err);
/* Forget what was written since the last store_begin; does nothing where no transaction is open. */
void store_rollback(struct store *store);

/* Many small reads between these two are faster, and of one moment. They do nothing within a
 * transaction, and none begins between them. */
enum err_code store_read_begin(struct store *store, struct err *err);
void store_read_end(struct store *store);

#endif
