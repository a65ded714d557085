/* Imports tables: CSV and TSV with the usual delimiters; Anki's text export, with # lines before
 * the rows; exports of Quizlet and Brainscape, without a header. */
#include "deck/import_source.h"

#include "deck/csv_columns.h"
#include "deck/dialect.h"
#include "deck/import_fields.h"
#include "deck/markup.h"
#include "text/from_html.h"
#include "text/gap.h"
#include "text/md_write.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROW_MAX (8 * (size_t)DECK_FIELD_MAX)
/* How many unclosed quotes are skipped; each costs another pass over the file. */
#define RESCUES_MAX 100

struct text_table {
    struct csv csv;
    struct dialect dialect;
    struct csv_columns columns;
    struct import_sink *sink;
    bool stopped, failed;
    bool headed, has_header; /* the first row names the columns; that row has not been read yet */
    bool anki;               /* the file has Anki's header lines */
    enum markup markup;      /* of the cells */
    const char *guess;       /* a note to show once a guessed markup changes a cell; or NULL */
    unsigned skipped;        /* lines before the first row */
    struct buf deck, tags, kind; /* for every row, from Anki's header lines */
    struct deck_entry entry;     /* the previous row, which more lines may continue */
    struct buf entry_deck;
    unsigned entry_line, blank_lines;
};

/* ---- Anki's header lines ---- */

/* Returns the value of a header line with that key, or NULL. */
static const char *import_csv_after_key(const char *line, const char *key)
{
    size_t length = strlen(key);
    return strncasecmp(line, key, length) == 0 ? line + length : NULL;
}

static bool import_csv_is_anki_line(const char *line)
{
    static const char *const keys[] = {
        "#separator:", "#html:", "#columns:", "#tags:", "#tags column:", "#deck:", "#deck column:",
        "#guid column:", "#notetype:", "#notetype column:", "#if matches:"};
    for (size_t i = 0; i < COUNT(keys); i++)
        if (import_csv_after_key(line, keys[i]))
            return true;
    return false;
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
    char delimiters[] = {t->dialect.delimiter, '\0'};
    for (size_t i = 0; i < COLUMNS_MAX && names; i++) {
        char *name = strsep(&names, delimiters);
        enum csv_column column = csv_column_named(name);
        if (!t->columns.of[i] && column && !csv_columns_have(&t->columns, column))
            t->columns.of[i] = column;
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
    for (size_t i = 0; i < COUNT(numbered); i++)
        if ((value = import_csv_after_key(line, numbered[i].key)))
            import_csv_take_column_number(t, value, numbered[i].column);
    char delimiter;
    if ((value = import_csv_after_key(line, "#separator:"))) {
        if ((delimiter = import_delimiter_named(value)))
            t->dialect.delimiter = delimiter;
    } else if ((value = import_csv_after_key(line, "#html:")))
        t->markup = strcasecmp(value, "true") == 0 ? MARKUP_HTML : MARKUP_TEXT;
    else if ((value = import_csv_after_key(line, "#deck:")))
        buf_text(&t->deck, value);
    else if ((value = import_csv_after_key(line, "#notetype:")))
        buf_text(&t->kind, value);
    else if ((value = import_csv_after_key(line, "#tags:")))
        field_add_tags(&t->tags, value);
    else if (import_csv_after_key(line, "#columns:"))
        import_csv_take_column_names(t, line + strlen("#columns:"));
}

/* Assigns the remaining columns, in order: question, answer, then note. */
static void import_csv_complete_anki_columns(struct text_table *t)
{
    static const enum csv_column fields[] = {COLUMN_QUESTION, COLUMN_ANSWER};
    size_t field = 0;
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        while (field < 2 && csv_columns_have(&t->columns, fields[field]))
            field++;
        if (!t->columns.of[i])
            t->columns.of[i] = field < 2 ? fields[field] : COLUMN_NOTE;
        t->columns.count = t->columns.count <= i ? i + 1 : t->columns.count;
    }
}

static bool import_csv_read_anki_lines(struct text_table *t, struct import_source *source)
{
    struct buf line = {0};
    t->dialect = (struct dialect){.delimiter = '\t', .quotes = true};
    t->anki = true;
    while (lines_next(&source->lines, &line) && import_csv_is_anki_line(buf_string(&line))) {
        t->skipped++;
        import_csv_take_anki_line(t, line.bytes);
    }
    import_csv_complete_anki_columns(t);
    bool whole = !line.failed;
    buf_done(&line);
    lines_rewind(&source->lines);
    return whole;
}

