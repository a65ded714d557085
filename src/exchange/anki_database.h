/* An untrusted SQLite database: it is opened as immutable, views, triggers and virtual tables are
 * refused, and the cost of its queries is limited. */
#ifndef EXCHANGE_ANKI_DATABASE_H
#define EXCHANGE_ANKI_DATABASE_H

#include "base/err.h"

#include <sqlite3.h>
#include <stdint.h>

struct anki_database {
    sqlite3 *db;
    const char *package; /* the caller's, for messages */
    unsigned calls;      /* of the progress handler */
};

/* Errors as of anki_collection_open. The database must be closed in any case, and must not be moved
 * before. */
enum err_code anki_database_open(
    struct anki_database *database, const char *path, const char *package, struct err *err);
void anki_database_close(struct anki_database *database);

/* An ERR_MISTAKE of the package. */
enum err_code anki_database_refuse(
    const struct anki_database *database, struct err *err, const char *why);

/* Begins a query, and ends it, returning its error. */
enum err_code anki_database_query(
    struct anki_database *database, const char *sql, sqlite3_stmt **query, struct err *err);
enum err_code anki_database_end(
    struct anki_database *database, sqlite3_stmt *query, struct err *err);
/* Reads the first value of a query. *value stays as it is if there is none, or it is NULL. */
enum err_code anki_database_read_value(
    struct anki_database *database, const char *sql, int64_t *value, struct err *err);

/* A column of a row: never NULL; limited to the range. */
const char *anki_database_text(sqlite3_stmt *row, int column);
int anki_database_int(sqlite3_stmt *row, int column, int min, int max);

/* Calls take for each member of a JSON object; values are texts. ERR_MISTAKE if it is none. */
typedef enum err_code json_member_fn(
    void *context, const char *name, const char *value, struct err *err);
enum err_code json_members(
    const char *json, json_member_fn *take, void *context, const char *package, struct err *err);

#endif
