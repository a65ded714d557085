#include "store/salvage.h"

#include "base/buf.h"
#include "store/lost.h"
#include "store/pages.h"
#include "store/sql_once.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TABLES_MAX 16

struct salvage_column {
    char *name;
    bool text;     /* otherwise an integer */
    bool needed;   /* not NULL */
    bool optional; /* missing from rows that are older than the column */
};

struct salvage_table {
    char *name;
    struct salvage_column columns[PAGE_VALUES_MAX];
    size_t count;
    uint32_t root; /* in the damaged file; 0 if unknown */
    struct page_gaps gaps;
    sqlite3_stmt *insert;
    size_t inserted; /* number of columns that insert sets */
};

struct salvage {
    struct mend *mend;
    struct pages *pages;
    struct salvage_table tables[TABLES_MAX];
    size_t count;
    struct salvage_table *into; /* the table being read; NULL to infer it from a row's shape */
    struct lost lost;
    bool found; /* a search for drill's rows has found one */
};

/* ---- the tables of a new database ---- */

static enum err_code salvage_list_columns(
    struct store *new, struct salvage_table *table, struct err *err)
{
    enum { NAME, TYPE, NEEDED, DEFAULT };
    bool ok = true;
    sqlite3_stmt *row =
        sql_once(new, "SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info(?)", err);
    if (row)
        sqlite3_bind_text(row, 1, table->name, -1, SQLITE_STATIC);
    while (row && ok && sqlite3_step(row) == SQLITE_ROW) {
        assert(table->count < PAGE_VALUES_MAX);
        bool needed = sqlite3_column_int(row, NEEDED);
        struct salvage_column *column = &table->columns[table->count++];
        *column = (struct salvage_column){.name = strdup(column_text(row, NAME)),
            .text = strcmp(column_text(row, TYPE), "TEXT") == 0,
            .needed = needed,
            .optional = !needed || sqlite3_column_type(row, DEFAULT) != SQLITE_NULL};
        ok = column->name != NULL;
    }
    enum err_code code = sql_once_end(new, row, err);
    return code || ok ? code : err_memory(err);
}

/* List reviews first, then the rest in schema order, because a row of reviews may also look like
 * one of changes, but not vice versa. */
static enum err_code salvage_list_tables(struct salvage *s, struct store *new, struct err *err)
{
    enum { NAME };
    enum err_code code = ERR_NONE;
    sqlite3_stmt *row = sql_once(new,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' "
        "ESCAPE '~' ORDER BY name <> 'reviews', rowid",
        err);
    while (row && !code && sqlite3_step(row) == SQLITE_ROW) {
        assert(s->count < TABLES_MAX);
        struct salvage_table *table = &s->tables[s->count++];
        *table = (struct salvage_table){.name = strdup(column_text(row, NAME))};
        code = table->name ? salvage_list_columns(new, table, err) : err_memory(err);
    }
    enum err_code ended = sql_once_end(new, row, code ? &(struct err){0} : err);
    return code ? code : ended;
}

static void salvage_done(struct salvage *s)
{
    for (size_t t = 0; t < s->count; t++) {
        for (size_t c = 0; c < s->tables[t].count; c++)
            free(s->tables[t].columns[c].name);
        free(s->tables[t].name);
        free(s->tables[t].gaps.list);
        sqlite3_finalize(s->tables[t].insert);
    }
    pages_close(s->pages);
    lost_done(&s->lost);
}

/* ---- rows ---- */

static bool salvage_value_fits(const struct salvage_column *column, const struct page_value *value)
{
    if (value->type == PAGE_NULL)
        return !column->needed;
    return value->type == (column->text ? PAGE_TEXT : PAGE_INTEGER);
}

/* Whether a row of unknown origin looks like one of the table. The table's first column is the
 * row's number, which is NULL in its record. */
static bool salvage_row_fits(const struct salvage_table *table, const struct page_row *row)
{
    if (row->count > table->count || row->row_id < 1 || row->values[0].type != PAGE_NULL)
        return false;
    for (size_t i = 1; i < table->count; i++)
        if (i < row->count ? !salvage_value_fits(&table->columns[i], &row->values[i])
                           : !table->columns[i].optional)
            return false;
    return true;
}

