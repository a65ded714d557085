/* The rows of a table as entries. */
#include "deck/import_csv.h"

#include "deck/import_fields.h"
#include "text/from_html.h"
#include "text/gap.h"
#include "text/md_write.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

static bool import_csv_is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* ---- markup ---- */

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

/* Converts plain text to Markdown, by way of HTML if Anki would show a formula in it. */
static void import_csv_put_text(struct text_table *t, struct buf *out, const char *text, bool cloze)
{
    struct buf html = {0};
    bool formula = t->anki && import_csv_has_formula(text);
    if (formula) {
        import_csv_put_html(&html, text);
        formula = html_to_markdown(out, buf_string(&html), NULL);
    }
    if (cloze && !formula)
        field_add_plain_cloze(out, text);
    else if (!formula)
        markdown_put_plain(out, text);
    if (t->guess && strcmp(buf_string(out), text) != 0) {
        t->sink->note(t->sink->context, t->guess);
        t->guess = NULL;
    }
    out->failed |= html.failed;
    buf_done(&html);
}

/* Appends a cell as Markdown. Returns false if it has HTML that is nested too deeply. */
static bool import_csv_put_cell(
    struct text_table *t, struct buf *out, const char *cell, bool question)
{
    struct buf text = {0};
    buf_text(&text, cell);
    field_trim(&text);
    bool good = true;
    bool cloze = question && gap_next_opening(buf_string(&text));
    t->cloze |= cloze;
    if (t->markup == MARKUP_TEXT)
        import_csv_put_text(t, out, buf_string(&text), cloze);
    else if (t->markup == MARKUP_HTML)
        good = html_to_markdown(out, buf_string(&text), NULL);
    else
        buf_text(out, buf_string(&text));
    field_trim(out);
    out->failed |= text.failed;
    buf_done(&text);
    return good;
}

/* Appends a paragraph that begins with the name of its column. */
static void import_csv_put_named(struct buf *out, const char *name, const char *markdown)
{
    struct buf label = {0};
    buf_text(&label, name);
    while (label.length && strchr(": \t", label.bytes[label.length - 1]))
        buf_cut(&label, label.length - 1);
    if (label.length) {
        bool block = strchr(markdown, '\n') || (*markdown && strchr("-+*#>|`~", *markdown));
        buf_text(out, "**");
        markdown_put_plain(out, buf_string(&label));
        buf_format(out, "**:%s", block ? "\n\n" : " ");
    }
    buf_text(out, markdown);
    out->failed |= label.failed;
    buf_done(&label);
}

/* ---- tags ---- */

/* Appends the strings of a list such as ["a b", "c"] or ['a'], each followed by a comma. */
static void import_csv_put_list(struct buf *tags, const char *list)
{
    for (const char *c = list + 1; *c && *c != ']'; c++) {
        char quote = *c == '"' || *c == '\'' ? *c : 0;
        if (!quote) {
            buf_char(tags, *c);
            continue;
        }
        for (c++; *c && *c != quote; c++)
            if (*c == '\\' && c[1])
                buf_char(tags, *++c);
            else
                buf_char(tags, *c);
        buf_char(tags, ',');
        if (!*c)
            break;
    }
}

static void import_csv_add_tags(
    struct text_table *t, enum csv_column column, size_t i, const char *cell, struct buf *tags)
{
    struct buf words = {0};
    size_t length = strlen(cell);
    if (length > 1 && *cell == '[' && cell[length - 1] == ']')
        import_csv_put_list(&words, cell);
    else if (column == COLUMN_TOPIC && !import_csv_is_blank(cell))
        buf_format(&words, "%s%s%s,",
            isdigit((unsigned char)*cell) ? csv_columns_name(&t->columns, i) : "",
            isdigit((unsigned char)*cell) ? " " : "", cell);
    else
        buf_text(&words, cell);
    field_add_tags(tags, buf_string(&words));
    tags->failed |= words.failed;
    buf_done(&words);
}

