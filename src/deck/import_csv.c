/* Imports tables: CSV and TSV with the usual delimiters; Anki's text export, with # lines before
 * the rows; and the exports of Quizlet, Brainscape, NotebookLM, StudyStack and Knowt. Reports each
 * guess with the option that overrides it. */
#include "deck/import_source.h"

#include "deck/csv_assign.h"
#include "deck/csv_columns.h"
#include "deck/delimiters.h"
#include "deck/dialect.h"
#include "deck/field_names.h"
#include "deck/import_csv.h"
#include "deck/markup.h"

#include <stdlib.h>
#include <string.h>

#define ROW_MAX (8 * (size_t)DECK_FIELD_MAX)
/* How many unclosed quotes are skipped; each costs another pass over the file. */
#define RESCUES_MAX 100

static void import_csv_note(struct text_table *t, struct buf *note)
{
    if (note->length && !note->failed)
        t->sink->note(t->sink->context, buf_string(note));
    t->failed |= note->failed;
    buf_done(note);
}

/* ---- rows ---- */

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
        dialect_divide(&t->dialect, &line);
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

/* ---- columns ---- */

static void import_csv_note_columns(struct text_table *t, enum csv_header header, bool told)
{
    static const unsigned shown_elsewhere = 1U << COLUMN_OUT | 1U << COLUMN_FIELD |
                                            1U << COLUMN_EXAMPLE | 1U << COLUMN_READING |
                                            1U << COLUMN_TOPIC | 1U << COLUMN_OPTION;
    struct buf note = {0};
    bool clear = t->headed || t->anki ? !t->columns.guessed : t->columns.count <= 2;
    for (size_t i = 0; i < t->columns.count; i++)
        clear = clear && !(shown_elsewhere & 1U << t->columns.of[i]);
    if (!clear) {
        csv_columns_describe(&t->columns, &note);
        buf_text(&note, ": --columns changes this");
        if (!told && header == CSV_HEADER_LIKELY)
            buf_text(&note, ", and --header no makes the first row a card");
        else if (!told && header == CSV_HEADER_UNLIKELY)
            buf_text(&note, ", and --header yes makes the first row the column names");
    } else if (!told && header == CSV_HEADER_UNLIKELY) {
        buf_text(&note, "its first row is a card: if it names the columns, use --header yes");
    } else if (!told && header == CSV_HEADER_LIKELY) {
        buf_text(&note, "its first row names the columns: if it is a card, use --header no");
    }
    import_csv_note(t, &note);
}

/* Takes the columns from the user's list, and leaves out those that it does not name. */
static enum err_code import_csv_list_columns(
    struct text_table *t, const struct import_source *source, struct err *err)
{
    struct buf note = {0};
    enum err_code code = csv_columns_parse(&t->columns, source->choices.columns, err);
    size_t listed = t->columns.count, count = t->profile.count;
    if (code || t->anki || listed >= count)
        return code;
    while (t->columns.count < count)
        t->columns.of[t->columns.count++] = COLUMN_OUT;
    buf_format(&note, "column%s %zu", count - listed > 1 ? "s" : "", listed + 1);
    if (count - listed > 1)
        buf_format(&note, " to %zu", count);
    buf_text(&note, " left out: --columns does not list ");
    buf_text(&note, count - listed > 1 ? "them" : "it");
    import_csv_note(t, &note);
    return code;
}

/* Whether the table is that of `drill export cards`, possibly saved again by a spreadsheet. */
static bool import_csv_is_own(const struct csv_profile *profile)
{
    static const char *const names[] = {"deck", "card", "question", "tags", "state", "repetitions"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(buf_string(&profile->columns[i].first), names[i]) != 0)
            return false;
    return true;
}

static enum csv_header import_csv_find_header(
    struct text_table *t, const struct import_source *source)
{
    enum csv_header header = csv_header_find(&t->profile);
    t->headed = source->choices.header == HEADER_YES ||
                (source->choices.header == HEADER_UNKNOWN && header >= CSV_HEADER_LIKELY);
    t->has_header = t->headed;
    size_t count = t->headed ? t->profile.first : t->profile.count;
    if (t->columns.count < count)
        t->columns.count = count;
    for (size_t i = 0; i < t->profile.first && t->headed; i++) {
        const char *name = buf_string(&t->profile.columns[i].first);
        if (*name)
            csv_columns_set_name(&t->columns, i, name);
    }
    return header;
}

