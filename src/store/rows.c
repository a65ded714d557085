#include "store/rows.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "store/sql_once.h"

/* Append a table's columns for a statement that reads or writes whole rows. During a schema step,
 * columns of later steps are missing. They are read as NULL, which does not change a check. */
static void rows_columns(struct store *store, const struct row_table_facts *table, struct buf *sql)
{
    for (int i = 0; i < table->count; i++) {
        const char *name = row_fields[table->id + (enum row_field)i].name;
        bool there = sqlite3_table_column_metadata(store->db, "main", table->name, name, NULL, NULL,
                         NULL, NULL, NULL) == SQLITE_OK;
        buf_format(sql, "%s%s", i ? ", " : "", there ? name : "NULL");
    }
}

/* Whether the table exists. During a schema step, tables of later steps are missing. */
static bool rows_has_table(struct store *store, const struct row_table_facts *table)
{
    return sqlite3_table_column_metadata(
               store->db, "main", table->name, NULL, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static enum err_code rows_prepare(
    struct store *store, struct buf *sql, sqlite3_stmt **statement, struct err *err)
{
    enum err_code code = sql->failed ? err_memory(err) : ERR_NONE;
    *statement = code ? NULL : sql_once(store, sql->bytes, err);
    buf_done(sql);
    return code || *statement ? code : sql_once_end(store, NULL, err);
}

static enum err_code rows_fill_table(
    struct store *store, const struct row_table_facts *table, struct err *err)
{
    struct buf sql = {0};
    sqlite3_stmt *statement;
    buf_format(&sql, "UPDATE %s SET row_check = row_check(", table->name);
    rows_columns(store, table, &sql);
    buf_text(&sql, ") WHERE row_check IS NULL");
    enum err_code code = rows_prepare(store, &sql, &statement, err);
    if (code)
        return code;
    sqlite3_step(statement);
    return sql_once_end(store, statement, err);
}

enum err_code row_check_fill(struct store *store, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (enum row_table table = 0; table < ROW_TABLES && !code; table++)
        if (rows_has_table(store, &row_tables[table]))
            code = rows_fill_table(store, &row_tables[table], err);
    return code;
}

struct rows_verifying {
    enum row_table table;
    bad_row_fn *take;
    void *context;
    bool more;
};

static bool rows_is_utf8(const char *text, size_t length)
{
    for (size_t size; length > 0 && (size = utf8_length(text, length)) > 0; length -= size)
        text += size;
    return length == 0;
}

/* Like row_value_is_legal, but also refuses invalid UTF-8, which other readers show as replacement
 * characters. */
static bool rows_value_is_legal(enum row_field field, sqlite3_value *value)
{
    bool text = row_fields[field].kind == ROW_TEXT && sqlite3_value_type(value) == SQLITE_TEXT;
    const char *bytes = text ? (const char *)sqlite3_value_text(value) : "";
    return row_value_is_legal(field, value) &&
           (!text || !bytes || rows_is_utf8(bytes, (size_t)sqlite3_value_bytes(value)));
}

static const char *rows_value_text(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    if (!text)
        return "NULL";
    return rows_is_utf8(text, (size_t)sqlite3_value_bytes(value)) ? text : "";
}

static void rows_verify_values(struct rows_verifying *v, struct bad_row bad, sqlite3_value **values)
{
    const struct row_table_facts *table = &row_tables[v->table];
    bad.fault = BAD_ROW_VALUE;
    for (int i = 0; i < table->count && v->more; i++) {
        enum row_field field = table->id + (enum row_field)i;
        if (rows_value_is_legal(field, values[i]))
            continue;
        bad.column = row_fields[field].name;
        bad.value = rows_value_text(values[i]);
        v->more = v->take(v->context, &bad);
    }
}

/* The SQL function row_verify(row_check, id, columns...). */
static void rows_verify_row(sqlite3_context *call, int count, sqlite3_value **values)
{
    enum { CHECK, ROW };
    struct rows_verifying *v = sqlite3_user_data(call);
    struct bad_row bad = {
        .table = row_tables[v->table].name, .row_id = sqlite3_value_int64(values[ROW])};
    bool unchecked = sqlite3_value_type(values[CHECK]) == SQLITE_NULL;
    (void)count;
    if (unchecked || sqlite3_value_int64(values[CHECK]) != row_check_of(v->table, values + ROW)) {
        bad.fault = unchecked ? BAD_ROW_UNCHECKED : BAD_ROW_CHECK;
        v->more = v->take(v->context, &bad);
    }
    rows_verify_values(v, bad, values + ROW);
    if (!v->more)
        sqlite3_result_error(call, "enough", -1); /* ends the statement */
}

static enum err_code rows_verify_table(
    struct store *store, struct rows_verifying *v, struct err *err)
{
    const struct row_table_facts *table = &row_tables[v->table];
    struct buf sql = {0};
    sqlite3_stmt *statement;
    buf_text(&sql, "SELECT row_verify(row_check, ");
    rows_columns(store, table, &sql);
    buf_format(&sql, ") FROM %s NOT INDEXED ORDER BY %s", table->name, row_fields[table->id].name);
    enum err_code code = rows_prepare(store, &sql, &statement, err);
    if (code)
        return code;
    while (sqlite3_step(statement) == SQLITE_ROW)
        continue;
    int result = sqlite3_finalize(statement);
    return result == SQLITE_OK || !v->more ? ERR_NONE : sql_error(store, result, err);
}

enum err_code store_verify_rows(
    struct store *store, bad_row_fn *take, void *context, struct err *err)
{
    struct rows_verifying v = {.take = take, .context = context, .more = true};
    int result = sqlite3_create_function(store->db, "row_verify", -1,
        SQLITE_UTF8 | SQLITE_DIRECTONLY, &v, rows_verify_row, NULL, NULL);
    enum err_code code = result == SQLITE_OK ? ERR_NONE : sql_error(store, result, err);
    for (v.table = 0; v.table < ROW_TABLES && v.more && !code; v.table++)
        if (rows_has_table(store, &row_tables[v.table]))
            code = rows_verify_table(store, &v, err);
    return code;
}
