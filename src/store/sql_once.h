/* Statements outside the table of store/sql.h, because they run once, or are put together. */
#ifndef STORE_SQL_ONCE_H
#define STORE_SQL_ONCE_H

#include "store/sql.h"

/* Prepare a statement to step. Returns NULL, with *err set, on failure. */
sqlite3_stmt *sql_once(struct store *store, const char *sql, struct err *err);
/* End a statement. Return its error, if any, or for NULL that of sql_once, which must have been
 * the last call. */
enum err_code sql_once_end(struct store *store, sqlite3_stmt *statement, struct err *err);

#endif
