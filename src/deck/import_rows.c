#include "deck/import_rows.h"

#include "deck/import_fields.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_MAX ((size_t)256 << 20)
#define TOLD_MAX  65536 /* bytes of notes */
#define GAP_MAX   16384 /* lines */

/* ---- writing ---- */

static enum err_code import_rows_put(
    struct import_rows *rows, const char *bytes, size_t size, struct err *err)
{
    if (!rows->file && !(rows->file = tmpfile()))
        return err_set(err, ERR_IO, "cannot make a temporary file: %s", strerror(errno));
    if ((rows->bytes += size) > BYTES_MAX)
        return err_set(err, ERR_MISTAKE, "its table is too large: its cells have over 256 MiB");
    if (fwrite(bytes, 1, size, rows->file) != size)
        return err_set(err, ERR_IO, "cannot write a temporary file: %s", strerror(errno));
    return ERR_NONE;
}

/* Begins the row, on the same line as in the source if possible, for notes that name lines. */
static enum err_code import_rows_begin(struct import_rows *rows, unsigned line, struct err *err)
{
    enum err_code code = ERR_NONE;
    if (!array_grow(&rows->lines, rows->count, &rows->capacity, sizeof *rows->lines))
        return err_memory(err);
    if (line - rows->csv_line <= GAP_MAX)
        for (; rows->csv_line + 1 < line && !code; rows->csv_line++)
            code = import_rows_put(rows, "\n", 1, err);
    rows->lines[rows->count][0] = rows->csv_line + 1;
    rows->lines[rows->count++][1] = line;
    return code;
}

enum err_code import_rows_add(
    struct import_rows *rows, unsigned line, const char *cell, size_t length, struct err *err)
{
    struct buf csv = {0};
    enum err_code code = rows->cells ? ERR_NONE : import_rows_begin(rows, line, err);
    if (code)
        return code;
    buf_text(&csv, rows->cells++ ? ",\"" : "\"");
    for (size_t i = 0; i < length; i++) {
        bool ends_line = cell[i] == '\n' || cell[i] == '\r';
        if (cell[i] == '\r' && i + 1 < length && cell[i + 1] == '\n')
            continue;
        rows->csv_line += ends_line;
        if (cell[i] == '"')
            buf_char(&csv, '"');
        buf_char(&csv, ends_line ? '\n' : cell[i]);
    }
    buf_char(&csv, '"');
    code = csv.failed ? err_memory(err) : import_rows_put(rows, buf_string(&csv), csv.length, err);
    buf_done(&csv);
    return code;
}

enum err_code import_rows_end(struct import_rows *rows, struct err *err)
{
    if (rows->cells == 0)
        return ERR_NONE;
    rows->cells = 0;
    rows->csv_line++;
    return import_rows_put(rows, "\n", 1, err);
}

/* ---- the sink that importer_csv writes to ---- */

struct import_rows_reading {
    struct import_rows *rows;
    const char *deck, *tag;
    struct import_sink *outer, sink;
};

/* The line of the source that a line of the file comes from. */
static unsigned import_rows_line(const struct import_rows *rows, unsigned csv_line)
{
    size_t low = 0, high = rows->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(rows->lines[middle][0] <= csv_line ? &low : &high) = middle;
    }
    return rows->lines[low][1];
}

static bool import_rows_passed(struct import_rows_reading *r, bool good)
{
    if (!good)
        r->sink.failure = r->outer->failure;
    return good;
}

static bool import_rows_take_entry(
    void *context, const char *deck, const struct deck_entry *entry, unsigned line)
{
    struct import_rows_reading *r = context;
    struct deck_entry tagged = *entry;
    tagged.tags = (struct buf){0};
    buf_text(&tagged.tags, buf_string(&entry->tags));
    field_add_tags(&tagged.tags, r->tag);
    bool good = tagged.tags.failed ? err_memory(&r->outer->failure) == ERR_NONE
                                   : r->outer->entry(r->outer->context, *deck ? deck : r->deck,
                                         &tagged, import_rows_line(r->rows, line));
    buf_done(&tagged.tags);
    return import_rows_passed(r, good);
}

static bool import_rows_take_skipped(void *context, unsigned line, const char *why)
{
    struct import_rows_reading *r = context;
    return import_rows_passed(
        r, r->outer->skipped(r->outer->context, import_rows_line(r->rows, line), why));
}

static void import_rows_take_note(void *context, const char *what)
{
    struct import_rows_reading *r = context;
    struct buf *told = &r->rows->told;
    for (size_t at = 0; at < told->length; at += strlen(told->bytes + at) + 1)
        if (strcmp(told->bytes + at, what) == 0)
            return;
    if (told->length > TOLD_MAX)
        return;
    buf_text(told, what);
    buf_char(told, '\0');
    r->outer->note(r->outer->context, what);
}

/* ---- reading ---- */

static enum err_code import_rows_read_source(struct import_rows *rows, struct import_source *inner,
    const char *path, struct import_sink *sink, struct err *err)
{
    FILE *file = rows->file;
    rows->file = NULL; /* the source closes it */
    if (fflush(file) != 0) {
        fclose(file);
        return err_set(err, ERR_IO, "cannot write a temporary file: %s", strerror(errno));
    }
    enum err_code code = import_source_take(inner, file, path, err);
    if (!code && !inner->is_text)
        code = err_at(err, ERR_MISTAKE, path, 0, 0, "a cell has a NUL character");
    if (!code)
        code = importer_csv.read(inner, sink, err);
    import_source_close(inner);
    return code;
}

enum err_code import_rows_read(struct import_rows *rows, const char *path,
    const struct import_choices *choices, const char *deck, const char *tag,
    struct import_sink *sink, struct err *err)
{
    struct import_rows_reading r = {.rows = rows,
        .deck = deck,
        .tag = tag,
        .outer = sink,
        .sink = {.entry = import_rows_take_entry,
            .skipped = import_rows_take_skipped,
            .note = import_rows_take_note}};
    r.sink.context = &r;
    enum err_code code = ERR_NONE;
    struct import_source *inner = calloc(1, sizeof *inner);
    if (!inner)
        code = err_memory(err);
    if (!code && rows->file) {
        inner->choices = *choices;
        inner->choices.encoding = "UTF-8";
        inner->choices.delimiter = ',';
        code = import_rows_read_source(rows, inner, path, &r.sink, err);
    }
    free(inner);
    rows->bytes = rows->count = rows->cells = 0;
    rows->csv_line = 0;
    return code;
}

void import_rows_done(struct import_rows *rows)
{
    if (rows->file)
        fclose(rows->file);
    free(rows->lines);
    buf_done(&rows->told);
    *rows = (struct import_rows){0};
}
