/* Compares a database's schema with that of a new one. */
#include "store/doctor_checks.h"

#include "store/sql_once.h"

#include <ctype.h>
#include <string.h>

#define OBJECTS                                                                                    \
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE "  \
    "'~' ORDER BY rowid"

enum { TYPE, NAME, TABLE, SQL_TEXT };

static const char *doctor_schema_skip_space(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return text;
}

/* Whether two statements differ at most in white space, which ALTER TABLE changes. */
static bool doctor_schema_same_text(const char *a, const char *b)
{
    for (;; a++, b++) {
        a = doctor_schema_skip_space(a);
        b = doctor_schema_skip_space(b);
        if (*a != *b || !*a)
            return *a == *b;
    }
}

static enum err_code doctor_schema_find_state(
    struct store *store, const struct schema_object *o, enum schema_state *state, struct err *err)
{
    enum { OWN_SQL };
    sqlite3_stmt *row =
        sql_once(store, "SELECT sql FROM sqlite_schema WHERE type = ? AND name = ?", err);
    *state = SCHEMA_MISSING;
    if (row) {
        sqlite3_bind_text(row, 1, o->type, -1, SQLITE_STATIC);
        sqlite3_bind_text(row, 2, o->name, -1, SQLITE_STATIC);
    }
    if (row && sqlite3_step(row) == SQLITE_ROW)
        *state = doctor_schema_same_text(o->sql, column_text(row, OWN_SQL)) ? SCHEMA_SAME
                                                                            : SCHEMA_ALTERED;
    return sql_once_end(store, row, err);
}

enum err_code schema_compare(
    struct store *store, schema_object_fn *take, void *context, struct err *err)
{
    struct store *new;
    enum err_code code = store_open(&new, ":memory:", STORE_WRITE, err);
    if (code)
        return code;
    sqlite3_stmt *row = sql_once(new, OBJECTS, err);
    while (row && !code && sqlite3_step(row) == SQLITE_ROW) {
        struct schema_object object = {column_text(row, TYPE), column_text(row, NAME),
            column_text(row, TABLE), column_text(row, SQL_TEXT)};
        enum schema_state state;
        if (!(code = doctor_schema_find_state(store, &object, &state, err)))
            code = take(context, &object, state, err);
    }
    enum err_code finished = sql_once_end(new, row, code ? &(struct err){0} : err);
    store_close(new);
    return code ? code : finished;
}

static enum err_code doctor_schema_report(
    void *context, const struct schema_object *object, enum schema_state state, struct err *err)
{
    struct doctor *doctor = context;
    (void)err;
    if (state == SCHEMA_SAME)
        return ERR_NONE;
    if (strcmp(object->type, "table") == 0)
        doctor->damaged = true;
    doctor_report(doctor,
        (struct doctor_finding){.kind = "schema", .table = object->table, .remedy = DOCTOR_REPAIRS},
        "The %s \"%s\" %s.", object->type, object->name,
        state == SCHEMA_MISSING ? "is missing" : "has been changed");
    return ERR_NONE;
}

/* Report objects that the user added, which drill leaves alone. */
static enum err_code doctor_schema_report_others(
    struct store *store, struct doctor *doctor, struct err *err)
{
    struct store *new;
    enum err_code code = store_open(&new, ":memory:", STORE_WRITE, err);
    sqlite3_stmt *row = code ? NULL : sql_once(store, OBJECTS, err);
    while (row && !code && sqlite3_step(row) == SQLITE_ROW) {
        struct schema_object object = {column_text(row, TYPE), column_text(row, NAME),
            column_text(row, TABLE), column_text(row, SQL_TEXT)};
        enum schema_state state;
        code = doctor_schema_find_state(new, &object, &state, err);
        if (!code && state == SCHEMA_MISSING)
            doctor_report(doctor,
                (struct doctor_finding){.advice = true,
                    .kind = "not-drills",
                    .table = object.table,
                    .remedy = "If it is yours, keep it; repairing a damaged database would "
                              "leave it out."},
                "The %s \"%.60s\" is not drill's.", object.type, object.name);
    }
    store_close(new);
    enum err_code finished =
        code && !row ? code : sql_once_end(store, row, code ? &(struct err){0} : err);
    return code ? code : finished;
}

enum err_code doctor_schema(struct store *store, struct doctor *doctor, struct err *err)
{
    enum err_code code = schema_compare(store, doctor_schema_report, doctor, err);
    return code ? code : doctor_schema_report_others(store, doctor, err);
}
