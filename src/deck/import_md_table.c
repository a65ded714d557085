/* Imports the tables of a Markdown document: a card for each row.
 *
 *   # Capitals                the deck's name, if it is the only heading of that level
 *   ## Baltic states          a tag, if there are several tables
 *   | Question | Answer |
 *   |---|---|
 *   | Estonia? | Tallinn |
 *
 * Other text is left out, and so are tables in code and in comments. */
#include "deck/import_source.h"

#include "base/utf8.h"
#include "deck/csv_columns.h"
#include "deck/import_fields.h"
#include "deck/import_rows.h"

#include <ctype.h>
#include <string.h>

#define HEADING_MAX 255 /* bytes */

/* What a document contains. */
struct import_md_table_survey {
    size_t tables, rows, titles, text; /* the rows with their headers; lines of other text */
    bool named;                        /* a header names a question and an answer */
};

/* The cells of a row. Cell i begins at text.bytes + start[i] and ends before start[i + 1]. */
struct import_md_table_row {
    struct buf text;
    size_t start[COLUMNS_MAX + 1], count;
};

struct import_md_table {
    struct import_sink *sink; /* NULL while surveying */
    const char *path;
    struct import_choices choices;
    struct import_md_table_survey survey, whole; /* of what was read so far; of the document */
    struct buf title, heading;
    struct buf before; /* the line before, if it may be a header */
    unsigned before_line;
    struct import_md_table_row row;
    size_t columns; /* of the table; 0 outside of tables */
    char fence;     /* of the open block of code, or 0 */
    bool in_comment;
    struct import_rows rows;
    struct err failure;
};

/* ---- rows ---- */

static size_t import_md_table_code_length(const char *code)
{
    size_t ticks = strspn(code, "`"), run;
    for (const char *close = code + ticks; (close = strchr(close, '`')); close += run)
        if ((run = strspn(close, "`")) == ticks)
            return (size_t)(close - code) + ticks;
    return ticks;
}

static void import_md_table_end_cell(struct import_md_table_row *row)
{
    size_t begin = row->start[row->count];
    while (row->text.length > begin && strchr(" \t", row->text.bytes[row->text.length - 1]))
        buf_cut(&row->text, row->text.length - 1);
    if (row->count + 1 < COLUMNS_MAX)
        row->start[++row->count] = row->text.length;
    else
        buf_cut(&row->text, begin);
}

/* The length of <br>, or 0. */
static size_t import_md_table_break(const char *at)
{
    if (at[0] != '<' || tolower((unsigned char)at[1]) != 'b' ||
        tolower((unsigned char)at[2]) != 'r')
        return 0;
    size_t length = 3 + strspn(at + 3, " /");
    return at[length] == '>' ? length + 1 : 0;
}

/* Appends what a <br> in a cell stands for: a line break or, before a list item, a new line. */
static const char *import_md_table_put_break(struct import_md_table_row *row, const char *after)
{
    after += strspn(after, " \t");
    bool empty = row->text.length == row->start[row->count];
    bool item = strchr("-*+", *after) && after[0] && after[1] == ' ';
    if (!empty)
        buf_text(&row->text, item ? "\n" : "\\\n");
    return after;
}

/* Divides a line into cells. A bar in code divides, too, unless `code_is_whole`. */
static void import_md_table_split(
    struct import_md_table_row *row, const char *line, bool code_is_whole)
{
    size_t code = 0;
    buf_clear(&row->text);
    row->count = row->start[0] = 0;
    line += strspn(line, " \t");
    line += *line == '|';
    for (size_t size; *line; line += size) {
        size = 1;
        bool empty = row->text.length == row->start[row->count];
        if (!code && *line == '`')
            code = import_md_table_code_length(line);
        if (line[0] == '\\' && line[1] == '|') {
            size = 2;
            buf_char(&row->text, '|');
        } else if (line[0] == '\\' && line[1] && !code) {
            size = 2;
            buf_add(&row->text, line, 2);
        } else if (*line == '|' && !(code && code_is_whole)) {
            import_md_table_end_cell(row);
            code = 0;
        } else if (!code && import_md_table_break(line)) {
            const char *after = line + import_md_table_break(line);
            size = (size_t)(import_md_table_put_break(row, after) - line);
        } else if (!empty || !strchr(" \t", *line)) {
            buf_char(&row->text, *line);
        }
        code -= code < size ? code : size;
    }
    if (row->text.length > row->start[row->count])
        import_md_table_end_cell(row);
}

static const char *import_md_table_cell(
    const struct import_md_table_row *row, size_t i, size_t *length)
{
    *length = row->start[i + 1] - row->start[i];
    return buf_string(&row->text) + row->start[i];
}

/* Whether the line opens a quote that it does not close: it is from a CSV file with a table in a
 * cell. */
static bool import_md_table_opens_quote(const char *line)
{
    bool open = false;
    for (; *line; line++)
        open ^= *line == '"';
    return open;
}

