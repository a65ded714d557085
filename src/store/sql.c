#include "store/sql.h"

#include "base/buf.h"
#include "base/casefold.h"
#include "model/schedule.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#define TEXT_OF(macro)   TEXT_OF_(macro)
#define TEXT_OF_(number) #number

static const char *const transactions[SQL_COUNT] = {
    [SQL_READ] = "BEGIN",
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_SAVEPOINT] = "SAVEPOINT inner",
    [SQL_RELEASE] = "RELEASE inner",
    [SQL_ROLLBACK_TO] = "ROLLBACK TO inner",
    [SQL_MARK] = ("PRAGMA application_id = " TEXT_OF(APPLICATION_ID)), /* only to write page 1 */
};

/* Set when memory for text runs out. sql_end reports it, since SQLite forgets the error at the next
 * step. A store belongs to one thread. */
static _Thread_local bool text_lost;

static void sql_bind_text(sqlite3_stmt *statement, int i, const char *text, uint64_t *sum)
{
    size_t length = strlen(text);
    if (sum)
        *sum += row_check_text(i - 1, text, length);
    sqlite3_bind_text64(statement, i, text, length, SQLITE_STATIC, SQLITE_UTF8);
}

static void sql_bind_number(sqlite3_stmt *statement, int i, int64_t number, uint64_t *sum)
{
    if (sum)
        *sum += row_check_number(i - 1, number);
    sqlite3_bind_int64(statement, i, number);
}

/* If sum is not NULL, the parameters are a row's first columns, and sum begins its check. */
static void sql_bind(sqlite3_stmt *statement, const char *types, va_list args, uint64_t *sum)
{
    for (int i = 1; *types; types++, i++) {
        if (*types == 'd') {
            int day = va_arg(args, int);
            if (day != NO_DAY)
                sql_bind_number(statement, i, day, sum);
        } else if (*types == 't' || *types == 'o') {
            const char *text = va_arg(args, const char *);
            if (text)
                sql_bind_text(statement, i, text, sum);
        } else {
            assert(strchr("incv", *types));
            int64_t number = va_arg(args, int64_t);
            bool null = (*types == 'n' && number == 0) || (*types == 'c' && number < 0) ||
                        (*types == 'v' && number == INT64_MIN);
            if (!null)
                sql_bind_number(statement, i, number, sum);
        }
    }
}

static const char *sql_text_of(enum sql sql)
{
    static const char *const *const tables[] = {
        transactions, sql_decks_texts, sql_cards_texts, sql_log_texts, sql_archive_texts};
    const char *text = NULL;
    for (size_t i = 0; i < COUNT(tables) && !text; i++)
        text = tables[i][sql];
    assert(text);
    return text;
}

