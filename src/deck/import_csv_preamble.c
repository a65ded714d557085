/* The lines before the rows of a table. */
#include "deck/import_csv.h"

#include "deck/delimiters.h"
#include "deck/import_fields.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *import_csv_after_lines(const char *text, unsigned lines)
{
    for (; lines > 0; lines--) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return text;
}

static void import_csv_copy_line(struct buf *line, const char *text)
{
    buf_clear(line);
    buf_add(line, text, strcspn(text, "\n"));
}

/* ---- Anki's header lines ---- */

static const char *const import_csv_anki_keys[] = {
    "#separator:", "#html:", "#columns:", "#tags:", "#tags column:", "#deck:", "#deck column:",
    "#guid column:", "#notetype:", "#notetype column:", "#if matches:"};

/* Returns the value of a header line with that key, or NULL. A spreadsheet may have put the line in
 * quotes. */
static const char *import_csv_after_key(const char *line, const char *key)
{
    size_t length = strlen(key);
    line += *line == '"';
    return strncasecmp(line, key, length) == 0 ? line + length : NULL;
}

bool import_csv_is_anki(const char *text)
{
    for (size_t i = 0; i < COUNT(import_csv_anki_keys); i++)
        if (import_csv_after_key(text, import_csv_anki_keys[i]))
            return true;
    return false;
}

/* Removes the delimiters that a spreadsheet adds to a line, to give it as many cells as the rows;
 * returns whether there were any. The value of #separator: may be a delimiter itself. */
static bool import_csv_strip_delimiters(struct buf *line)
{
    size_t length = line->length;
    const char *separator = import_csv_after_key(buf_string(line), "#separator:");
    size_t least = separator ? (size_t)(separator - line->bytes) + 1 : 0;
    while (length > least && strchr(",;\t\" ", line->bytes[length - 1]))
        length--;
    bool stripped = length < line->length;
    buf_cut(line, length);
    return stripped;
}

static void import_csv_take_column_number(
    struct text_table *t, const char *number, enum csv_column column)
{
    unsigned long n = strtoul(number, NULL, 10); /* columns count from 1 */
    if (n >= 1 && n <= COLUMNS_MAX) {
        t->columns.of[n - 1] = column;
        t->columns.count = t->columns.count < n ? n : t->columns.count;
    }
}

/* Takes column names, separated by the delimiter that an earlier line gives. */
static void import_csv_take_column_names(struct text_table *t, char *names)
{
    char separators[] = {t->delimiter, '\0'};
    for (size_t i = 0; i < COLUMNS_MAX && names; i++) {
        char *name = strsep(&names, separators);
        name += strspn(name, "\"");
        name[strcspn(name, "\"")] = '\0';
        csv_columns_set_name(&t->columns, i, name);
        t->columns.count = t->columns.count <= i ? i + 1 : t->columns.count;
    }
}

static void import_csv_take_anki_line(struct text_table *t, char *line)
{
    static const struct {
        const char *key;
        enum csv_column column;
    } numbered[] = {{"#tags column:", COLUMN_TAGS}, {"#deck column:", COLUMN_DECK},
        {"#guid column:", COLUMN_ID}, {"#notetype column:", COLUMN_KIND}};
    const char *value;
    char delimiter;
    for (size_t i = 0; i < COUNT(numbered); i++)
        if ((value = import_csv_after_key(line, numbered[i].key)))
            import_csv_take_column_number(t, value, numbered[i].column);
    if ((value = import_csv_after_key(line, "#separator:"))) {
        if ((delimiter = delimiter_named(value)))
            t->delimiter = delimiter;
    } else if ((value = import_csv_after_key(line, "#html:")))
        t->markup = strcasecmp(value, "true") == 0 ? MARKUP_HTML : MARKUP_TEXT;
    else if ((value = import_csv_after_key(line, "#deck:")))
        buf_text(&t->deck, value);
    else if ((value = import_csv_after_key(line, "#notetype:")))
        buf_text(&t->kind, value);
    else if ((value = import_csv_after_key(line, "#tags:")))
        field_add_tags(&t->tags, value);
    else if ((value = import_csv_after_key(line, "#columns:")))
        import_csv_take_column_names(t, line + (value - line));
}

