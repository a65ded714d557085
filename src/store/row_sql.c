/* Writes the part of a statement that lists all columns of a table. */
#include "store/row_check.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Find the expression assigned to a name in assignments such as "a = ?1, b = 0"; NULL if none. */
static const char *row_sql_find(
    const char *assignments, size_t length, const char *name, size_t *size)
{
    size_t name_length = strlen(name);
    for (const char *at = assignments, *end = at + length; at < end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at)), *stop = comma ? comma : end;
        if (strncmp(at, name, name_length) == 0 && strncmp(at + name_length, " = ", 3) == 0) {
            *size = (size_t)(stop - at) - name_length - 3;
            return at + name_length + 3;
        }
        at = comma ? comma + strspn(comma, ", ") : end;
    }
    return NULL;
}

/* For each column of a table, append the expression assigned to it. If nothing is assigned to it,
 * append that column of `other`. */
static void row_sql_columns(struct buf *sql, const struct row_table_facts *table, const char *other,
    size_t other_length, const char *assignments, size_t length)
{
    for (int i = 0; i < table->count; i++) {
        const char *name = row_fields[table->id + (enum row_field)i].name;
        size_t size = 0;
        const char *expression = row_sql_find(assignments, length, name, &size);
        buf_text(sql, i ? ", " : "");
        if (expression) {
            buf_add(sql, expression, size);
        } else {
            buf_add(sql, other, other_length);
            buf_char(sql, '.');
            buf_text(sql, name);
        }
    }
}

static void row_sql_whole(
    struct buf *sql, enum row_table table, const char *alias, size_t alias_length)
{
    buf_format(sql, "row_whole(%d, %.*s.row_check, ", (int)table, (int)alias_length, alias);
    row_sql_columns(sql, &row_tables[table], alias, alias_length, "", 0);
    buf_char(sql, ')');
}

static void row_sql_update(
    struct buf *sql, enum row_table table, const char *assignments, size_t length)
{
    const char *name = row_tables[table].name;
    size_t name_length = strlen(name);
    buf_format(sql, "%.*s, row_check = row_check(", (int)length, assignments);
    row_sql_columns(sql, &row_tables[table], name, name_length, assignments, length);
    buf_text(sql, ") + ");
    row_sql_whole(sql, table, name, name_length);
}

static void row_sql_insert(struct buf *sql, enum row_table table, int count)
{
    buf_char(sql, '(');
    for (int i = 0; i < count; i++)
        buf_format(sql, "%s, ", row_fields[row_tables[table].id + (enum row_field)i].name);
    buf_text(sql, "row_check) VALUES (?");
    for (int i = 0; i < count; i++)
        buf_text(sql, ", ?");
    buf_char(sql, ')');
}

void row_sql(const char *statement, struct buf *sql)
{
    for (const char *open; (open = strchr(statement, '{'));) {
        size_t name = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz");
        const char *form = open + 1 + name, *close = strchr(form, '}');
        const char *body = form + strspn(form, "+= ");
        size_t length = (size_t)(close - body);
        enum row_table table = row_table_named(open + 1, name);
        buf_add(sql, statement, (size_t)(open - statement));
        if (*form == '+')
            row_sql_insert(sql, table, atoi(body));
        else if (*form == '=')
            row_sql_update(sql, table, body, length);
        else
            row_sql_whole(sql, table, body, length);
        statement = close + 1;
    }
    buf_text(sql, statement);
}
