/* Replaces a database with a copy: as a whole or not at all, even if the program is killed.
 *
 * The copy is first prepared as a file beside the database: it is brought up to date, and records
 * the row numbers that must not be reused. If the database can be read, SQLite then overwrites it
 * in one transaction, so that other programs that have it open see the change. Otherwise, the
 * database is moved aside with its write-ahead log, and the prepared file takes its place. */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include "base/buf.h"
#include "store/backup.h"
#include "store/store.h"

/* Replace the database at path with the contents of `copy`. `now` is the database's store, held by
 * store_hold, or NULL if the database is missing or cannot be read; `aside` then gets the new path
 * of the old file, and stays empty if there was none. Call go_on, which must not be NULL, often;
 * when it returns false, nothing changes and *ended is set. */
enum err_code store_restore(const char *path, struct store *copy, struct store *now,
    backup_go_on_fn *go_on, void *context, bool *ended, struct buf *aside, struct err *err);

/* Whether the file is another program's SQLite database. */
bool restore_is_foreign(const char *path);

#endif
