/* Tables: CSV and TSV with any of the usual delimiters, read by libcsv; what Anki writes as text,
 * with lines of # before the rows; what Quizlet and Brainscape export, without a header.
 *
 * The file is fed to libcsv line by line, so that it is known where each row begins. */
#include "deck/import.h"

#include "deck/columns.h"
#include "deck/dialect.h"
#include "deck/html.h"
#include "deck/import_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROW_MOST (8 * (size_t)DECK_FIELD_MOST)
#define RESCUES_MOST                                                                               \
    100 /* quotes not closed that are passed over, each at the cost of a reading                   \
         */

/* A table on its way through libcsv. */
struct table {
    struct csv_parser parser;
    struct dialect dialect;
    struct columns columns;
    struct import_sink *sink;
    struct buf cells[COLUMNS_MOST];
    size_t cell_count, row_bytes;
    unsigned row_line; /* where the row begins that is being read */
    bool in_row, stopped, failed;
    bool headed, has_header;     /* the first row names the columns; it is still to come */
    bool anki, html;             /* Anki's first lines are there, and say that cells are HTML */
    unsigned skipped;            /* lines before the first row */
    struct buf deck, tags, kind; /* what Anki's first lines say for every row */
    struct deck_entry entry;     /* the row before, which more lines may belong to */
    struct buf entry_deck;
    unsigned entry_line, blank_lines;
};

/* ---- Anki's first lines ---- */

static char separator_named(const char *name)
{
    static const struct {
        const char *name;
        char separator;
    } separators[] = {{"tab", '\t'}, {"comma", ','}, {"semicolon", ';'}, {"pipe", '|'},
        {"colon", ':'}, {"space", ' '}};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (strcasecmp(name, separators[i].name) == 0)
            return separators[i].separator;
    bool good = name[0] && strchr(",;:|~^/!$%&*+=@#_-", name[0]) && !name[1];
    return good ? name[0] : '\t';
}

/* What follows a key of Anki's in a line, NULL where it is another. */
static const char *after_key(const char *line, const char *key)
{
    size_t length = strlen(key);
    return strncasecmp(line, key, length) == 0 ? line + length : NULL;
}

static bool is_anki_line(const char *line)
{
    static const char *const keys[] = {
        "#separator:", "#html:", "#columns:", "#tags:", "#tags column:", "#deck:", "#deck column:",
        "#guid column:", "#notetype:", "#notetype column:", "#if matches:"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (after_key(line, keys[i]))
            return true;
    return false;
}

static void take_column_number(struct table *t, const char *number, enum column column)
{
    unsigned long place = strtoul(number, NULL, 10);
    if (place >= 1 && place <= COLUMNS_MOST) {
        t->columns.of[place - 1] = column;
        t->columns.count = t->columns.count < place ? place : t->columns.count;
    }
}

/* The names stand in the file's own delimiter, which has been named before. */
static void take_column_names(struct table *t, char *names)
{
    char delimiters[] = {t->dialect.delimiter, '\0'};
    for (size_t i = 0; i < COLUMNS_MOST && names; i++) {
        char *name = strsep(&names, delimiters);
        enum column column = column_named(name);
        if (!t->columns.of[i] && column && !columns_have(&t->columns, column))
            t->columns.of[i] = column;
        t->columns.count = t->columns.count <= i ? i + 1 : t->columns.count;
    }
}

static void take_anki_line(struct table *t, char *line)
{
    static const struct {
        const char *key;
        enum column column;
    } numbered[] = {{"#tags column:", COLUMN_TAGS}, {"#deck column:", COLUMN_DECK},
        {"#guid column:", COLUMN_ID}, {"#notetype column:", COLUMN_KIND}};
    const char *value;
    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++)
        if ((value = after_key(line, numbered[i].key)))
            take_column_number(t, value, numbered[i].column);
    if ((value = after_key(line, "#separator:")))
        t->dialect.delimiter = separator_named(value);
    else if ((value = after_key(line, "#html:")))
        t->html = strcasecmp(value, "true") == 0;
    else if ((value = after_key(line, "#deck:")))
        buf_text(&t->deck, value);
    else if ((value = after_key(line, "#notetype:")))
        buf_text(&t->kind, value);
    else if ((value = after_key(line, "#tags:")))
        text_add_tags(&t->tags, value);
    else if (after_key(line, "#columns:"))
        take_column_names(t, line + strlen("#columns:"));
}