/* ---- a row ---- */

static bool import_csv_is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* Whether Anki shows a formula in the text: \( \) or \[ \]. */
static bool import_csv_has_formula(const char *text)
{
    const char *line = strstr(text, "\\("), *display = strstr(text, "\\[");
    return (line && strstr(line, "\\)")) || (display && strstr(display, "\\]"));
}

/* Writes plain text as HTML, as Anki itself does when it imports text. */
static void import_csv_put_html(struct buf *html, const char *text)
{
    static const char *const written[UCHAR_MAX + 1] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['\n'] = "<br>"};
    for (; *text; text++)
        if (written[(unsigned char)*text])
            buf_text(html, written[(unsigned char)*text]);
        else
            buf_char(html, *text);
}

/* Converts plain text to Markdown; if Anki would show a formula in it, by way of HTML. */
static void import_csv_convert(struct text_table *t, struct buf *text, bool cloze)
{
    struct buf markdown = {0}, html = {0};
    bool formula = t->anki && import_csv_has_formula(buf_string(text));
    if (formula) {
        import_csv_put_html(&html, buf_string(text));
        formula = html_to_markdown(&markdown, buf_string(&html), NULL);
    }
    if (cloze && !formula)
        field_add_plain_cloze(&markdown, buf_string(text));
    else if (!formula)
        markdown_put_plain(&markdown, buf_string(text));
    if (t->guess && strcmp(buf_string(&markdown), buf_string(text)) != 0) {
        t->sink->note(t->sink->context, t->guess);
        t->guess = NULL;
    }
    markdown.failed |= html.failed;
    buf_done(&html);
    buf_done(text);
    *text = markdown;
}

/* Anki's cloze notes have the text first, then a note shown with the answer. */
static void import_csv_make_cloze(struct deck_entry *entry)
{
    struct buf empty = entry->cloze;
    entry->cloze = entry->question;
    entry->question = empty;
    buf_text(&entry->answer, entry->answer.length && entry->note.length ? "\n\n" : "");
    buf_text(&entry->answer, buf_string(&entry->note));
    empty = entry->note;
    entry->note = entry->answer;
    entry->answer = empty;
    buf_clear(&entry->answer);
    entry->reverse = false;
}

/* Passes the previous row to the sink. */
static bool import_csv_flush_entry(struct text_table *t)
{
    struct deck_entry *entry = &t->entry;
    if (!t->entry_line)
        return true;
    unsigned line = t->entry_line;
    t->entry_line = t->blank_lines = 0;
    if (!deck_entry_is_whole(entry) || t->entry_deck.failed)
        return err_memory(&t->sink->failure) == ERR_NONE;
    bool cloze = gap_next_opening(buf_string(&entry->question));
    struct buf *const texts[] = {&entry->question, &entry->answer, &entry->hint, &entry->note};
    for (size_t i = 0; i < COUNT(texts) && t->markup == MARKUP_TEXT; i++)
        import_csv_convert(t, texts[i], cloze && texts[i] == &entry->question);
    if (!deck_entry_is_whole(entry))
        return err_memory(&t->sink->failure) == ERR_NONE;
    if (cloze)
        import_csv_make_cloze(entry);
    return t->sink->entry(t->sink->context, buf_string(&t->entry_deck), entry, line);
}

static void import_csv_skip_row(struct text_table *t, unsigned line, const char *why)
{
    t->stopped =
        t->stopped || !import_csv_flush_entry(t) || !t->sink->skipped(t->sink->context, line, why);
}

static bool import_csv_take_cell_text(struct text_table *t, struct buf *to, const char *cell)
{
    if (import_csv_is_blank(cell))
        return true;
    buf_text(to, to->length ? "\n\n" : "");
    if (t->markup != MARKUP_HTML) /* import_csv_convert converts the whole text later */
        buf_text(to, cell);
    else if (!html_to_markdown(to, cell, NULL))
        return false;
    field_trim(to);
    return true;
}

