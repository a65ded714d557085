#include "report/csv.h"

#include <inttypes.h>
#include <string.h>

static void begin_cell(struct csv *csv)
{
    if (csv->begun)
        putc(',', csv->stream);
    csv->begun = true;
}

void csv_word(struct csv *csv, const char *word)
{
    begin_cell(csv);
    fputs(word, csv->stream);
}

void csv_int(struct csv *csv, int64_t number)
{
    begin_cell(csv);
    fprintf(csv->stream, "%" PRId64, number);
}

void csv_hundredths(struct csv *csv, int number)
{
    begin_cell(csv);
    fprintf(csv->stream, "%d.%02d", number / 100, number % 100);
}

static void put_quoted(struct csv *csv, const char *before, const char *text)
{
    putc('"', csv->stream);
    fputs(before, csv->stream);
    for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
        fwrite(text, 1, (size_t)(quote - text), csv->stream);
        fputs("\"\"", csv->stream);
    }
    fputs(text, csv->stream);
    putc('"', csv->stream);
}

static void put_text(struct csv *csv, const char *text)
{
    /* a spreadsheet takes a text that begins like this for a formula */
    const char *before = !csv->raw && *text && strchr("=+-@\t\r", *text) ? "'" : "";
    if (strpbrk(text, ",\"\r\n"))
        put_quoted(csv, before, text);
    else
        fprintf(csv->stream, "%s%s", before, text);
}

void csv_text(struct csv *csv, const char *text)
{
    begin_cell(csv);
    if (!csv->make_safe) {
        put_text(csv, text);
        return;
    }
    struct buf safe = {0};
    csv->make_safe(&safe, text);
    csv->failed |= safe.failed;
    put_text(csv, buf_string(&safe));
    buf_done(&safe);
}

void csv_end_row(struct csv *csv)
{
    putc('\n', csv->stream);
    csv->begun = false;
}