/* Give the columns that nothing is said of to the question, the answer, and the note. */
static void complete_anki_columns(struct table *t)
{
    static const enum column fields[] = {COLUMN_QUESTION, COLUMN_ANSWER};
    size_t field = 0;
    for (size_t i = 0; i < COLUMNS_MOST; i++) {
        while (field < 2 && columns_have(&t->columns, fields[field]))
            field++;
        if (!t->columns.of[i])
            t->columns.of[i] = field < 2 ? fields[field] : COLUMN_NOTE;
        t->columns.count = t->columns.count <= i ? i + 1 : t->columns.count;
    }
}

static bool read_anki_lines(struct table *t, struct import_source *source)
{
    struct buf line = {0};
    t->dialect = (struct dialect){.delimiter = '\t', .quotes = true};
    t->anki = true;
    while (lines_next(&source->lines, &line) && is_anki_line(buf_string(&line))) {
        t->skipped++;
        take_anki_line(t, line.bytes);
    }
    complete_anki_columns(t);
    bool whole = !line.failed;
    buf_done(&line);
    lines_rewind(&source->lines);
    return whole;
}

/* ---- a row ---- */

static bool is_blank(const struct buf *text)
{
    return strspn(buf_string(text), " \t\r\n") == text->length;
}

/* {{c1:: and the like, as Anki writes gaps. */
static bool has_numbered_gap(const char *text)
{
    while ((text = strstr(text, "{{c"))) {
        text += 3;
        size_t digits = strspn(text, "0123456789");
        if (digits && strncmp(text + digits, "::", 2) == 0)
            return true;
    }
    return false;
}

/* Anki's clozes have their text first, and then what is shown below the answer. */
static void make_cloze(struct deck_entry *entry)
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

/* The row that has come to its end goes to the sink. */
static bool flush_entry(struct table *t)
{
    struct deck_entry *entry = &t->entry;
    if (!t->entry_line)
        return true;
    unsigned line = t->entry_line;
    t->entry_line = t->blank_lines = 0;
    if (!deck_entry_is_whole(entry) || t->entry_deck.failed)
        return err_memory(&t->sink->failure) == ERR_NONE;
    if (has_numbered_gap(buf_string(&entry->question)))
        make_cloze(entry);
    return t->sink->entry(t->sink->context, buf_string(&t->entry_deck), entry, line);
}

static void skip_row(struct table *t, unsigned line, const char *why)
{
    t->stopped = t->stopped || !flush_entry(t) || !t->sink->skipped(t->sink->context, line, why);
}

static bool take_cell_text(struct table *t, struct buf *to, const struct buf *cell)
{
    if (is_blank(cell))
        return true;
    buf_text(to, to->length ? "\n\n" : "");
    if (!t->html)
        buf_add(to, buf_string(cell), cell->length);
    else if (!html_to_markdown(to, buf_string(cell), NULL))
        return false;
    text_trim(to);
    return true;
}

static void take_deck(struct table *t, const char *name)
{
    if (!*name)
        return;
    buf_clear(&t->entry_deck);
    buf_text(&t->entry_deck, name);
}