/* Puts the cells into the entry; returns false if a cell has HTML that is nested too deeply. */
static bool import_csv_take_cells(struct text_table *t)
{
    struct deck_entry *entry = &t->entry;
    struct buf *const texts[] = {[COLUMN_QUESTION] = &entry->question,
        [COLUMN_ANSWER] = &entry->answer,
        [COLUMN_HINT] = &entry->hint,
        [COLUMN_NOTE] = &entry->note,
        [COLUMN_KIND] = NULL};
    buf_text(&t->entry_deck, buf_string(&t->deck));
    buf_text(&entry->tags, buf_string(&t->tags));
    const char *kind = buf_string(&t->kind);
    for (size_t i = 0; i < t->csv.count && i < t->columns.count; i++) {
        enum csv_column column = t->columns.of[i];
        const char *cell = csv_cell(&t->csv, i);
        if (column == COLUMN_TAGS)
            field_add_tags(&entry->tags, cell);
        else if (column == COLUMN_ID)
            field_add_id(&entry->id, cell);
        else if (column == COLUMN_KIND)
            kind = cell;
        else if (column == COLUMN_DECK && *cell) {
            buf_clear(&t->entry_deck);
            buf_text(&t->entry_deck, cell);
        } else if (texts[column] && !import_csv_take_cell_text(t, texts[column], cell))
            return false;
    }
    entry->reverse = strstr(kind, "reversed") && entry->answer.length;
    return true;
}

/* Whether the row continues the previous one: Quizlet writes rows of two cells, without quotes even
 * if the definition has several lines. */
static bool import_csv_continues(const struct text_table *t)
{
    return t->entry_line && t->csv.count == 1 && t->dialect.delimiter == '\t' && !t->anki &&
           !t->headed && t->columns.count == 2 && t->columns.of[1] == COLUMN_ANSWER;
}

static void import_csv_take_row(struct text_table *t)
{
    if (t->csv.count == 0) {
        t->blank_lines++;
        return;
    }
    if (t->has_header) {
        t->has_header = false;
        return;
    }
    if (import_csv_continues(t)) {
        buf_text(&t->entry.answer, t->blank_lines ? "\n\n" : "\n");
        buf_text(&t->entry.answer, csv_cell(&t->csv, 0));
        return;
    }
    t->stopped = t->stopped || !import_csv_flush_entry(t);
    bool blank = true;
    for (size_t i = 0; i < t->csv.count; i++)
        blank = blank && import_csv_is_blank(csv_cell(&t->csv, i));
    if (blank || t->stopped)
        return;
    deck_entry_clear(&t->entry);
    buf_clear(&t->entry_deck);
    bool taken = import_csv_take_cells(t);
    if (!deck_entry_is_whole(&t->entry) || t->entry_deck.failed)
        t->failed = true;
    else if (!taken)
        import_csv_skip_row(t, t->csv.row_line, "its HTML is nested too deeply");
    else if (t->entry.question.length == 0)
        import_csv_skip_row(t, t->csv.row_line, "no question");
    else
        t->entry_line = t->csv.row_line;
}

/* ---- the file ---- */

/* Reads lines as rows until the file ends, or a row becomes too long. */
static void import_csv_read_lines(struct text_table *t, struct import_source *source, unsigned skip)
{
    struct buf line = {0};
    while (!t->stopped && !t->failed && t->csv.text.length <= ROW_MAX &&
           lines_next(&source->lines, &line)) {
        if (source->lines.line <= skip)
            continue;
        if (source->lines.too_long && !t->csv.open_line) {
            import_csv_skip_row(t, source->lines.line, "a line longer than 4 MiB");
            continue;
        }
        buf_char(&line, '\n');
        const char *at = buf_string(&line), *end = at + line.length;
        t->csv.line = source->lines.line;
        while (!t->stopped && csv_next(&t->csv, &at, end) && !t->csv.text.failed)
            import_csv_take_row(t);
        t->failed |= line.failed || t->csv.text.failed;
    }
    buf_done(&line);
}

/* Reads the rows. An unclosed quote would swallow the rest of the file, so the line with the
 * quote is skipped, and reading continues on the next line. */
static bool import_csv_read_rows(struct text_table *t, struct import_source *source)
{
    unsigned skip = t->skipped;
    for (int rescues = 0;; rescues++) {
        t->csv = dialect_reader(&t->dialect);
        import_csv_read_lines(t, source, skip);
        unsigned open_line = t->dialect.semicolons ? 0 : t->csv.open_line;
        if (!open_line && !t->stopped && !t->failed && csv_last(&t->csv))
            import_csv_take_row(t);
        t->failed |= t->csv.text.failed;
        csv_done(&t->csv);
        if (!open_line || t->stopped || t->failed)
            return !t->failed;
        skip = open_line;
        import_csv_skip_row(t, open_line,
            rescues < RESCUES_MAX ? "an unclosed quote"
                                  : "an unclosed quote, after 100 others: the rest is not read");
        if (rescues == RESCUES_MAX)
            return true;
        lines_rewind(&source->lines);
    }
}