/* ---- an entry ---- */

const char *import_csv_cell(const struct text_row *row, size_t i)
{
    return buf_string(&row->cells) + row->start[i];
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

/* Appends a cell to a text of the entry. */
static bool import_csv_take_text(
    struct text_table *t, enum csv_column column, size_t i, const char *cell, struct buf *to)
{
    struct buf markdown = {0};
    bool named = column == COLUMN_FIELD || column == COLUMN_EXAMPLE || column == COLUMN_OPTION;
    if (import_csv_is_blank(cell) || (column == COLUMN_FIELD && strcmp(cell, "NULL") == 0))
        return true;
    bool good = import_csv_put_cell(t, &markdown, cell, column == COLUMN_QUESTION);
    if (good && markdown.length) {
        buf_text(to, to->length ? "\n\n" : "");
        import_csv_put_named(
            to, named ? csv_columns_name(&t->columns, i) : "", buf_string(&markdown));
    }
    to->failed |= markdown.failed;
    buf_done(&markdown);
    return good;
}

/* Puts a cell into the entry; returns false if it has HTML that is nested too deeply. */
static bool import_csv_take_cell(
    struct text_table *t, enum csv_column column, size_t i, const char *cell)
{
    struct deck_entry *entry = &t->entry;
    struct buf *const texts[COLUMN_KINDS] = {[COLUMN_QUESTION] = &entry->question,
        [COLUMN_OPTION] = &entry->question,
        [COLUMN_ANSWER] = &entry->answer,
        [COLUMN_READING] = &entry->answer,
        [COLUMN_HINT] = &entry->hint,
        [COLUMN_NOTE] = &entry->note,
        [COLUMN_EXAMPLE] = &entry->note,
        [COLUMN_FIELD] = &entry->note};
    if (column == COLUMN_TAGS || column == COLUMN_TOPIC)
        import_csv_add_tags(t, column, i, cell, &entry->tags);
    else if (column == COLUMN_ID)
        field_add_id(&entry->id, cell);
    else if (column == COLUMN_DECK && *cell) {
        buf_clear(&t->entry_deck);
        buf_text(&t->entry_deck, cell);
    } else if (texts[column])
        return import_csv_take_text(t, column, i, cell, texts[column]);
    return true;
}

/* Takes the answer, or the options that it names. */
static bool import_csv_take_answer(struct text_table *t, size_t i, const char *cell)
{
    size_t options[CSV_OPTIONS_MAX], count = import_csv_find_options(t, cell, options);
    bool good = true;
    for (size_t j = 0; j < count && good; j++)
        good = import_csv_take_cell(t, COLUMN_ANSWER, i, import_csv_cell(&t->row, options[j]));
    return count ? good : import_csv_take_cell(t, COLUMN_ANSWER, i, cell);
}

/* Appends the cells beyond the last column to `cell`, with delimiters: most likely, they are one
 * text that contains unquoted delimiters. Returns whether any of them is not blank. */
static bool import_csv_join_surplus(const struct text_table *t, struct buf *cell)
{
    const char *between = t->dialect.delimiter == '\t' ? ";" : (char[]){t->dialect.delimiter, '\0'};
    bool found = false;
    for (size_t i = t->columns.count; i < t->row.count; i++) {
        const char *more = import_csv_cell(&t->row, i);
        if (import_csv_is_blank(more))
            continue;
        buf_format(cell, "%s%s%s", cell->length ? between : "",
            cell->length && *between != ' ' ? " " : "", more);
        found = true;
    }
    return found;
}

static void import_csv_add_line(struct text_lines *lines, unsigned line)
{
    if (lines->count < COUNT(lines->first))
        lines->first[lines->count] = line;
    lines->count++;
}

static bool import_csv_take_surplus(struct text_table *t, struct buf *cell)
{
    bool found = import_csv_join_surplus(t, cell);
    if (found)
        import_csv_add_line(&t->surplus, t->row.line);
    return found;
}

/* The column that takes surplus cells: the last one if it holds a text or tags; otherwise a note.
 */
static enum csv_column import_csv_surplus_column(const struct text_table *t)
{
    size_t last = t->columns.count - 1;
    bool good = csv_columns_last_text(&t->columns) == last || t->columns.of[last] == COLUMN_TAGS;
    return good ? t->columns.of[last] : COLUMN_NOTE;
}

static bool import_csv_take_cells(struct text_table *t)
{
    struct deck_entry *entry = &t->entry;
    const char *kind = buf_string(&t->kind);
    size_t last = t->columns.count - 1;
    enum csv_column surplus = import_csv_surplus_column(t);
    bool joined = t->columns.of[last] == surplus, good = true;
    struct buf cell = {0};
    buf_text(&t->entry_deck, buf_string(&t->deck));
    buf_text(&entry->tags, buf_string(&t->tags));
    for (size_t i = 0; i < t->row.count && i < t->columns.count && good; i++) {
        buf_clear(&cell);
        buf_text(&cell, import_csv_cell(&t->row, i));
        if (i == last && joined)
            import_csv_take_surplus(t, &cell);
        kind = t->columns.of[i] == COLUMN_KIND ? import_csv_cell(&t->row, i) : kind;
        good = t->columns.of[i] == COLUMN_ANSWER
                   ? import_csv_take_answer(t, i, buf_string(&cell))
                   : import_csv_take_cell(t, t->columns.of[i], i, buf_string(&cell));
        t->failed |= cell.failed;
    }
    buf_clear(&cell);
    if (good && !joined && import_csv_take_surplus(t, &cell))
        good = import_csv_take_cell(t, surplus, COLUMNS_MAX - 1, buf_string(&cell));
    entry->reverse = strstr(kind, "reversed") && entry->answer.length;
    t->failed |= cell.failed;
    buf_done(&cell);
    return good;
}

static bool import_csv_skip(struct text_table *t, unsigned line, const char *why)
{
    return t->sink->skipped(t->sink->context, line, why);
}

bool import_csv_flush_row(struct text_table *t)
{
    struct deck_entry *entry = &t->entry;
    unsigned line = t->row.line;
    if (!line)
        return true;
    if (t->row.cells.failed)
        return err_memory(&t->sink->failure) == ERR_NONE;
    deck_entry_clear(entry);
    buf_clear(&t->entry_deck);
    t->cloze = false;
    bool taken = import_csv_take_cells(t);
    t->row.line = t->blank_lines = 0;
    if (!deck_entry_is_whole(entry) || t->entry_deck.failed || t->failed)
        return err_memory(&t->sink->failure) == ERR_NONE;
    if (!taken)
        return import_csv_skip(t, line, "its HTML is nested too deeply");
    if (entry->question.length == 0)
        return import_csv_skip(t, line, "no question");
    if (t->markup == MARKUP_TEXT ? t->cloze
                                 : gap_next_opening(buf_string(&entry->question)) != NULL)
        import_csv_make_cloze(entry);
    if (!deck_entry_is_whole(entry))
        return err_memory(&t->sink->failure) == ERR_NONE;
    return t->sink->entry(t->sink->context, buf_string(&t->entry_deck), entry, line);
}

/* ---- rows ---- */

void import_csv_skip_row(struct text_table *t, unsigned line, const char *why)
{
    t->stopped = t->stopped || !import_csv_flush_row(t) || !import_csv_skip(t, line, why);
}

/* Whether the row continues the previous one: Quizlet writes rows of two cells, without quotes even
 * if the definition has several lines. */
static bool import_csv_continues(const struct text_table *t)
{
    return t->row.line && t->csv.count == 1 && t->dialect.delimiter == '\t' && !t->anki &&
           !t->dialect.between[0] && !t->headed && t->columns.count == 2 && t->row.count == 2 &&
           t->columns.of[1] == COLUMN_ANSWER;
}

static void import_csv_continue_row(struct text_table *t)
{
    struct text_row *row = &t->row;
    buf_cut(&row->cells, row->start[row->count] - 1);
    buf_text(&row->cells, t->blank_lines ? "\n\n" : "\n");
    buf_text(&row->cells, csv_cell(&t->csv, 0));
    buf_char(&row->cells, '\0');
    row->start[row->count] = row->cells.length;
    t->blank_lines = 0;
}

static void import_csv_keep_row(struct text_table *t)
{
    struct text_row *row = &t->row;
    buf_clear(&row->cells);
    buf_add(&row->cells, buf_string(&t->csv.text), t->csv.start[t->csv.count]);
    memcpy(row->start, t->csv.start, sizeof row->start);
    row->count = t->csv.count;
    row->line = t->csv.row_line;
}

/* Whether the row is a comment among the rows of a table that begins with comments. */
static bool import_csv_is_remark(const struct text_table *t)
{
    return t->comments && t->csv.count == 1 && t->columns.count > 1 && *csv_cell(&t->csv, 0) == '#';
}

void import_csv_take_row(struct text_table *t)
{
    bool blank = true;
    for (size_t i = 0; i < t->csv.count; i++)
        blank = blank && import_csv_is_blank(csv_cell(&t->csv, i));
    if (t->csv.count == 0) {
        t->blank_lines++;
    } else if (t->has_header) {
        t->has_header = blank;
    } else if (import_csv_is_remark(t)) {
        import_csv_skip_row(t, t->csv.row_line, "a comment");
    } else if (import_csv_continues(t)) {
        import_csv_continue_row(t);
    } else {
        t->stopped = t->stopped || !import_csv_flush_row(t);
        if (!blank && !t->stopped)
            import_csv_keep_row(t);
        if (t->csv.stray)
            import_csv_add_line(&t->stray, t->csv.row_line);
        if (t->csv.dropped && !t->stopped)
            t->stopped = !import_csv_skip(t, t->csv.row_line, "its cells after the 256th");
    }
}

/* Appends "line 2" or "lines 1, 2 and 3". */
static void import_csv_put_lines(const struct text_lines *lines, struct buf *out)
{
    size_t told = lines->count < COUNT(lines->first) ? lines->count : COUNT(lines->first);
    buf_text(out, lines->count == 1 ? "line " : "lines ");
    for (size_t i = 0; i < told; i++)
        buf_format(out, "%s%u",
            i == 0                  ? ""
            : i + 1 == lines->count ? " and "
                                    : ", ",
            lines->first[i]);
    if (lines->count > told)
        buf_format(
            out, " and %zu other%s", lines->count - told, lines->count - told == 1 ? "" : "s");
}

static void import_csv_tell_surplus(struct text_table *t, struct buf *note)
{
    static const char *const added[COLUMN_KINDS] = {[COLUMN_QUESTION] = "question",
        [COLUMN_ANSWER] = "answer",
        [COLUMN_READING] = "answer",
        [COLUMN_TAGS] = "tags"};
    const char *to = added[import_csv_surplus_column(t)];
    buf_format(
        note, "more than %zu cell%s on ", t->columns.count, t->columns.count == 1 ? "" : "s");
    import_csv_put_lines(&t->surplus, note);
    buf_format(note, ": the extra cells are added to the %s", to ? to : "note");
}

void import_csv_tell_rows(struct text_table *t)
{
    struct buf note = {0};
    if (t->surplus.count)
        import_csv_tell_surplus(t, &note);
    if (t->surplus.count && !note.failed)
        t->sink->note(t->sink->context, buf_string(&note));
    buf_clear(&note);
    if (t->stray.count) {
        buf_text(&note, "text follows a closing quote on ");
        import_csv_put_lines(&t->stray, &note);
        buf_text(&note, ": a quote within a cell is written twice");
    }
    if (t->stray.count && !note.failed)
        t->sink->note(t->sink->context, buf_string(&note));
    t->failed |= note.failed;
    buf_done(&note);
}