/* Put the cells where they belong; false where one cannot be taken. */
static bool take_cells(struct table *t)
{
    struct deck_entry *entry = &t->entry;
    struct buf *const places[] = {[COLUMN_QUESTION] = &entry->question,
        [COLUMN_ANSWER] = &entry->answer,
        [COLUMN_HINT] = &entry->hint,
        [COLUMN_NOTE] = &entry->note,
        [COLUMN_KIND] = NULL};
    buf_text(&t->entry_deck, buf_string(&t->deck));
    buf_text(&entry->tags, buf_string(&t->tags));
    const char *kind = buf_string(&t->kind);
    for (size_t i = 0; i < t->cell_count && i < t->columns.count; i++) {
        enum column column = t->columns.of[i];
        const char *cell = buf_string(&t->cells[i]);
        if (column == COLUMN_TAGS)
            text_add_tags(&entry->tags, cell);
        else if (column == COLUMN_ID)
            text_add_id(&entry->id, cell);
        else if (column == COLUMN_DECK)
            take_deck(t, cell);
        else if (column == COLUMN_KIND)
            kind = cell;
        else if (places[column] && !take_cell_text(t, places[column], &t->cells[i]))
            return false;
    }
    entry->reverse = strstr(kind, "reversed") && entry->answer.length;
    return true;
}

/* A line without a delimiter, where rows are lines and have two cells: Quizlet writes definitions
 * of several lines like that. */
static bool continues(const struct table *t)
{
    return t->entry_line && t->cell_count == 1 && t->dialect.delimiter == '\t' && !t->anki &&
           !t->headed && t->columns.count == 2 && t->columns.of[1] == COLUMN_ANSWER;
}

static void take_row(struct table *t)
{
    if (t->has_header) {
        t->has_header = false;
        return;
    }
    if (continues(t)) {
        buf_text(&t->entry.answer, t->blank_lines ? "\n\n" : "\n");
        buf_text(&t->entry.answer, buf_string(&t->cells[0]));
        return;
    }
    t->stopped = t->stopped || !flush_entry(t);
    bool blank = true;
    for (size_t i = 0; i < t->cell_count; i++)
        blank = blank && is_blank(&t->cells[i]);
    if (blank || t->stopped)
        return;
    deck_entry_clear(&t->entry);
    buf_clear(&t->entry_deck);
    const char *why = NULL;
    if (!take_cells(t))
        why = "HTML that is nested too deeply";
    else if (t->entry.question.length == 0)
        why = "no question";
    if (why)
        skip_row(t, t->row_line, why);
    else
        t->entry_line = t->row_line;
}

static void on_cell(void *text, size_t length, void *context)
{
    struct table *t = context;
    if (t->cell_count == COLUMNS_MOST)
        return;
    struct buf *cell = &t->cells[t->cell_count++];
    buf_clear(cell);
    buf_add(cell, text, length);
    t->failed |= cell->failed;
}

static void on_row(int end, void *context)
{
    struct table *t = context;
    (void)end;
    if (!t->stopped && !t->failed)
        take_row(t);
    t->cell_count = t->row_bytes = 0;
    t->in_row = false;
}

/* ---- the file ---- */

static bool parser_start(struct table *t)
{
    if (csv_init(&t->parser, CSV_APPEND_NULL) != 0)
        return false;
    dialect_set(&t->parser, &t->dialect);
    t->cell_count = t->row_bytes = 0;
    t->in_row = false;
    return true;
}

static void feed(struct table *t, const struct buf *line, unsigned number)
{
    if (!t->in_row) {
        t->row_line = number;
        t->blank_lines += is_blank(line);
        t->in_row = !is_blank(line);
    }
    t->row_bytes += line->length + 1;
    if (csv_parse(&t->parser, buf_string(line), line->length, on_cell, on_row, t) != line->length ||
        csv_parse(&t->parser, "\n", 1, on_cell, on_row, t) != 1)
        t->failed = true;
}

/* Read lines as rows until the file ends, or a row does not, which is told. */
static void feed_lines(struct table *t, struct import_source *source, unsigned skip)
{
    struct buf line = {0};
    while (!t->stopped && !t->failed && lines_next(&source->lines, &line)) {
        if (source->lines.line <= skip)
            continue;
        t->failed |= line.failed;
        if (source->lines.too_long && !t->in_row)
            skip_row(t, source->lines.line, "a line of more than 4 MiB");
        else
            feed(t, &line, source->lines.line);
        if (t->row_bytes > ROW_MOST)
            break;
    }
    buf_done(&line);
}

