#include "exchange/anki_database.h"

#include "base/buf.h"

#include <string.h>
#include <strings.h>

/* Reading a million notes takes about a hundred million steps of SQLite's virtual machine. */
#define STEPS_EVERY 1000000
#define CALLS_MAX   20000 /* calls to the progress handler, one every STEPS_EVERY steps */

/* ---- queries ---- */

static enum err_code anki_database_error(
    const struct anki_database *db, int result, struct err *err)
{
    if ((result & 0xff) == SQLITE_NOMEM)
        return err_memory(err);
    if ((result & 0xff) == SQLITE_INTERRUPT)
        return err_at(err, ERR_MISTAKE, db->package, 0, 0,
            "is unsafe: reading its collection takes too long");
    return err_at(err, ERR_MISTAKE, db->package, 0, 0,
        "contains a collection that is damaged or not Anki's: %s",
        db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(result));
}

enum err_code anki_database_query(
    struct anki_database *db, const char *sql, sqlite3_stmt **query, struct err *err)
{
    int result = sqlite3_prepare_v2(db->handle, sql, -1, query, NULL);
    return result == SQLITE_OK ? ERR_NONE : anki_database_error(db, result, err);
}

enum err_code anki_database_end(struct anki_database *db, sqlite3_stmt *query, struct err *err)
{
    int result = sqlite3_finalize(query);
    return result == SQLITE_OK ? ERR_NONE : anki_database_error(db, result, err);
}

const char *anki_database_text(sqlite3_stmt *row, int column)
{
    const char *found = (const char *)sqlite3_column_text(row, column);
    return found ? found : "";
}

int anki_database_int(sqlite3_stmt *row, int column, int min, int max)
{
    int64_t number = sqlite3_column_int64(row, column);
    return number < min ? min : number > max ? max : (int)number;
}

enum err_code anki_database_read_value(
    struct anki_database *db, const char *sql, int64_t *value, struct err *err)
{
    sqlite3_stmt *row;
    enum err_code code = anki_database_query(db, sql, &row, err);
    if (code)
        return code;
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_type(row, 0) != SQLITE_NULL)
        *value = sqlite3_column_int64(row, 0);
    return anki_database_end(db, row, err);
}

enum err_code anki_database_refuse(const struct anki_database *db, struct err *err, const char *why)
{
    return err_at(err, ERR_MISTAKE, db->package, 0, 0, "%s", why);
}

/* ---- opening ---- */

static int anki_database_limit_steps(void *context)
{
    struct anki_database *db = context;
    return ++db->calls > CALLS_MAX;
}

/* The collation that Anki's indexes use. drill's queries do not use it, but SQLite requires it. */
static int anki_database_compare_names(
    void *context, int a_size, const void *a, int b_size, const void *b)
{
    (void)context;
    int order = strncasecmp(a, b, (size_t)(a_size < b_size ? a_size : b_size));
    return order ? order : a_size - b_size;
}

static void anki_database_harden(struct anki_database *db)
{
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, 256 << 20);
    sqlite3_limit(db->handle, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_limit(db->handle, SQLITE_LIMIT_COLUMN, 100);
    sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_progress_handler(db->handle, STEPS_EVERY, anki_database_limit_steps, db);
    sqlite3_create_collation(db->handle, "unicase", SQLITE_UTF8, NULL, anki_database_compare_names);
}

/* Refuses a schema with anything but plain tables and indexes, which are all that Anki and
 * Mnemosyne create. */
static enum err_code anki_database_check_schema(struct anki_database *db, struct err *err)
{
    int64_t odd = 0;
    enum err_code code = anki_database_read_value(db,
        "SELECT 1 FROM sqlite_schema WHERE type NOT IN ('table', 'index') "
        "OR sql LIKE 'create virtual%' LIMIT 1",
        &odd, err);
    return code || !odd ? code
                        : anki_database_refuse(db, err,
                              "is unsafe: its collection holds views, triggers or "
                              "virtual tables");
}

static enum err_code anki_database_check_pages(struct anki_database *db, struct err *err)
{
    sqlite3_stmt *row;
    enum err_code code = anki_database_query(db, "PRAGMA quick_check(1)", &row, err);
    if (code)
        return code;
    bool whole = sqlite3_step(row) == SQLITE_ROW && strcmp(anki_database_text(row, 0), "ok") == 0;
    code = anki_database_end(db, row, err);
    return code || whole ? code
                         : anki_database_refuse(
                               db, err, "is damaged: its collection is not a complete database");
}

/* Appends a URI that makes SQLite open the file as immutable. */
static void anki_database_add_uri(struct buf *name, const char *path)
{
    buf_text(name, "file:");
    for (; *path; path++)
        buf_format(name, strchr("%?#", *path) ? "%%%02x" : "%c", (unsigned char)*path);
    buf_text(name, "?mode=ro&immutable=1");
}

enum err_code anki_database_open(
    struct anki_database *db, const char *path, const char *package, struct err *err)
{
    struct buf name = {0};
    *db = (struct anki_database){.package = package};
    anki_database_add_uri(&name, path);
    int result = name.failed
                     ? SQLITE_NOMEM
                     : sqlite3_open_v2(buf_string(&name), &db->handle,
                           SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    buf_done(&name);
    if (result != SQLITE_OK)
        return anki_database_error(db, result, err);
    anki_database_harden(db);
    enum err_code code = anki_database_check_schema(db, err);
    return code ? code : anki_database_check_pages(db, err);
}

void anki_database_close(struct anki_database *db)
{
    sqlite3_close(db->handle);
}

enum err_code anki_database_fold_log(const char *path, const char *package, struct err *err)
{
    struct anki_database db = {.package = package};
    sqlite3_stmt *row;
    int result =
        sqlite3_open_v2(path, &db.handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    enum err_code code = ERR_NONE;
    if (result == SQLITE_OK) {
        anki_database_harden(&db);
        code = anki_database_query(&db, "PRAGMA journal_mode = DELETE", &row, err);
    } else {
        code = anki_database_error(&db, result, err);
    }
    if (!code && result == SQLITE_OK) {
        sqlite3_step(row);
        code = anki_database_end(&db, row, err);
    }
    anki_database_close(&db);
    return code;
}

/* ---- JSON ---- */

enum err_code json_members(
    const char *json, json_member_fn *take, void *context, const char *package, struct err *err)
{
    enum { KEY, VALUE };
    struct anki_database none = {.package = package};
    sqlite3_stmt *row = NULL;
    enum err_code code = ERR_NONE;
    int result = sqlite3_open(":memory:", &none.handle);
    if (result != SQLITE_OK)
        code = anki_database_error(&none, result, err);
    if (!code && !(code = anki_database_query(&none,
                       "SELECT key, value, max(id) FROM json_each(?) GROUP BY key", &row, err))) {
        sqlite3_bind_text(row, 1, json, -1, SQLITE_STATIC);
        while (!code && sqlite3_step(row) == SQLITE_ROW)
            code = take(context, anki_database_text(row, KEY), anki_database_text(row, VALUE), err);
        if (code)
            sqlite3_finalize(row);
        else
            code = anki_database_end(&none, row, err);
    }
    sqlite3_close(none.handle);
    return code;
}
