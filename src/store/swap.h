/* Replaces an unreadable database with a file. If killed at any point, either the old database is
 * still there, or the next run finishes the swap. */
#ifndef STORE_SWAP_H
#define STORE_SWAP_H

#include "base/buf.h"
#include "base/err.h"

/* Move the database at path aside, with the files that belong to it, and rename the prepared file
 * to path. The prepared file must be synced and in the same folder. `aside`, which may be NULL,
 * gets the new path of the old database, if there was one. */
enum err_code swap_put(const char *path, const char *prepared, struct buf *aside, struct err *err);

/* Finish a swap_put that was killed midway, if there was one. */
enum err_code swap_finish(const char *path, struct buf *aside, struct err *err);

#endif
