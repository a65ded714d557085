#include "report/rows.h"

#include <inttypes.h>
#include <string.h>

void rows_begin(struct rows *rows)
{
    rows->column = rows->row = 0;
    if (rows->format == ROWS_JSON) {
        fputs("[", rows->stream);
        return;
    }
    for (size_t i = 0; i < rows->count; i++)
        fprintf(rows->stream, "%s%s", i ? "," : "", rows->names[i]);
    putc('\n', rows->stream);
}

void rows_end(struct rows *rows)
{
    if (rows->format == ROWS_JSON)
        fputs(rows->row ? "\n]\n" : "]\n", rows->stream);
}

void rows_end_row(struct rows *rows)
{
    fputs(rows->format == ROWS_JSON ? "}" : "\n", rows->stream);
    rows->column = 0;
    rows->row++;
}

static void begin_cell(struct rows *rows)
{
    if (rows->format == ROWS_CSV) {
        if (rows->column)
            putc(',', rows->stream);
    } else {
        fputs(rows->column ? ", " : rows->row ? ",\n  {" : "\n  {", rows->stream);
        fprintf(rows->stream, "\"%s\": ", rows->names[rows->column]);
    }
    rows->column++;
}

void rows_word(struct rows *rows, const char *word)
{
    begin_cell(rows);
    if (rows->format == ROWS_CSV)
        fputs(word, rows->stream);
    else
        fprintf(rows->stream, *word ? "\"%s\"" : "null", word);
}

void rows_int(struct rows *rows, int64_t number)
{
    begin_cell(rows);
    fprintf(rows->stream, "%" PRId64, number);
}

void rows_hundredths(struct rows *rows, int64_t number)
{
    begin_cell(rows);
    fprintf(rows->stream, "%" PRId64 ".%02" PRId64, number / 100, number % 100);
}

void rows_tenths(struct rows *rows, int64_t number)
{
    begin_cell(rows);
    fprintf(rows->stream, "%" PRId64 ".%" PRId64, number / 10, number % 10);
}

void rows_flag(struct rows *rows, bool flag)
{
    begin_cell(rows);
    if (rows->format == ROWS_CSV)
        putc(flag ? '1' : '0', rows->stream);
    else
        fputs(flag ? "true" : "false", rows->stream);
}

/* ---- texts ---- */

static void put_quoted(FILE *stream, const char *before, const char *text)
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

static void put_csv(const struct rows *rows, const char *text)
{
    /* a spreadsheet takes a text that begins like this for a formula */
    const char *before = !rows->raw && *text && strchr("=+-@\t\r", *text) ? "'" : "";
    if (strpbrk(text, ",\"\r\n"))
        put_quoted(rows->stream, before, text);
    else
        fprintf(rows->stream, "%s%s", before, text);
}

static void put_json(FILE *stream, const char *text)
{
    putc('"', stream);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            putc('\\', stream);
        if (c < ' ' || c == 0x7f)
            fprintf(stream, "\\u%04x", c);
        else
            putc(c, stream);
    }
    putc('"', stream);
}

void rows_text(struct rows *rows, const char *text)
{
    struct buf safe = {0};
    if (rows->make_safe) {
        rows->make_safe(&safe, text);
        rows->failed |= safe.failed;
        text = buf_string(&safe);
    }
    begin_cell(rows);
    if (rows->format == ROWS_CSV)
        put_csv(rows, text);
    else
        put_json(rows->stream, text);
    buf_done(&safe);
}
