/* Any bytes as CSV. The first byte chooses the delimiter, the meaning of quotes, and the size of
 * chunks; the rest is the table. The rows do not depend on the chunks, and line numbers only grow.
 * Cells written in the format of RFC 4180 read back unchanged. */
#include "fuzz.h"

#include "deck/csv.h"

#include <string.h>

static void claim(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static size_t cell_length(const struct csv *csv, size_t i)
{
    return csv->start[i + 1] - csv->start[i] - 1;
}

static void write_row(struct buf *out, const struct csv *csv, bool lines)
{
    if (lines)
        buf_format(out, "%u %u", csv->row_line, csv->open_line);
    for (size_t i = 0; i < csv->count; i++) {
        buf_text(out, i ? ",\"" : "\"");
        for (size_t at = 0; at < cell_length(csv, i); at++) {
            char c = csv_cell(csv, i)[at];
            buf_char(out, c);
            if (c == '"')
                buf_char(out, c);
        }
        buf_char(out, '"');
    }
    buf_char(out, '\n');
}

static void claim_row(const struct csv *csv, unsigned line_before, unsigned lines)
{
    claim(csv->count <= CSV_CELLS_MAX, "too many cells");
    claim(csv->start[0] == 0 && csv->start[csv->count] == csv->text.length, "text in no cell");
    claim(csv->row_line >= line_before && csv->row_line <= lines, "a row's line");
    claim(!csv->open_line || (csv->open_line >= csv->row_line && csv->open_line <= lines),
        "a quote's line");
    for (size_t i = 0; i < csv->count; i++)
        claim(csv_cell(csv, i)[cell_length(csv, i)] == '\0', "a cell has no end");
}

/* Appends the rows of a table, in the format of write_row. */
static void read_rows(
    struct buf *out, struct csv csv, const char *text, size_t size, size_t chunk, bool lines)
{
    unsigned most = 1, before = 1;
    for (size_t i = 0; i < size; i++)
        most += text[i] == '\n' || text[i] == '\r';
    csv.line = 1;
    for (const char *at = text, *end = text + size; at < end;) {
        const char *chunk_end = (size_t)(end - at) > chunk ? at + chunk : end;
        while (csv_next(&csv, &at, chunk_end) || (chunk_end == end && csv_last(&csv))) {
            claim_row(&csv, before, most);
            before = csv.row_line;
            write_row(out, &csv, lines);
        }
    }
    claim(!csv.text.failed && !out->failed, "memory");
    csv_done(&csv);
}

static void claim_same(struct buf *one, struct buf *other, const char *what)
{
    claim(one->length == other->length &&
              memcmp(buf_string(one), buf_string(other), one->length) == 0,
        what);
    buf_done(one);
    buf_done(other);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0)
        return 0;
    struct csv csv = {.delimiter = ",;\t|"[bytes[0] & 3],
        .quotes = (bytes[0] & 4) == 0,
        .semicolons = (bytes[0] & 11) == 8};
    const char *text = (const char *)bytes + 1;
    struct buf whole = {0}, cut = {0}, written = {0}, again = {0};
    read_rows(&whole, csv, text, size - 1, size, true);
    read_rows(&cut, csv, text, size - 1, 1 + (bytes[0] >> 4), true);
    claim_same(&whole, &cut, "other rows in other chunks");
    read_rows(&written, csv, text, size - 1, size, false);
    csv = (struct csv){.delimiter = ',', .quotes = true};
    read_rows(&again, csv, buf_string(&written), written.length, written.length + 1, false);
    claim_same(&written, &again, "what was read, written and read back, is another table");
    return 0;
}
