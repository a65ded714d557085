#include "report/dataset.h"

#include "base/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sheet_begin(struct sheet *sheet, const struct sheet_column *columns, size_t count)
{
    sheet->columns = columns;
    sheet->column_count = count;
    sheet->row_count = 0;
    sheet->failed = false;
    buf_clear(&sheet->texts);
}

void sheet_done(struct sheet *sheet)
{
    free(sheet->values);
    buf_done(&sheet->texts);
    *sheet = (struct sheet){0};
}

void sheet_add(struct sheet *sheet, const int64_t *values)
{
    size_t count = sheet->column_count;
    for (size_t i = 0; i < count; i++) {
        size_t at = sheet->row_count * count + i;
        if (!array_grow(&sheet->values, at, &sheet->capacity, sizeof *sheet->values)) {
            sheet->failed = true;
            return;
        }
        sheet->values[at] = values[i];
    }
    sheet->row_count++;
}

int64_t sheet_text(struct sheet *sheet, const char *text)
{
    int64_t at = (int64_t)sheet->texts.length;
    buf_add(&sheet->texts, text, strlen(text) + 1);
    sheet->failed |= sheet->texts.failed;
    return sheet->texts.failed ? NO_VALUE : at;
}

int64_t sheet_value(const struct sheet *sheet, size_t row, size_t column)
{
    return sheet->values[row * sheet->column_count + column];
}

static const char *dataset_decimal(
    int64_t value, int scale, const char *unit, char text[SHEET_CELL_SIZE])
{
    int64_t size = value < 0 ? -value : value;
    snprintf(text, SHEET_CELL_SIZE, "%s%" PRId64 ".%0*" PRId64 "%s", value < 0 ? "-" : "",
        size / scale, scale == 10 ? 1 : 2, size % scale, unit);
    return text;
}

const char *sheet_cell(
    const struct sheet *sheet, size_t row, size_t column, char text[SHEET_CELL_SIZE])
{
    int64_t value = sheet_value(sheet, row, column);
    if (value == NO_VALUE)
        return "";
    switch (sheet->columns[column].kind) {
    case CELL_TENTHS:
        return dataset_decimal(value, 10, "", text);
    case CELL_HUNDREDTHS:
        return dataset_decimal(value, 100, "", text);
    case CELL_PERCENT:
        return dataset_decimal(value, 10, "%", text);
    case CELL_DAY:
        return date_text((int)value, text);
    case CELL_TEXT:
        return sheet->texts.bytes + value;
    case CELL_INT:
        break;
    }
    snprintf(text, SHEET_CELL_SIZE, "%" PRId64, value);
    return text;
}

static void dataset_write_cell(
    const struct sheet *sheet, size_t row, size_t column, struct rows *rows)
{
    char text[SHEET_CELL_SIZE];
    int64_t value = sheet_value(sheet, row, column);
    enum cell_kind kind = sheet->columns[column].kind;
    if (value == NO_VALUE)
        rows_word(rows, "");
    else if (kind == CELL_INT)
        rows_int(rows, value);
    else if (kind == CELL_HUNDREDTHS)
        rows_hundredths(rows, value);
    else if (kind == CELL_TENTHS || kind == CELL_PERCENT)
        rows_tenths(rows, value);
    else
        rows_text(rows, sheet_cell(sheet, row, column, text));
}

void sheet_write(const struct sheet *sheet, struct rows *rows)
{
    const char **names = calloc(sheet->column_count, sizeof *names);
    if (!names) {
        rows->failed = true;
        return;
    }
    for (size_t i = 0; i < sheet->column_count; i++)
        names[i] = sheet->columns[i].name;
    rows->names = names;
    rows->count = sheet->column_count;
    rows_begin(rows);
    for (size_t row = 0; row < sheet->row_count; row++) {
        for (size_t column = 0; column < sheet->column_count; column++)
            dataset_write_cell(sheet, row, column, rows);
        rows_end_row(rows);
    }
    rows_end(rows);
    free(names);
    rows->names = NULL;
}
