/* The lock file beside a database, DATABASE-lock. A writer holds it from before BEGIN until after
 * COMMIT, and while checkpointing. A program that replaces a database's files holds it, too. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include "store/sql.h"

#define LOCK_WAIT_MS 10000

/* Open the lock file of the database at a real path. If `make` is set, create a missing file with
 * mode 0600; otherwise, a missing file is not an error. A link is neither followed nor changed. *fd
 * is -1 if no file was opened. Closing *fd releases the lock. */
enum err_code lock_open(const char *database, bool make, int *fd, struct err *err);

/* Take the writers' lock, waiting up to LOCK_WAIT_MS before ERR_BUSY. ERR_STORE at once if the file
 * system has no locks. lock_try does not wait. Both succeed if there is no lock file. */
bool lock_try(const struct store *store);
enum err_code lock_take(struct store *store, struct err *err);
void lock_release(struct store *store);

/* Take the lock for a database that is not open, at a real path. Close *fd even after an error; it
 * is -1 if the lock file could not be opened. */
enum err_code lock_take_for(const char *database, int *fd, struct err *err);

#endif