static enum dialect_fit import_csv_read_anki(struct text_table *t, const char *text, char given)
{
    struct buf line = {0};
    struct dialect found = {.failed = false};
    t->anki = true;
    t->delimiter = '\t';
    for (const char *at = text; import_csv_is_anki(at); at = import_csv_after_lines(at, 1)) {
        import_csv_copy_line(&line, at);
        bool stripped = import_csv_strip_delimiters(&line);
        t->respaced = t->skipped == 0 ? stripped : t->respaced;
        if (!t->respaced && stripped)
            import_csv_copy_line(&line, at);
        t->skipped++;
        if (line.length)
            import_csv_take_anki_line(t, line.bytes);
        t->failed |= line.failed;
    }
    t->failed |= t->deck.failed || t->kind.failed || t->tags.failed;
    buf_done(&line);
    text = import_csv_after_lines(text, t->skipped);
    t->dialect = (struct dialect){.delimiter = given ? given : t->delimiter, .quotes = true};
    bool elsewhere = !strchr(text, t->dialect.delimiter) &&
                     dialect_find(&found, text, 0) == DIALECT_FITS && !found.between[0];
    t->failed |= found.failed;
    if (given || (!t->respaced && !elsewhere))
        return DIALECT_FITS;
    enum dialect_fit fit = dialect_find(&found, text, 0);
    t->dialect.delimiter = fit == DIALECT_FITS ? found.delimiter : t->delimiter;
    t->failed |= found.failed;
    return DIALECT_FITS;
}

/* ---- comments, and Excel's line ---- */

/* Returns the delimiter that a first line such as sep=; names, or 0. */
static char import_csv_named_separator(const char *text)
{
    text += *text == '"';
    if (strncasecmp(text, "sep=", 4) != 0 || strchr("\"\n", text[4]))
        return 0;
    bool alone = strspn(text + 5, "\",;\t ") == strcspn(text + 5, "\n");
    return alone ? text[4] : 0;
}

/* What a line that begins with # may be. */
struct import_csv_marked {
    size_t cells, known;
};

static bool import_csv_take_marked(void *context, const struct csv *row)
{
    struct import_csv_marked *marked = context;
    marked->cells = row->count;
    for (size_t i = 0; i < row->count; i++) {
        enum csv_fit fit;
        csv_column_named(csv_cell(row, i), &fit);
        marked->known += fit == FIT_WHOLE || fit == FIT_LANGUAGE;
    }
    return false;
}

/* Whether a line that begins with # is a comment, and not a row such as #include,... or a header
 * that is marked as a comment. */
static bool import_csv_is_comment(struct text_table *t, const char *line)
{
    struct buf copy = {0};
    struct import_csv_marked marked = {0};
    import_csv_copy_line(&copy, line);
    t->failed |=
        !dialect_each_row(&t->dialect, buf_string(&copy), import_csv_take_marked, &marked) ||
        copy.failed;
    buf_done(&copy);
    return marked.known < 2 && (marked.cells < 2 || strchr(" #!\n", line[1]));
}

static enum dialect_fit import_csv_read_comments(struct text_table *t, const char *text)
{
    const char *rows = text;
    while (*rows == '#' || (rows > text && *rows == '\n'))
        rows = import_csv_after_lines(rows, 1);
    enum dialect_fit fit = dialect_find(&t->dialect, *rows ? rows : text, t->delimiter);
    const char *line = text;
    unsigned comments = 0;
    for (; line < rows && *rows && (*line == '\n' || import_csv_is_comment(t, line)); comments++)
        line = import_csv_after_lines(line, 1);
    if (comments) {
        struct buf note = {0};
        buf_format(&note,
            comments == 1 ? "line %u is a comment, not a card"
                          : "lines %u to %u are comments, not cards",
            t->skipped + 1, t->skipped + comments);
        if (!note.failed)
            t->sink->note(t->sink->context, buf_string(&note));
        t->failed |= note.failed;
        buf_done(&note);
    }
    t->comments = comments > 0;
    t->skipped += comments;
    return fit;
}

enum dialect_fit import_csv_read_preamble(struct text_table *t, const char *text, char given)
{
    if (import_csv_is_anki(text))
        return import_csv_read_anki(t, text, given);
    char separator = import_csv_named_separator(text);
    t->skipped = separator != 0;
    t->delimiter = given ? given : separator;
    text = import_csv_after_lines(text, t->skipped);
    enum dialect_fit fit = import_csv_read_comments(t, text);
    t->failed |= t->dialect.failed;
    return fit;
}
