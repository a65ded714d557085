/* Replaces a database that cannot be read by a file. Killed at any point, either the old database
 * is there, or the next run finishes what was begun. */
#ifndef STORE_SWAP_H
#define STORE_SWAP_H

#include "base/buf.h"
#include "base/err.h"

/* Move the database at path aside, with the files that belong to it, and rename the prepared file,
 * which is synced and in the same folder, to path. aside, which may be NULL, gets the new path of
 * the old database, if there was one. */
enum err_code swap_put(const char *path, const char *prepared, struct buf *aside, struct err *err);

/* Finish a swap_put of a run that was killed after the old database was given up. */
enum err_code swap_finish(const char *path, struct buf *aside, struct err *err);

#endif
