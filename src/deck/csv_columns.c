#include "deck/csv_columns.h"

#include "base/utf8.h"

#include <string.h>

#define NAME_SHOWN_MAX  60 /* bytes of a name in a message */
#define NAMES_SHOWN_MAX 8

void csv_columns_done(struct csv_columns *columns)
{
    buf_done(&columns->names);
}

void csv_columns_set_name(struct csv_columns *columns, size_t i, const char *name)
{
    columns->name[i] = columns->names.length + 1;
    buf_text(&columns->names, name);
    buf_char(&columns->names, '\0');
}

const char *csv_columns_name(const struct csv_columns *columns, size_t i)
{
    size_t name = columns->names.failed ? 0 : columns->name[i];
    return name ? buf_string(&columns->names) + name - 1 : "";
}

bool csv_columns_have(const struct csv_columns *columns, enum csv_column column)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->of[i] == column)
            return true;
    return false;
}

/* Whether a card shows the text of such a column. */
static bool csv_columns_is_text(enum csv_column column)
{
    return (column >= COLUMN_QUESTION && column <= COLUMN_NOTE) || column == COLUMN_FIELD;
}

size_t csv_columns_last_text(const struct csv_columns *columns)
{
    for (size_t i = columns->count; i > 0; i--)
        if (csv_columns_is_text(columns->of[i - 1]))
            return i - 1;
    return COLUMNS_MAX;
}

bool csv_column_is_single(enum csv_column column)
{
    return column == COLUMN_QUESTION || column == COLUMN_ANSWER || column == COLUMN_DECK ||
           column == COLUMN_ID || column == COLUMN_KIND;
}

/* ---- the user's list ---- */

enum err_code csv_columns_parse(struct csv_columns *columns, const char *text, struct err *err)
{
    columns->count = 0;
    columns->listed = true;
    for (const char *at = text;; at++) {
        enum csv_fit fit;
        struct buf name = {0};
        size_t length = strcspn(at, ",");
        buf_add(&name, at, length);
        bool whole = !name.failed;
        enum csv_column column = csv_column_named(buf_string(&name), &fit);
        buf_done(&name);
        if (!whole)
            return err_memory(err);
        if (fit != FIT_WHOLE && !(length == 0 || (length == 1 && *at == '-')))
            return err_set(err, ERR_USAGE,
                "--columns: \"%.*s\" is not a column: use question, answer, reading, example, "
                "note, "
                "hint, tags, deck, id, or - to skip one",
                (int)length, at);
        if (columns->count == COLUMNS_MAX ||
            (csv_column_is_single(column) && csv_columns_have(columns, column)))
            return err_set(err, ERR_USAGE, "--columns: \"%.*s\" appears twice", (int)length, at);
        columns->of[columns->count++] = column ? column : COLUMN_OUT;
        at += length;
        if (!*at)
            break;
    }
    if (!csv_columns_have(columns, COLUMN_QUESTION))
        return err_set(err, ERR_USAGE, "--columns: one column must be the question");
    return ERR_NONE;
}

/* ---- descriptions ---- */

static void csv_columns_put_name(const struct csv_columns *columns, size_t i, struct buf *out)
{
    const char *name = csv_columns_name(columns, i);
    size_t length = strlen(name);
    if (!*name)
        buf_format(out, "column %zu", i + 1);
    if (length > NAME_SHOWN_MAX)
        length = utf8_cut(name, NAME_SHOWN_MAX);
    for (size_t c = 0; c < length; c++)
        buf_char(out, (unsigned char)name[c] < ' ' ? ' ' : name[c]);
}

/* Returns the last column of the run of columns from i on that are in the set and have no name. */
static size_t csv_columns_run_end(const struct csv_columns *columns, unsigned set, size_t i)
{
    while (i + 1 < columns->count && set & 1U << columns->of[i + 1] && !columns->name[i] &&
           !columns->name[i + 1])
        i++;
    return i;
}

/* Appends the names of the columns in the set, after `before`; returns whether there are any. */
static bool csv_columns_put_kind(
    const struct csv_columns *columns, unsigned set, const char *before, struct buf *out)
{
    size_t found = 0, more = 0;
    for (size_t i = 0; i < columns->count; i++) {
        if (!(set & 1U << columns->of[i]))
            continue;
        if (found >= NAMES_SHOWN_MAX) {
            more++;
            continue;
        }
        size_t end = csv_columns_run_end(columns, set, i);
        buf_text(out, found++ ? ", " : before);
        if (end > i)
            buf_format(out, "columns %zu to %zu", i + 1, end + 1);
        else
            csv_columns_put_name(columns, i, out);
        i = end;
    }
    if (more)
        buf_format(out, " and %zu more", more);
    return found > 0;
}

void csv_columns_describe(const struct csv_columns *columns, struct buf *out)
{
    static const struct {
        const char *what;
        unsigned set;
    } kinds[] = {{"question from ", 1U << COLUMN_QUESTION | 1U << COLUMN_OPTION},
        {"answer from ", 1U << COLUMN_ANSWER}, {"reading from ", 1U << COLUMN_READING},
        {"hint from ", 1U << COLUMN_HINT},
        {"note from ", 1U << COLUMN_NOTE | 1U << COLUMN_EXAMPLE | 1U << COLUMN_FIELD},
        {"tags from ", 1U << COLUMN_TAGS | 1U << COLUMN_TOPIC}, {"deck from ", 1U << COLUMN_DECK},
        {"id from ", 1U << COLUMN_ID}, {"note type from ", 1U << COLUMN_KIND}};
    struct buf before = {0};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        buf_clear(&before);
        buf_format(&before, "%s%s", out->length ? ", " : "", kinds[i].what);
        out->failed |= before.failed;
        csv_columns_put_kind(columns, kinds[i].set, buf_string(&before), out);
    }
    if (csv_columns_put_kind(columns, 1U << COLUMN_OUT, "; ", out))
        buf_text(out, " left out");
    buf_done(&before);
}
