/* A write-ahead log that does not belong to the database beside it. SQLite replays whatever log it
 * finds: over a copy that was put in place by hand, that is the end of the copy. */
#ifndef STORE_WAL_H
#define STORE_WAL_H

#include "store/sql.h"

/* Whether the log of the database at a real path is known to be of another state of it, or of
 * another database. SQLite must have opened the database, and not have read any of it. Nothing is
 * written. A log that may belong to it passes, as does one that SQLite would ignore. */
enum err_code wal_check(struct store *store, bool *foreign, struct err *err);

#endif