/* Anki's fields come in the order of their note type: question, answer, then more. */
static void import_csv_order_anki_columns(struct text_table *t)
{
    static const enum csv_column fields[] = {COLUMN_QUESTION, COLUMN_ANSWER};
    size_t field = 0;
    if (t->columns.count < t->profile.count)
        t->columns.count = t->profile.count;
    for (size_t i = 0; i < t->columns.count; i++) {
        while (field < 2 && csv_columns_have(&t->columns, fields[field]))
            field++;
        if (!t->columns.of[i])
            t->columns.of[i] = field < 2 ? fields[field] : COLUMN_NOTE;
    }
}

static enum err_code import_csv_find_columns(
    struct text_table *t, const struct import_source *source, const char *text, struct err *err)
{
    enum csv_header header = CSV_HEADER_NONE;
    csv_profile_read(&t->profile, &t->dialect, text);
    /* Anki takes no row for a header, but some programs write one below Anki's lines */
    if (!t->anki || csv_header_find(&t->profile) == CSV_HEADER_SURE)
        header = import_csv_find_header(t, source);
    if (source->choices.columns)
        return import_csv_list_columns(t, source, err);
    if (import_csv_is_own(&t->profile))
        return err_at(err, ERR_MISTAKE, source->path, 0, 0, IMPORT_OWN_CARDS);
    if (t->anki && !t->columns.names.length)
        import_csv_order_anki_columns(t);
    else
        csv_assign_columns(&t->columns, &t->profile);
    if (t->anki && t->headed)
        header = CSV_HEADER_LIKELY;
    if (!t->anki || t->columns.names.length)
        import_csv_note_columns(t, header, source->choices.header);
    return ERR_NONE;
}

/* ---- delimiters and markup ---- */

static void import_csv_note_dialect(struct text_table *t)
{
    const struct dialect *dialect = &t->dialect;
    struct buf note = {0};
    if (dialect->between[0] && !t->delimiter) {
        buf_text(&note, "each line is split at its first ");
        dialect_put_name(dialect, &note);
        buf_text(&note, ": if that is wrong, use --delimiter");
    } else if (t->anki && dialect->delimiter != t->delimiter) {
        buf_text(&note, "its cells are separated by ");
        dialect_put_name(dialect, &note);
        buf_text(&note, ", whatever its first lines say: if that is wrong, use --delimiter ");
        delimiter_put_option(t->delimiter, &note);
    } else if (dialect->rival && !t->delimiter) {
        struct dialect rival = {.delimiter = dialect->rival};
        buf_text(&note, "its cells are separated by ");
        dialect_put_name(dialect, &note);
        buf_text(&note, ": if by ");
        dialect_put_name(&rival, &note);
        buf_text(&note, ", use --delimiter ");
        delimiter_put_option(dialect->rival, &note);
    }
    import_csv_note(t, &note);
}

/* Says why the file cannot be read as a table, and which options may help. */
static enum err_code import_csv_refuse(
    struct text_table *t, const struct import_source *source, const char *text, struct err *err)
{
    struct dialect guess;
    struct buf why = {0};
    enum dialect_fit fit = dialect_find(&guess, text, 0);
    buf_text(&why, "cannot tell what separates the cells: ");
    if (source->choices.delimiter) {
        buf_clear(&why);
        buf_text(&why, "no line has a ");
        delimiter_put_option(source->choices.delimiter, &why);
        buf_text(&why, " between two cells: ");
    }
    if (fit == DIALECT_NONE || guess.between[0]) {
        buf_text(&why, "give it with --delimiter, or use --columns question if each line is one");
    } else {
        buf_text(&why, "try --delimiter ");
        delimiter_put_option(guess.delimiter, &why);
        buf_text(&why, " and --columns question,answer");
    }
    enum err_code code = why.failed || t->failed || guess.failed || t->profile.failed
                             ? err_memory(err)
                             : err_at(err, ERR_MISTAKE, source->path, 0, 0, "%s", buf_string(&why));
    buf_done(&why);
    return code;
}

/* Finds out how the cells are marked up: from the user, from the header, or from the cells
 * themselves. */