static enum err_code salvage_prepare(
    struct salvage *s, struct salvage_table *table, size_t count, struct err *err)
{
    struct buf sql = {0};
    if (table->insert && table->inserted == count)
        return ERR_NONE;
    sqlite3_finalize(table->insert);
    buf_format(&sql, "INSERT INTO %s(", table->name);
    for (size_t i = 0; i < count; i++)
        buf_format(&sql, "%s%s", i ? ", " : "", table->columns[i].name);
    for (size_t i = 0; i < count; i++)
        buf_text(&sql, i ? ", ?" : ") VALUES (?");
    buf_text(&sql, ")");
    table->insert = sql.failed ? NULL : sql_once(s->mend->store, buf_string(&sql), err);
    table->inserted = count;
    enum err_code code = sql.failed ? err_memory(err) : table->insert ? ERR_NONE : err->code;
    buf_done(&sql);
    return code;
}

/* Bind a value or, if its type is wrong, a substitute that the table allows. */
static void salvage_bind(struct salvage_table *table, size_t i, const struct page_value *value)
{
    const struct salvage_column *column = &table->columns[i];
    int at = (int)i + 1;
    if (!salvage_value_fits(column, value) && column->needed && column->text)
        sqlite3_bind_text(table->insert, at, "", 0, SQLITE_STATIC);
    else if (!salvage_value_fits(column, value) && column->needed)
        sqlite3_bind_int(table->insert, at, 0);
    else if (!salvage_value_fits(column, value) || value->type == PAGE_NULL)
        sqlite3_bind_null(table->insert, at);
    else if (column->text)
        sqlite3_bind_text(table->insert, at, value->bytes, (int)value->length, SQLITE_STATIC);
    else
        sqlite3_bind_int64(table->insert, at, value->number);
}

static enum err_code salvage_mend_values(struct salvage *s, const struct salvage_table *table,
    const struct page_row *row, size_t count, struct err *err)
{
    enum err_code code = ERR_NONE;
    for (size_t i = 1; i < count && !code; i++)
        if (!salvage_value_fits(&table->columns[i], &row->values[i]))
            code = mend_value(s->mend, table->name, table->columns[i].name, row->row_id,
                "of the wrong type", err);
    return code;
}

/* Insert a row. A row that the table rejects is reported or, from a stray page, skipped. */
static enum err_code salvage_insert(
    struct salvage *s, struct salvage_table *table, const struct page_row *row, struct err *err)
{
    size_t count = row->count < table->count ? row->count : table->count;
    enum err_code code = salvage_prepare(s, table, count, err);
    if (code)
        return code;
    sqlite3_bind_int64(table->insert, 1, row->row_id);
    for (size_t i = 1; i < count; i++)
        salvage_bind(table, i, &row->values[i]);
    sqlite3_step(table->insert);
    int result = sqlite3_reset(table->insert);
    sqlite3_clear_bindings(table->insert);
    if (result == SQLITE_OK)
        return salvage_mend_values(s, table, row, count, err);
    if ((result & 0xff) != SQLITE_CONSTRAINT)
        return sql_error(s->mend->store, result, err);
    if (s->into)
        mend_tell(s->mend, "lost: row %lld of %s: %s", (long long)row->row_id, table->name,
            sqlite3_errmsg(s->mend->store->db));
    return ERR_NONE;
}

static enum err_code salvage_take(void *context, const struct page_row *row, struct err *err)
{
    struct salvage *s = context;
    if (s->into)
        return salvage_insert(s, s->into, row, err);
    for (size_t t = 0; t < s->count; t++)
        if (salvage_row_fits(&s->tables[t], row))
            return salvage_insert(s, &s->tables[t], row, err);
    return ERR_NONE;
}

/* ---- the damaged file ---- */

static bool salvage_text_is(const struct page_value *value, const char *text)
{
    return value->type == PAGE_TEXT && value->length == strlen(text) &&
           memcmp(value->bytes, text, value->length) == 0;
}

/* Take a row of the schema: record the root page of a table or an index. */
static enum err_code salvage_take_schema(void *context, const struct page_row *row, struct err *err)
{
    enum { TYPE, NAME, TABLE, ROOT };
    struct salvage *s = context;
    (void)err;
    if (row->count <= ROOT || row->values[ROOT].number < 1 || row->values[ROOT].number > UINT32_MAX)
        return ERR_NONE;
    uint32_t root = (uint32_t)row->values[ROOT].number;
    for (size_t t = 0; t < s->count; t++)
        if (salvage_text_is(&row->values[NAME], s->tables[t].name))
            s->tables[t].root = root;
    for (size_t i = 0; i < LOST_INDEXES; i++)
        if (salvage_text_is(&row->values[NAME], lost_indexes[i].name))
            s->lost.roots[i] = root;
    return ERR_NONE;
}

