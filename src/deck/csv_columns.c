#include "deck/csv_columns.h"

#include "base/utf8.h"
#include "deck/csv_profile.h"

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

/* Whether a card has one text of that kind, so that a second column of it needs another. */
static bool csv_columns_is_single(enum csv_column column)
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
            (csv_columns_is_single(column) && csv_columns_have(columns, column)))
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

/* ---- columns that nobody listed ---- */

/* What a column's name says. */
struct csv_named {
    enum csv_column column;
    enum csv_fit fit;
};

static struct csv_named csv_columns_read_name(const struct csv_columns *columns, size_t i)
{
    struct csv_named named = {COLUMN_NONE, FIT_NONE};
    const char *name = csv_columns_name(columns, i);
    if (columns->of[i] == COLUMN_NONE && *name)
        named.column = csv_column_named(name, &named.fit);
    return named;
}

/* Whether the cells, or a name that they do not contradict, say that no card shows the column. */
static bool csv_columns_is_out(
    const struct csv_named *named, const struct column_profile *cells, size_t count)
{
    if (column_is_dates(cells) || column_is_nulls(cells))
        return named->fit != FIT_WHOLE || named->column == COLUMN_OUT;
    return named->column == COLUMN_OUT ||
           (named->fit == FIT_NONE && count > 2 && column_counts(cells));
}

/* Gives the columns of several kinds what their names or cells say. */
static void csv_columns_take_names(
    struct csv_columns *columns, const struct csv_named *named, const struct csv_profile *profile)
{
    bool reading = false;
    for (size_t i = 0; i < columns->count; i++)
        reading |= named[i].column == COLUMN_READING && named[i].fit == FIT_WHOLE;
    for (size_t i = 0; i < columns->count; i++) {
        const struct column_profile *cells = &profile->columns[i];
        enum csv_column column = named[i].column;
        if (columns->of[i] != COLUMN_NONE)
            continue;
        if (csv_columns_is_out(&named[i], cells, columns->count))
            columns->of[i] = COLUMN_OUT;
        else if (named[i].fit == FIT_NONE && column_is_lists(cells))
            columns->of[i] = COLUMN_TAGS;
        else if (column == COLUMN_ID && cells->like_previous)
            columns->of[i] = COLUMN_FIELD; /* not the id of a card */
        else if (column == COLUMN_NOTE && named[i].fit == FIT_PART)
            columns->of[i] = COLUMN_FIELD; /* its name says more */
        else if (column == COLUMN_READING && named[i].fit == FIT_PART && reading)
            columns->of[i] = COLUMN_FIELD; /* of a sentence, say */
        else if (column && !csv_columns_is_single(column))
            columns->of[i] = column;
        else if (column > COLUMN_ANSWER && !csv_columns_have(columns, column))
            columns->of[i] = column;
    }
}

/* Finds the column that best is the question or the answer: by its whole name, then by a part of
 * it. A language is the better answer than a part of a name. */
static void csv_columns_choose(struct csv_columns *columns, const struct csv_named *named,
    const struct csv_profile *profile, enum csv_column column)
{
    size_t best = COLUMNS_MAX;
    for (size_t i = 0; i < columns->count; i++) {
        bool language = named[i].fit == FIT_LANGUAGE && column == COLUMN_ANSWER,
             empty = profile->rows > 2 && profile->columns[i].cells == 0;
        if (columns->of[i] == COLUMN_NONE && !empty && (named[i].column == column || language) &&
            (best == COLUMNS_MAX || named[i].fit > named[best].fit))
            best = i;
    }
    if (best == COLUMNS_MAX)
        return;
    columns->of[best] = column;
    columns->guessed |= named[best].fit != FIT_WHOLE;
}

/* Takes the first column whose name fits at least so well and whose cells may be a question or an
 * answer. A column without a name may be numbers. */
static bool csv_columns_take_first(struct csv_columns *columns, const struct csv_named *named,
    const struct csv_profile *profile, enum csv_column column, enum csv_fit least)
{
    for (size_t i = 0; i < columns->count; i++) {
        const struct column_profile *cells = &profile->columns[i];
        bool unlikely =
            *csv_columns_name(columns, i) && (column_is_numbers(cells) || column_repeats(cells));
        bool answer = column == COLUMN_QUESTION && named[i].column == COLUMN_ANSWER;
        if (columns->of[i] == COLUMN_NONE && named[i].fit >= least && !unlikely && !answer &&
            (cells->cells || !profile->rows)) {
            columns->of[i] = column;
            return true;
        }
    }
    return false;
}

static bool csv_columns_take_other(
    struct csv_columns *columns, enum csv_column column, enum csv_column other)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->of[i] == other) {
            columns->of[i] = column;
            return true;
        }
    return false;
}

/* Without a name for the question or the answer, takes the first column that might be it: one that
 * has no other meaning, then one with a lesser one. */
static void csv_columns_fall_back(struct csv_columns *columns, const struct csv_named *named,
    const struct csv_profile *profile, enum csv_column column)
{
    static const enum csv_fit fits[] = {FIT_LANGUAGE, FIT_LIKE_LANGUAGE, FIT_NONE};
    static const enum csv_column others[] = {COLUMN_READING, COLUMN_NOTE, COLUMN_EXAMPLE,
        COLUMN_HINT, COLUMN_NONE, COLUMN_TOPIC, COLUMN_TAGS, COLUMN_FIELD, COLUMN_OUT, COLUMN_ID};
    bool found = csv_columns_have(columns, column);
    columns->guessed |= !found && columns->count > 1;
    for (size_t i = 0; i < COUNT(fits) && !found; i++)
        found = csv_columns_take_first(columns, named, profile, column, fits[i]);
    for (size_t i = 0; i < COUNT(others) && !found; i++)
        found = csv_columns_take_other(columns, column, others[i]);
}

/* Without names: words in another script, their pronunciation in Latin letters with accents, and
 * what they mean. */
static void csv_columns_find_reading(struct csv_columns *columns, const struct csv_profile *profile)
{
    const struct column_profile *of = profile->columns;
    if (columns->count == 3 && !columns->names.length && of[0].foreign * 10 >= of[0].cells * 9 &&
        of[1].accented * 2 > of[1].cells && of[2].cells && of[2].accented * 10 < of[2].cells &&
        of[2].foreign * 10 < of[2].cells)
        columns->of[1] = COLUMN_READING;
}

void csv_columns_assign(struct csv_columns *columns, const struct csv_profile *profile)
{
    struct csv_named named[COLUMNS_MAX];
    for (size_t i = 0; i < columns->count; i++) {
        named[i] = csv_columns_read_name(columns, i);
        columns->guessed |= columns->of[i] == COLUMN_NONE && *csv_columns_name(columns, i) &&
                            named[i].fit != FIT_WHOLE;
    }
    csv_columns_take_names(columns, named, profile);
    csv_columns_find_reading(columns, profile);
    csv_columns_choose(columns, named, profile, COLUMN_QUESTION);
    if (!csv_columns_have(columns, COLUMN_QUESTION))
        csv_columns_fall_back(columns, named, profile, COLUMN_QUESTION);
    csv_columns_choose(columns, named, profile, COLUMN_ANSWER);
    csv_columns_fall_back(columns, named, profile, COLUMN_ANSWER);
    for (size_t i = 0; i < columns->count; i++)
        if (columns->of[i] == COLUMN_NONE)
            columns->of[i] = *csv_columns_name(columns, i) ? COLUMN_FIELD : COLUMN_NOTE;
}

/* ---- what they became ---- */

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

/* Returns the last of the columns from i on that are in the set and have no name. */
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
