#include "view/text_table.h"

#include "text/one_line.h"
#include "text/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP        2 /* spaces between columns */
#define SHRUNK_MIN 8 /* the minimum width of a column that shrinks */

void text_table_cell(struct text_table *table, const char *text)
{
    text_safe(&table->cells, text, TEXT_ONE_LINE);
    buf_char(&table->cells, '\0');
    table->count++;
}

void text_table_line(struct text_table *table, const char *line)
{
    buf_text(&table->cells, line);
    buf_char(&table->cells, '\0');
    table->count++;
}

void text_table_format(struct text_table *table, const char *format, ...)
{
    char text[128];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    text_table_cell(table, text);
}

void text_table_done(struct text_table *table)
{
    buf_done(&table->cells);
    table->count = 0;
}

/* Sets the width that each column has before shrinking. */
static void text_table_measure(const struct text_table *table, int *widths)
{
    const char *cell = buf_string(&table->cells);
    for (size_t i = 0; i < table->column_count; i++)
        widths[i] = text_width(table->columns[i].title, strlen(table->columns[i].title));
    for (size_t i = 0; i < table->count; i++, cell += strlen(cell) + 1) {
        int width = text_width(cell, strlen(cell));
        int *widest = &widths[i % table->column_count];
        *widest = width > *widest ? width : *widest;
    }
}

/* Narrows the columns that may shrink, always the widest one, until the table fits. */
static void text_table_shrink(const struct text_table *table, int *widths, int width)
{
    int total = -GAP;
    for (size_t i = 0; i < table->column_count; i++)
        total += widths[i] + GAP;
    for (; total > width; total--) {
        int *widest = NULL;
        for (size_t i = 0; i < table->column_count; i++)
            if (table->columns[i].shrinks && widths[i] > SHRUNK_MIN &&
                (!widest || widths[i] > *widest))
                widest = &widths[i];
        if (!widest)
            return;
        --*widest;
    }
}

/* Ends a line and strips its trailing spaces. */
static void text_table_end_line(struct buf *out)
{
    while (out->length && out->bytes[out->length - 1] == ' ')
        buf_cut(out, out->length - 1);
    buf_char(out, '\n');
}

static void text_table_put_cell(const struct text_table *table, size_t column, const char *text,
    const int *widths, struct buf *out)
{
    struct buf fitted = {0};
    bool last = column + 1 == table->column_count;
    int rest = widths[column] - one_line_fit(&fitted, text, widths[column]);
    size_t spaces = rest > 0 ? (size_t)rest : 0;
    if (table->columns[column].right)
        buf_fill(out, ' ', spaces);
    buf_text(out, buf_string(&fitted));
    buf_fill(out, ' ', table->columns[column].right ? 0 : spaces);
    if (last)
        text_table_end_line(out);
    else
        buf_fill(out, ' ', GAP);
    out->failed |= fitted.failed;
    buf_done(&fitted);
}

bool text_table_print(const struct text_table *table, int width, struct buf *out)
{
    int *widths = calloc(table->column_count, sizeof *widths);
    assert(table->count % table->column_count == 0);
    if (!widths || table->cells.failed) {
        free(widths);
        return false;
    }
    text_table_measure(table, widths);
    text_table_shrink(table, widths, width);
    for (size_t i = 0; i < table->column_count; i++)
        text_table_put_cell(table, i, table->columns[i].title, widths, out);
    const char *cell = buf_string(&table->cells);
    for (size_t i = 0; i < table->count; i++, cell += strlen(cell) + 1)
        text_table_put_cell(table, i % table->column_count, cell, widths, out);
    free(widths);
    return !out->failed;
}