/* Whether the line has a bar that divides cells. */
static bool import_md_table_has_bar(const char *line)
{
    for (; (line = strpbrk(line, "\\|")); line += line[1] ? 2 : 1)
        if (*line == '|')
            return true;
    return false;
}

/* Returns the number of columns if the line is the one below a header: |---|:-:| */
static size_t import_md_table_rule(struct import_md_table_row *row, const char *line)
{
    if (line[strspn(line, "|:- \t")] || !strchr(line, '|') || !strchr(line, '-'))
        return 0;
    import_md_table_split(row, line, false);
    for (size_t i = 0; i < row->count; i++) {
        size_t length;
        const char *cell = import_md_table_cell(row, i, &length);
        size_t at = length && *cell == ':', begin = at;
        while (at < length && cell[at] == '-')
            at++;
        if (at == begin || at + (at < length && cell[at] == ':') < length)
            return 0;
    }
    return row->text.failed || row->count < 2 ? 0 : row->count;
}

static bool import_md_table_add_row(struct import_md_table *t, const char *line, unsigned number)
{
    struct import_md_table_row *row = &t->row;
    enum err_code code = ERR_NONE;
    import_md_table_split(row, line, false);
    if (row->count > t->columns) {
        import_md_table_split(row, line, true);
        if (row->count != t->columns)
            import_md_table_split(row, line, false);
    }
    t->survey.rows++;
    if (!t->sink)
        return !row->text.failed || err_memory(&t->failure) == ERR_NONE;
    for (size_t i = 0; i < row->count && !code; i++) {
        size_t length;
        const char *cell = import_md_table_cell(row, i, &length);
        code = import_rows_add(&t->rows, number, cell, length, &t->failure);
    }
    if (row->text.failed)
        return err_memory(&t->failure) == ERR_NONE;
    return !code && import_rows_end(&t->rows, &t->failure) == ERR_NONE;
}

/* ---- tables ---- */

/* Whether the header has both a question and an answer. */
static bool import_md_table_names_card(const struct import_md_table_row *row)
{
    bool named[COLUMN_KINDS] = {false};
    struct buf name = {0};
    for (size_t i = 0; i < row->count; i++) {
        size_t length;
        const char *cell = import_md_table_cell(row, i, &length);
        buf_clear(&name);
        buf_add(&name, cell, length);
        enum csv_fit fit;
        enum csv_column column = csv_column_named(buf_string(&name), &fit);
        named[column] |= fit == FIT_WHOLE;
    }
    buf_done(&name);
    return named[COLUMN_QUESTION] && named[COLUMN_ANSWER];
}

static bool import_md_table_begin(struct import_md_table *t, size_t columns)
{
    t->columns = columns;
    t->survey.tables++;
    t->survey.text--; /* the header was taken for text */
    bool good = import_md_table_add_row(t, buf_string(&t->before), t->before_line);
    t->survey.named |= good && import_md_table_names_card(&t->row);
    return good;
}

/* Ends the table, if there is one, and reads its rows. */
static bool import_md_table_end(struct import_md_table *t)
{
    bool within = t->columns > 0;
    t->columns = 0;
    if (!within || !t->sink)
        return true;
    bool title = t->whole.titles == 1, several = t->whole.tables > 1;
    return import_rows_read(&t->rows, t->path, &t->choices, title ? buf_string(&t->title) : "",
               several ? buf_string(&t->heading) : "", t->sink, &t->failure) == ERR_NONE;
}

/* ---- lines ---- */

/* Takes a heading: as the title, or as a tag, which has no spaces. */
static void import_md_table_take_heading(struct import_md_table *t, const char *line)
{
    size_t level = strspn(line, "#"), length;
    bool title = level == 1 && t->survey.tables == 0;
    struct buf *heading = title ? &t->title : &t->heading;
    t->survey.titles += level == 1;
    line += level;
    line += strspn(line, title ? " \t*_" : " \t*_0123456789.");
    length = strlen(line);
    while (length > 0 && strchr("# \t*_", line[length - 1]))
        length--;
    if (length > HEADING_MAX)
        length = utf8_cut(line, HEADING_MAX);
    buf_clear(&t->heading);
    buf_clear(heading);
    for (size_t i = 0; i < length; i++)
        if (title || !strchr(" \t,;", line[i]))
            buf_char(heading, line[i]);
        else if (heading->length && heading->bytes[heading->length - 1] != '-')
            buf_char(heading, '-');
}

static bool import_md_table_is_heading(const char *line)
{
    size_t level = strspn(line, "#");
    return level >= 1 && level <= 6 && (line[level] == ' ' || line[level] == '\t');
}

/* Whether the line is in a block of code, begins one or ends one. */
static bool import_md_table_is_code(struct import_md_table *t, const char *line)
{
    line += strspn(line, " ");
    bool fence = strncmp(line, "```", 3) == 0 || strncmp(line, "~~~", 3) == 0;
    bool within = t->fence != 0;
    if (fence && (!within || *line == t->fence))
        t->fence = within ? 0 : *line;
    return within || fence;
}

