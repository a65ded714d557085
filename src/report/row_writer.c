#include "report/row_writer.h"

#include "base/escape.h"

#include <assert.h>
#include <string.h>

/* Writes a string without stdio's locks and formatting, because an export may have millions of
 * rows. */
static void row_writer_put(struct row_writer *rows, const char *text)
{
    for (; *text; text++)
        putc_unlocked(*text, rows->stream);
}

void row_writer_begin(struct row_writer *rows)
{
    rows->column = rows->row = 0;
    if (rows->format == ROW_JSON)
        row_writer_put(rows, "[");
    if (rows->format != ROW_CSV)
        return;
    for (size_t i = 0; i < rows->count; i++) {
        row_writer_put(rows, i ? "," : "");
        row_writer_put(rows, rows->names[i]);
    }
    row_writer_put(rows, "\n");
}

void row_writer_end(struct row_writer *rows)
{
    if (rows->format == ROW_JSON)
        row_writer_put(rows, rows->row ? "\n]\n" : "]\n");
}

void row_end(struct row_writer *rows)
{
    static const char *const ends[] = {"\n", "}", "}\n"};
    row_writer_put(rows, ends[rows->format]);
    rows->column = 0;
    rows->row++;
}

static void row_writer_begin_cell(struct row_writer *rows)
{
    static const char *const firsts[] = {"", "\n  {", "{"};
    if (rows->column)
        row_writer_put(rows, rows->format == ROW_CSV ? "," : ", ");
    else
        row_writer_put(
            rows, rows->format == ROW_JSON && rows->row ? ",\n  {" : firsts[rows->format]);
    if (rows->format != ROW_CSV) {
        assert(rows->column < rows->count);
        row_writer_put(rows, "\"");
        row_writer_put(rows, rows->names[rows->column]);
        row_writer_put(rows, "\": ");
    }
    rows->column++;
}

void row_word(struct row_writer *rows, const char *word)
{
    const char *quote = rows->format == ROW_CSV || !*word ? "" : "\"";
    row_writer_begin_cell(rows);
    row_writer_put(rows, quote);
    row_writer_put(rows, *word || rows->format == ROW_CSV ? word : "null");
    row_writer_put(rows, quote);
}

void row_decimal(struct row_writer *rows, int64_t number, int decimals)
{
    char text[32], *at = text + sizeof text;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    *--at = '\0';
    for (int i = 0; left || i <= decimals; i++, left /= 10) {
        if (i == decimals && i)
            *--at = '.';
        *--at = (char)('0' + left % 10);
    }
    if (number < 0)
        *--at = '-';
    row_writer_begin_cell(rows);
    row_writer_put(rows, at);
}

void row_int(struct row_writer *rows, int64_t number)
{
    row_decimal(rows, number, 0);
}

void row_flag(struct row_writer *rows, bool flag)
{
    static const char *const words[] = {"0", "1", "false", "true"};
    row_writer_begin_cell(rows);
    row_writer_put(rows, words[(rows->format == ROW_CSV ? 0 : 2) + flag]);
}

/* ---- text ---- */

static void row_writer_put_quoted(FILE *stream, const char *before, const char *text)
{
    putc('"', stream);
    fputs(before, stream);
    for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
        fwrite(text, 1, (size_t)(quote - text), stream);
        fputs("\"\"", stream);
    }
    fputs(text, stream);
    putc('"', stream);
}

static void row_writer_put_csv(struct row_writer *rows, const char *text)
{
    /* spreadsheets run text that begins with one of these as a formula */
    const char *before = !rows->raw && *text && strchr("=+-@\t\r", *text) ? "'" : "";
    if (strpbrk(text, ",\"\n\r")) {
        row_writer_put_quoted(rows->stream, before, text);
    } else {
        row_writer_put(rows, before);
        row_writer_put(rows, text);
    }
}

void row_text(struct row_writer *rows, const char *text)
{
    struct buf safe = {0}, json = {0};
    if (rows->make_safe) {
        rows->make_safe(&safe, text);
        text = buf_string(&safe);
    }
    row_writer_begin_cell(rows);
    if (rows->format == ROW_CSV) {
        row_writer_put_csv(rows, text);
    } else {
        escape_json(&json, text);
        row_writer_put(rows, buf_string(&json));
    }
    rows->failed |= safe.failed || json.failed;
    buf_done(&safe);
    buf_done(&json);
}