static enum err_code import_csv_find_markup(
    struct text_table *t, const struct import_source *source, const char *text, struct err *err)
{
    static const char guess[] =
        "its cells are plain text: if they are marked up, use --markup markdown or --markup html";
    const char *sign = NULL;
    struct buf note = {0};
    if (source->choices.markup) {
        t->markup = source->choices.markup;
        return ERR_NONE;
    }
    if (t->markup == MARKUP_UNKNOWN)
        t->markup = markup_find(&t->dialect, text, &sign);
    if (t->markup == MARKUP_UNKNOWN)
        return err_memory(err);
    t->guess = t->markup == MARKUP_TEXT ? guess : NULL;
    if (sign)
        buf_format(&note,
            "its cells are %s, since they contain %s: if they are plain text, use --markup text",
            t->markup == MARKUP_HTML ? "HTML" : "Markdown", sign);
    import_csv_note(t, &note);
    return ERR_NONE;
}

/* ---- the file ---- */

static enum err_code import_csv_read_table(
    struct text_table *t, struct import_source *source, struct err *err)
{
    const struct import_choices *choices = &source->choices;
    const char *text = buf_string(&source->start);
    enum dialect_fit fit = import_csv_read_preamble(t, text, choices->delimiter);
    text = import_csv_after_lines(text, t->skipped);
    enum err_code code = import_csv_find_columns(t, source, text, err);
    if (code)
        return code;
    if (fit != DIALECT_FITS && !choices->columns && csv_header_find(&t->profile) != CSV_HEADER_SURE)
        return import_csv_refuse(t, source, text, err);
    import_csv_note_dialect(t);
    if ((code = import_csv_find_markup(t, source, text, err)))
        return code;
    if (t->failed || t->profile.failed || t->columns.names.failed || source->start.failed)
        return err_memory(err);
    if (!import_csv_read_rows(t, source))
        return source->lines.err.code ? (*err = source->lines.err).code : err_memory(err);
    t->stopped = t->stopped || !import_csv_flush_row(t);
    import_csv_tell_rows(t);
    if (t->failed)
        return err_memory(err);
    *err = t->stopped ? t->sink->failure : source->lines.err;
    return err->code;
}

static void import_csv_free(struct text_table *t)
{
    csv_columns_done(&t->columns);
    csv_profile_done(&t->profile);
    buf_done(&t->deck);
    buf_done(&t->tags);
    buf_done(&t->kind);
    buf_done(&t->row.cells);
    buf_done(&t->entry_deck);
    deck_entry_done(&t->entry);
    free(t);
}

static enum err_code import_csv_read_csv(
    struct import_source *source, struct import_sink *sink, struct err *err)
{
    struct text_table *t = calloc(1, sizeof *t);
    if (!t)
        return err_memory(err);
    t->sink = sink;
    enum err_code code = import_csv_read_table(t, source, err);
    import_csv_free(t);
    return code;
}

static void import_csv_tell_nobody(void *context, const char *what)
{
    (void)context;
    (void)what;
}

/* Also accepts what looks like a table without a clear dialect, so that reading it says so. */
static bool import_csv_is_table(const struct import_source *source)
{
    const struct import_choices *choices = &source->choices;
    struct import_sink sink = {.note = import_csv_tell_nobody};
    if (!source->is_text || choices->columns || choices->delimiter || choices->header)
        return source->is_text;
    struct text_table *t = calloc(1, sizeof *t);
    if (!t)
        return true; /* reading it reports that memory ran out */
    t->sink = &sink;
    bool maybe = import_csv_read_preamble(t, buf_string(&source->start), 0) != DIALECT_NONE;
    maybe |= t->failed || source->start.failed;
    import_csv_free(t);
    return maybe;
}

/* Whether a name in the first row can hardly be that of anything else. */
static bool import_csv_names(const struct csv_profile *profile, enum field field)
{
    for (size_t i = 0; i < profile->first; i++) {
        const char *name = buf_string(&profile->columns[i].first);
        enum csv_fit fit;
        bool sure;
        csv_column_named(name, &fit);
        if (fit == FIT_WHOLE && field_named(name, &sure) == field)
            return true;
    }
    return false;
}

bool import_csv_is_sure(struct import_source *source)
{
    struct import_sink sink = {.note = import_csv_tell_nobody};
    struct text_table *t = calloc(1, sizeof *t);
    if (!t)
        return false;
    t->sink = &sink;
    const char *text = buf_string(&source->start);
    import_csv_read_preamble(t, text, source->choices.delimiter);
    csv_profile_read(&t->profile, &t->dialect, import_csv_after_lines(text, t->skipped));
    bool sure = t->anki || (import_csv_names(&t->profile, FIELD_QUESTION) &&
                               import_csv_names(&t->profile, FIELD_ANSWER));
    import_csv_free(t);
    return sure;
}

const struct importer importer_csv = {
    "csv", "a table: CSV or TSV", import_csv_is_table, import_csv_read_csv};
