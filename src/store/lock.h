/* The lock file beside a database, DATABASE-lock: a writer holds it from before BEGIN until after
 * COMMIT, and while it checkpoints. Whoever replaces the files of a database holds it, too. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "store/sql.h"

#define LOCK_WAIT_MS 10000

/* Open the lock file of the database at a real path, or make it with mode 0600. A link is neither
 * followed nor changed. *fd is -1 on failure; where not made, a missing file is no error. Close it
 * with close, which gives the lock back. */
enum err_code lock_open(const char *database, bool make, int *fd, struct err *err);

/* Take the writers' lock, waiting up to LOCK_WAIT_MS before ERR_BUSY. ERR_STORE at once where the
 * file system has no locks. lock_try does not wait. Without a lock file both succeed. */
bool lock_try(const struct store *store);
enum err_code lock_take(struct store *store, struct err *err);
void lock_release(struct store *store);

/* Take the lock for a database, at a real path, that is not open. Close *fd, which is -1 on failure
 * to open the lock file, in either case. */
enum err_code lock_take_for(const char *database, int *fd, struct err *err);

#endif