/* If the schema does not name a table, all of its rows are missing, unless the schema was read in
 * full (`known`) and is older than the table. */
static enum err_code salvage_read_table(
    struct salvage *s, struct salvage_table *table, bool known, struct err *err)
{
    s->into = table;
    if (table->root)
        return pages_read(s->pages, table->root, salvage_take, s, &table->gaps, err);
    const struct page_gap all = {0, INT64_MAX};
    bool ok = known || array_add(&table->gaps.list, &table->gaps.count, &table->gaps.capacity, &all,
                           sizeof all);
    return ok ? ERR_NONE : err_memory(err);
}

static enum err_code salvage_read_tables(struct salvage *s, struct err *err)
{
    struct page_gaps schema = {0};
    size_t gaps = 0;
    enum err_code code = pages_read(s->pages, 1, salvage_take_schema, s, &schema, err);
    for (size_t t = 0; t < s->count && !code; t++) {
        code = salvage_read_table(s, &s->tables[t], schema.count == 0, err);
        gaps += s->tables[t].gaps.count;
    }
    free(schema.list);
    s->into = NULL;
    if (code || gaps == 0)
        return code;
    pages_skip_free(s->pages);
    return pages_read_rest(s->pages, salvage_take, s, err);
}

static enum err_code salvage_find_lost(struct salvage *s, struct err *err)
{
    for (size_t t = 0; t < s->count; t++)
        if (s->tables[t].root && s->tables[t].gaps.count &&
            strcmp(s->tables[t].name, "regimes") == 0)
            mend_tell(s->mend, "possibly lost: which schedulers and weights were in force (rows of "
                               "regimes); the next start follows the settings");
    for (size_t t = 0; t < s->count; t++)
        lost_note_table(&s->lost, s->tables[t].name, &s->tables[t].gaps);
    return lost_tell(&s->lost, s->mend, s->pages, err);
}

enum err_code salvage_rows(struct mend *mend, const char *from, struct err *err)
{
    struct salvage s = {.mend = mend};
    enum err_code code = salvage_list_tables(&s, mend->store, err);
    if (!code && !(code = pages_open(&s.pages, from, err)) &&
        !(code = salvage_read_tables(&s, err)))
        code = salvage_find_lost(&s, err);
    salvage_done(&s);
    return code;
}

static enum err_code salvage_look(void *context, const struct page_row *row, struct err *err)
{
    struct salvage *s = context;
    for (size_t t = 0; t < s->count && !s->found; t++)
        s->found = salvage_row_fits(&s->tables[t], row);
    return s->found ? err_set(err, ERR_STALE, "found") : ERR_NONE; /* ends the search */
}

static bool salvage_has_log(const char *path)
{
    struct stat file;
    struct buf name = {0};
    buf_format(&name, "%s-wal", path);
    bool there = !name.failed && stat(buf_string(&name), &file) == 0 && file.st_size > 0;
    buf_done(&name);
    return there;
}

/* Whether SQLite refuses the file because of its contents, not its permissions or a lock. */
static bool salvage_is_refused(const char *path)
{
    sqlite3 *db = NULL;
    bool log = salvage_has_log(path);
    int result = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
    if (result == SQLITE_OK) {
        sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, log, NULL); /* keep the log */
        result = sqlite3_exec(
            db, "SELECT count(*) FROM sqlite_schema; PRAGMA user_version", NULL, NULL, NULL);
    }
    sqlite3_close(db);
    return result == SQLITE_CORRUPT || result == SQLITE_NOTADB;
}

bool salvage_is_needed(const char *path)
{
    struct salvage s = {0};
    struct store *new = NULL;
    struct err err;
    if (salvage_is_refused(path) && !store_open(&new, ":memory:", STORE_WRITE, &err) &&
        !salvage_list_tables(&s, new, &err) && !pages_open(&s.pages, path, &err))
        pages_read_rest(s.pages, salvage_look, &s, &err);
    salvage_done(&s);
    store_close(new);
    return s.found;
}