static sqlite3_stmt *sql_prepare(struct store *store, const char *text)
{
    sqlite3_stmt *statement = NULL;
    struct buf sql = {0};
    row_sql(text, &sql);
    if (sql.failed)
        text_lost = true;
    else
        sqlite3_prepare_v3(store->db, sql.bytes, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    buf_done(&sql);
    return statement;
}

static sqlite3_stmt *sql_bound(
    struct store *store, enum sql sql, const char *types, va_list args, uint64_t *sum)
{
    assert(sql < SQL_COUNT);
    sqlite3_stmt **statement = &store->statements[sql];
    if (!*statement && !(*statement = sql_prepare(store, sql_text_of(sql))))
        return NULL;
    assert(strlen(types) <= (size_t)sqlite3_bind_parameter_count(*statement));
    sql_bind(*statement, types, args, sum);
    return *statement;
}

sqlite3_stmt *sql_query(struct store *store, enum sql sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_stmt *statement = sql_bound(store, sql, types, args, NULL);
    va_end(args);
    return statement;
}

/* The SQL function folded(text): the text as base/casefold.h compares it. */
static void sql_fold(sqlite3_context *call, int count, sqlite3_value **values)
{
    struct buf folded = {0};
    const char *text = (const char *)sqlite3_value_text(values[0]);
    (void)count;
    if (text)
        casefold_text(&folded, text);
    if (folded.failed)
        sqlite3_result_error_nomem(call);
    else if (text)
        sqlite3_result_text64(
            call, buf_string(&folded), folded.length, SQLITE_TRANSIENT, SQLITE_UTF8);
    buf_done(&folded);
}

enum err_code sql_prepare_transactions(struct store *store, struct err *err)
{
    static_assert(SQL_READ == 0 && SQL_ROLLBACK_TO == 6, "statements of transactions come first");
    int result = row_check_register(store->db);
    if (result == SQLITE_OK)
        result = sqlite3_create_function(store->db, "folded", 1,
            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, sql_fold, NULL, NULL);
    enum err_code code = result == SQLITE_OK ? ERR_NONE : sql_error(store, result, err);
    for (enum sql sql = SQL_READ; sql <= SQL_ROLLBACK_TO && !code; sql++)
        code = sql_end(store, sql_query(store, sql, ""), err);
    return code;
}

bool sql_take_lost_text(void)
{
    bool lost = text_lost;
    text_lost = false;
    return lost;
}

enum err_code sql_end(struct store *store, sqlite3_stmt *statement, struct err *err)
{
    int result = statement   ? sqlite3_reset(statement)
                 : text_lost ? SQLITE_NOMEM
                             : sqlite3_errcode(store->db);
    if (result == SQLITE_OK && frozen_changed(&store->frozen))
        result = SQLITE_BUSY;
    enum err_code code = result == SQLITE_OK ? ERR_NONE : sql_error(store, result, err);
    if (sql_take_lost_text() && !code)
        code = err_memory(err);
    if (row_has_fault())
        code = row_take_fault(store->db, store->path, err);
    if (statement)
        sqlite3_clear_bindings(statement); /* parameters not bound next time must be NULL */
    return code;
}

enum err_code sql_end_list(struct store *store, sqlite3_stmt *statement, bool ok, struct err *err)
{
    enum err_code code = sql_end(store, statement, err);
    return code || ok ? code : err_memory(err);
}

enum err_code sql_run(struct store *store, struct err *err, enum sql sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_stmt *statement = sql_bound(store, sql, types, args, NULL);
    va_end(args);
    if (statement)
        sqlite3_step(statement);
    return sql_end(store, statement, err);
}

enum err_code sql_insert(struct store *store, struct err *err, enum sql sql, enum row_table table,
    const char *types, ...)
{
    va_list args;
    uint64_t sum = 0;
    int count = (int)strlen(types);
    va_start(args, types);
    sqlite3_stmt *statement = sql_bound(store, sql, types, args, &sum);
    va_end(args);
    if (statement) {
        sqlite3_bind_int(statement, count + 1, row_check_end(table, count, sum));
        sqlite3_step(statement);
    }
    return sql_end(store, statement, err);
}

enum err_code sql_read_number(
    struct store *store, struct err *err, int64_t *number, enum sql sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_stmt *row = sql_bound(store, sql, types, args, NULL);
    va_end(args);
    assert(!row || sqlite3_column_count(row) == 1);
    enum { NUMBER };
    if (sqlite3_step(row) == SQLITE_ROW)
        *number = sqlite3_column_int64(row, NUMBER);
    return sql_end(store, row, err);
}

enum err_code sql_read_text(
    struct store *store, struct err *err, struct buf *text, enum sql sql, int64_t id)
{
    enum { TEXT };
    sqlite3_stmt *row = sql_query(store, sql, "i", id);
    if (sqlite3_step(row) == SQLITE_ROW)
        buf_text(text, column_text(row, TEXT));
    return sql_end_list(store, row, !text->failed, err);
}

struct sql_scan {
    sql_take_fn *take;
    void *context;
    bool stopped; /* take returned false */
};

static void sql_take_row(sqlite3_context *call, int count, sqlite3_value **values)
{
    (void)count;
    struct sql_scan *scan = sqlite3_user_data(call);
    scan->stopped = scan->stopped || !scan->take(scan->context, values);
    if (scan->stopped || row_has_fault())
        sqlite3_result_error(call, "enough", -1); /* ends the statement */
}

static void sql_take_no_more(sqlite3_context *call)
{
    sqlite3_result_null(call);
}

enum err_code sql_scan(struct store *store, struct err *err, enum sql sql, int arguments,
    sql_take_fn *take, void *context, const char *types, ...)
{
    va_list args;
    struct sql_scan scan = {take, context, false};
    int result = sqlite3_create_function(store->db, "take", arguments,
        SQLITE_UTF8 | SQLITE_DIRECTONLY, &scan, NULL, sql_take_row, sql_take_no_more);
    if (result != SQLITE_OK)
        return sql_error(store, result, err);
    va_start(args, types);
    sqlite3_stmt *statement = sql_bound(store, sql, types, args, NULL);
    va_end(args);
    if (statement)
        sqlite3_step(statement);
    enum err_code code = sql_end(store, statement, scan.stopped ? NULL : err);
    return scan.stopped ? ERR_NONE : code;
}

const char *column_text_or_null(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    text_lost |= !text && sqlite3_column_type(statement, column) != SQLITE_NULL;
    return text;
}

const char *column_text(sqlite3_stmt *statement, int column)
{
    const char *text = column_text_or_null(statement, column);
    return text ? text : "";
}

int column_day(sqlite3_stmt *row, int column, enum row_field field)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? NO_DAY
                                                           : column_int(row, column, field);
}

int value_day(sqlite3_value *value, enum row_field field)
{
    return sqlite3_value_type(value) == SQLITE_NULL ? NO_DAY : value_int(value, field);
}
