/* Replaces a database by a copy, as a whole or not at all, whenever the program is killed.
 *
 * The copy is first prepared as a file beside the database: brought up to date, with the numbers
 * that are never given again. A database that can be read is then written by SQLite in one
 * transaction, so that other programs that have it open see the change. One that cannot is moved
 * aside with its write-ahead log, and the prepared file takes its place. */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include "base/buf.h"
#include "store/backup.h"
#include "store/store.h"

/* Replace the database at path by what copy holds. now is the store of the database, held by
 * store_hold, or NULL if it is missing or cannot be read; aside then gets the new path of the old
 * file, and stays empty if there was none. Calls go_on often, which must not be NULL; when it
 * returns false, nothing changes and *ended is set. */
enum err_code store_restore(const char *path, struct store *copy, struct store *now,
    backup_go_on_fn *go_on, void *context, bool *ended, struct buf *aside, struct err *err);

/* Whether the file is an SQLite database of another program. */
bool restore_is_foreign(const char *path);

#endif