/* Takes the columns from the user or the header; by default, question first, answer second. */
static enum err_code import_csv_find_columns(
    struct text_table *t, struct import_source *source, struct err *err)
{
    struct buf unused = {0};
    struct sample sample = dialect_sample(&t->dialect, buf_string(&source->start), &unused);
    enum err_code code = ERR_NONE;
    t->headed = t->has_header = sample.is_header;
    if (sample.failed || t->dialect.failed) {
        code = err_memory(err);
    } else if (source->choices.columns) {
        code = csv_columns_parse(&t->columns, source->choices.columns, err);
    } else if (sample.is_header) {
        t->columns = sample.header;
        if (unused.length)
            t->sink->note(t->sink->context, buf_string(&unused));
    } else {
        t->columns = (struct csv_columns){.of = {COLUMN_QUESTION, COLUMN_ANSWER}, .count = 2};
        if (sample.first_cells > 2)
            t->sink->note(t->sink->context,
                "using the first column as the question and the second as the answer, ignoring the "
                "rest: to change this, list the columns with --columns");
    }
    buf_done(&unused);
    return code;
}

/* Whether drill itself wrote the table: the cells of `drill export cards` are Markdown. */
static bool import_csv_is_own(const char *text)
{
    static const char begin[] = "deck,card,question,tags,state,";
    return strncmp(text, begin, strlen(begin)) == 0;
}

/* Finds out how the cells are marked up: from the user, from the header, or from the cells
 * themselves. */
static enum err_code import_csv_find_markup(
    struct text_table *t, const struct import_source *source, struct err *err)
{
    static const char guess[] =
        "its cells are plain text: if they are marked up, use --markup markdown or --markup html";
    const char *text = buf_string(&source->start), *sign = NULL;
    bool given = t->markup != MARKUP_UNKNOWN;
    if (source->choices.markup || import_csv_is_own(text)) {
        t->markup = source->choices.markup ? source->choices.markup : MARKUP_MARKDOWN;
        return ERR_NONE;
    }
    for (unsigned i = 0; i < t->skipped; i++) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    if (!given)
        t->markup = markup_find(&t->dialect, text, &sign);
    if (t->markup == MARKUP_UNKNOWN)
        return err_memory(err);
    t->guess = t->markup == MARKUP_TEXT ? guess : NULL;
    if (sign) {
        struct buf note = {0};
        buf_format(&note,
            "its cells are Markdown, since they contain %s: if they are plain text, use "
            "--markup text",
            sign);
        t->sink->note(t->sink->context, buf_string(&note));
        buf_done(&note);
    }
    return ERR_NONE;
}

static enum err_code import_csv_read_table(
    struct text_table *t, struct import_source *source, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (import_csv_is_anki_line(buf_string(&source->start))) {
        if (!import_csv_read_anki_lines(t, source))
            return err_memory(err);
        if (source->choices.columns)
            code = csv_columns_parse(&t->columns, source->choices.columns, err);
    } else {
        dialect_find(&t->dialect, buf_string(&source->start));
        code = import_csv_find_columns(t, source, err);
    }
    if (!code)
        code = import_csv_find_markup(t, source, err);
    if (code)
        return code;
    if (!import_csv_read_rows(t, source))
        return source->lines.err.code ? (*err = source->lines.err).code : err_memory(err);
    t->stopped = t->stopped || !import_csv_flush_entry(t);
    *err = t->stopped ? t->sink->failure : source->lines.err;
    return err->code;
}

static enum err_code import_csv_read_csv(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct text_table *t = calloc(1, sizeof *t);
    if (!t)
        return err_memory(err);
    t->sink = sink;
    enum err_code code = import_csv_read_table(t, source, err);
    buf_done(&t->deck);
    buf_done(&t->tags);
    buf_done(&t->kind);
    buf_done(&t->entry_deck);
    deck_entry_done(&t->entry);
    free(t);
    return code;
}

static bool import_csv_is_table(const struct import_source *source)
{
    struct dialect dialect;
    const char *text = buf_string(&source->start);
    return source->is_text && (import_csv_is_anki_line(text) || dialect_find(&dialect, text));
}

const struct importer importer_csv = {
    "csv", "a table: CSV or TSV", import_csv_is_table, import_csv_read_csv};
