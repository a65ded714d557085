/* Reads an untrusted SQLite database: opens it as immutable, refuses views, triggers and virtual
 * tables, and limits the cost of queries. */
#ifndef EXCHANGE_ANKI_DATABASE_H
#define EXCHANGE_ANKI_DATABASE_H

#include "base/err.h"

#include <sqlite3.h>
#include <stdint.h>

struct anki_database {
    sqlite3 *handle;
    const char *package; /* for messages; owned by the caller */
    unsigned calls;      /* number of calls to the progress handler */
};

/* Errors: see anki_collection_open. The struct must not move; close it even after a failure. */
enum err_code anki_database_open(
    struct anki_database *db, const char *path, const char *package, struct err *err);
void anki_database_close(struct anki_database *db);
/* Applies the write-ahead log or the rollback journal beside a copied database to it. Errors: see
 * anki_collection_open. */
enum err_code anki_database_fold_log(const char *path, const char *package, struct err *err);

/* Returns ERR_MISTAKE, with an error that names the package as the file at fault. */
enum err_code anki_database_refuse(
    const struct anki_database *db, struct err *err, const char *why);

/* anki_database_end frees the query and returns its error, if any. */
enum err_code anki_database_query(
    struct anki_database *db, const char *sql, sqlite3_stmt **query, struct err *err);
enum err_code anki_database_end(struct anki_database *db, sqlite3_stmt *query, struct err *err);
/* Reads a query's first value. If there is none, or it is NULL, *value is unchanged. */
enum err_code anki_database_read_value(
    struct anki_database *db, const char *sql, int64_t *value, struct err *err);

/* Return a row's column as a string that is never NULL, or as a number clamped to the range. */
const char *anki_database_text(sqlite3_stmt *row, int column);
int anki_database_int(sqlite3_stmt *row, int column, int min, int max);

/* SQL for a member of a JSON object, NULL if it has none. Like other readers of JSON, and unlike
 * json_extract, it takes the last of several members with the same name. */
#define JSON_LAST(json, name)                                                                      \
    "(SELECT value FROM json_each(" json ") WHERE key = '" name "' ORDER BY id DESC LIMIT 1)"

/* Calls `take` for each member of a JSON object, with its value as text; the last of several with
 * the same name. ERR_MISTAKE for bad JSON. */
typedef enum err_code json_member_fn(
    void *context, const char *name, const char *value, struct err *err);
enum err_code json_members(
    const char *json, json_member_fn *take, void *context, const char *package, struct err *err);

#endif