/* Read the rows. A quote that is not closed would swallow the rest of the file: the line that it
 * stands in is passed over instead, and reading goes on behind it. */
static bool read_rows(struct table *t, struct import_source *source)
{
    unsigned skip = t->skipped;
    for (int rescues = 0; parser_start(t); rescues++) {
        feed_lines(t, source, skip);
        bool open = t->in_row && !t->dialect.semicolons;
        if (!open && !t->stopped && !t->failed)
            t->failed = csv_fini(&t->parser, on_cell, on_row, t) != 0;
        csv_free(&t->parser);
        if (!open || t->stopped || t->failed)
            return !t->failed;
        skip = t->row_line;
        skip_row(t, t->row_line,
            rescues < RESCUES_MOST ? "a quote that is not closed"
                                   : "a quote that is not closed, as many before it: the rest is "
                                     "not read");
        if (rescues == RESCUES_MOST)
            return true;
        lines_rewind(&source->lines);
    }
    return false;
}

/* What the columns hold: as the user says, as their names say, or the question first and the answer
 * second. */
static enum err_code find_columns(struct table *t, struct import_source *source, struct err *err)
{
    struct buf unused = {0};
    struct sample sample = dialect_sample(&t->dialect, buf_string(&source->start), &unused);
    if (sample.failed || t->dialect.failed) {
        buf_done(&unused);
        return err_memory(err);
    }
    t->headed = t->has_header = sample.is_header;
    if (source->columns) {
        buf_done(&unused);
        return columns_parse(&t->columns, source->columns, err);
    }
    t->columns = sample.is_header
                     ? sample.header
                     : (struct columns){.of = {COLUMN_QUESTION, COLUMN_ANSWER}, .count = 2};
    if (sample.is_header && unused.length)
        t->sink->note(t->sink->context, buf_string(&unused));
    if (!sample.is_header && sample.first_cells > 2)
        t->sink->note(t->sink->context,
            "the first column is taken for the question, the second for the answer, the others are "
            "not used: say what they are with --columns");
    buf_done(&unused);
    return ERR_NONE;
}

static enum err_code read_table(struct table *t, struct import_source *source, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (is_anki_line(buf_string(&source->start))) {
        if (!read_anki_lines(t, source))
            return err_memory(err);
        if (source->columns)
            code = columns_parse(&t->columns, source->columns, err);
    } else {
        dialect_find(&t->dialect, buf_string(&source->start));
        code = find_columns(t, source, err);
    }
    if (code)
        return code;
    if (!read_rows(t, source))
        return source->lines.err.code ? (*err = source->lines.err).code : err_memory(err);
    if (!t->stopped)
        t->stopped = !flush_entry(t);
    if (t->stopped)
        *err = t->sink->failure;
    else if (source->lines.err.code)
        *err = source->lines.err;
    return t->stopped || source->lines.err.code ? err->code : ERR_NONE;
}

static enum err_code read_csv(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct table *t = calloc(1, sizeof *t);
    if (!t)
        return err_memory(err);
    t->sink = sink;
    enum err_code code = read_table(t, source, err);
    for (size_t i = 0; i < COLUMNS_MOST; i++)
        buf_done(&t->cells[i]);
    buf_done(&t->deck);
    buf_done(&t->tags);
    buf_done(&t->kind);
    buf_done(&t->entry_deck);
    deck_entry_done(&t->entry);
    free(t);
    return code;
}

static bool is_table(const struct import_source *source)
{
    struct dialect dialect;
    const char *text = buf_string(&source->start);
    return source->is_text && (is_anki_line(text) || dialect_find(&dialect, text));
}

const struct importer importer_csv = {"csv", "a table: CSV or TSV", is_table, read_csv};