/* Whether the line is in a comment, or begins one that goes on. */
static bool import_md_table_is_comment(struct import_md_table *t, const char *line)
{
    bool within = t->in_comment;
    const char *open = within ? line : strstr(line, "<!--");
    t->in_comment = open && !strstr(open, "-->");
    return within || t->in_comment;
}

static bool import_md_table_take_line(void *context, struct buf *text, unsigned number)
{
    struct import_md_table *t = context;
    const char *line = buf_string(text);
    bool blank = line[strspn(line, " \t")] == '\0';
    bool code = import_md_table_is_code(t, line);
    bool other = code || import_md_table_is_comment(t, line) || blank;
    bool bar = !other && import_md_table_has_bar(line);
    size_t columns = bar && t->before.length ? import_md_table_rule(&t->row, line) : 0;
    bool good = true;
    if (bar && t->columns)
        return import_md_table_add_row(t, line, number);
    if (t->columns)
        good = import_md_table_end(t);
    if (columns && good)
        good = import_md_table_begin(t, columns);
    else if (!other && import_md_table_is_heading(line))
        import_md_table_take_heading(t, line);
    else
        t->survey.text += !blank;
    buf_clear(&t->before);
    if (bar && !columns && !import_md_table_opens_quote(line))
        buf_text(&t->before, line);
    t->before_line = number;
    return (good && !t->before.failed) || t->failure.code || err_memory(&t->failure) == ERR_NONE;
}

/* ---- the document ---- */

static enum err_code import_md_table_read_lines(
    struct import_md_table *t, struct import_source *source, struct err *err)
{
    struct source_lines *lines = &source->lines;
    struct buf line = {0};
    bool good = true;
    lines_rewind(lines);
    while (good && lines_next(lines, &line)) {
        if (!lines->too_long)
            good = !line.failed ? import_md_table_take_line(t, &line, lines->line)
                                : err_memory(&t->failure) == ERR_NONE;
        else if (t->sink)
            good = t->sink->skipped(t->sink->context, lines->line, "a line longer than 4 MiB");
    }
    buf_done(&line);
    good = good && !lines->err.code && import_md_table_end(t);
    if (good)
        return ERR_NONE;
    *err = lines->err.code ? lines->err : t->failure.code ? t->failure : t->sink->failure;
    return err->code;
}

static void import_md_table_done(struct import_md_table *t)
{
    struct buf *const texts[] = {&t->title, &t->heading, &t->before, &t->row.text};
    for (size_t i = 0; i < COUNT(texts); i++)
        buf_done(texts[i]);
    import_rows_done(&t->rows);
}

/* Begins at the first line again. */
static void import_md_table_restart(struct import_md_table *t)
{
    t->whole = t->survey;
    t->survey = (struct import_md_table_survey){0};
    t->fence = 0;
    t->columns = 0;
    t->in_comment = false;
    buf_clear(&t->title);
    buf_clear(&t->heading);
    buf_clear(&t->before);
}

static void import_md_table_note_text(struct import_md_table *t)
{
    struct buf note = {0};
    size_t lines = t->survey.text, tables = t->survey.tables;
    if (lines)
        buf_format(&note, "has %zu table%s: %zu other line%s of text %s left out", tables,
            tables == 1 ? "" : "s", lines, lines == 1 ? "" : "s", lines == 1 ? "is" : "are");
    if (note.length)
        t->sink->note(t->sink->context, buf_string(&note));
    buf_done(&note);
}

static enum err_code import_md_table_read(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct import_md_table t = {.path = source->path, .choices = source->choices};
    if (!t.choices.header)
        t.choices.header = HEADER_YES;
    if (!t.choices.markup)
        t.choices.markup = MARKUP_MARKDOWN;
    enum err_code code = import_md_table_read_lines(&t, source, err);
    import_md_table_restart(&t);
    t.sink = sink;
    if (!code)
        code = import_md_table_read_lines(&t, source, err);
    if (!code)
        import_md_table_note_text(&t);
    import_md_table_done(&t);
    return code;
}

/* Recognizes a table that names its columns, or tables that are a good part of the document. */
static struct import_md_table_survey import_md_table_look(const struct import_source *source)
{
    struct import_md_table t = {0};
    struct buf text = {0};
    const char *line = source->is_text ? buf_string(&source->start) : "";
    unsigned number = 0;
    for (bool good = true; *line && good; line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        buf_clear(&text);
        buf_add(&text, line, length);
        good = import_md_table_take_line(&t, &text, ++number);
        line += length;
    }
    buf_done(&text);
    import_md_table_done(&t);
    return t.survey;
}

static bool import_md_table_recognizes(const struct import_source *source)
{
    struct import_md_table_survey found = import_md_table_look(source);
    return found.rows > found.tables && (found.named || 2 * found.rows >= found.text);
}

bool import_md_table_is_sure(struct import_source *source)
{
    return import_md_table_look(source).named;
}

const struct importer importer_md_table = {
    "mdtable", "tables in Markdown", import_md_table_recognizes, import_md_table_read};
