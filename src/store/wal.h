/* Detects a write-ahead log that does not belong to the database beside it. SQLite replays any log
 * that it finds. If somebody has put a copy in the database's place by hand, replaying the old log
 * over it would destroy the copy. */
#ifndef STORE_WAL_H
#define STORE_WAL_H

#include "store/sql.h"

/* Whether the log of the database at a real path is known to belong to another state of the
 * database, or to another database. SQLite must have opened the database, but not have read any of
 * it. Writes nothing. In case of doubt, and for a log that SQLite would ignore, *foreign is
 * false. */
enum err_code wal_check(struct store *store, bool *foreign, struct err *err);

#endif
