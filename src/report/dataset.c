#include "report/dataset.h"

#include "base/date.h"
#include "model/scheduling.h"
#include "text/one_line.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void dataset_begin(struct dataset *dataset, const struct dataset_column *columns, size_t count)
{
    dataset->columns = columns;
    dataset->column_count = count;
    dataset->row_count = 0;
    dataset->failed = false;
    buf_clear(&dataset->texts);
}

void dataset_done(struct dataset *dataset)
{
    free(dataset->values);
    buf_done(&dataset->texts);
    *dataset = (struct dataset){0};
}

void dataset_add(struct dataset *dataset, const int64_t *values)
{
    size_t count = dataset->column_count;
    for (size_t i = 0; i < count; i++) {
        size_t at = dataset->row_count * count + i;
        if (!array_grow(&dataset->values, at, &dataset->capacity, sizeof *dataset->values)) {
            dataset->failed = true;
            return;
        }
        dataset->values[at] = values[i];
    }
    dataset->row_count++;
}

int64_t dataset_text(struct dataset *dataset, const char *text)
{
    int64_t at = (int64_t)dataset->texts.length;
    buf_add(&dataset->texts, text, strlen(text) + 1);
    dataset->failed |= dataset->texts.failed;
    return dataset->texts.failed ? NO_VALUE : at;
}

int64_t dataset_card(struct dataset *dataset, const char *question, const char *marked)
{
    int64_t at = dataset_text(dataset, question);
    one_line_make(&dataset->texts, marked);
    buf_char(&dataset->texts, '\0');
    dataset->failed |= dataset->texts.failed;
    return at;
}

int64_t dataset_value(const struct dataset *dataset, size_t row, size_t column)
{
    return dataset->values[row * dataset->column_count + column];
}

/* The decimals of a number of that kind. */
static int dataset_decimals(enum cell_kind kind)
{
    static const int decimals[] = {[CELL_TENTHS] = 1,
        [CELL_HUNDREDTHS] = 2,
        [CELL_THOUSANDTHS] = 3,
        [CELL_RETENTION] = 4,
        [CELL_PERCENT] = 1};
    assert(!cell_is_words(kind));
    return decimals[kind];
}

const char *dataset_cell(
    const struct dataset *dataset, size_t row, size_t column, char text[DATASET_CELL_SIZE])
{
    int64_t value = dataset_value(dataset, row, column);
    enum cell_kind kind = dataset->columns[column].kind;
    if (value == NO_VALUE)
        return "";
    if (kind == CELL_DAY)
        return date_text((int)value, text);
    if (kind == CELL_TEXT)
        return dataset->texts.bytes + value;
    if (kind == CELL_CARD) /* its one-line form follows its Markdown */
        return dataset->texts.bytes + value + strlen(dataset->texts.bytes + value) + 1;
    if (kind == CELL_RETENTION) {
        retention_write((int)value, text);
        return text;
    }
    int decimals = dataset_decimals(kind);
    int64_t size = value < 0 ? -value : value, scale = 1;
    for (int d = 0; d < decimals; d++)
        scale *= 10;
    int length =
        snprintf(text, DATASET_CELL_SIZE, "%s%" PRId64, value < 0 ? "-" : "", size / scale);
    if (decimals)
        snprintf(text + length, DATASET_CELL_SIZE - (size_t)length, ".%0*" PRId64 "%s", decimals,
            size % scale, kind == CELL_PERCENT ? "%" : "");
    return text;
}

static void dataset_write_cell(
    const struct dataset *dataset, size_t row, size_t column, struct row_writer *rows)
{
    char text[DATASET_CELL_SIZE];
    int64_t value = dataset_value(dataset, row, column);
    enum cell_kind kind = dataset->columns[column].kind;
    if (value == NO_VALUE)
        row_word(rows, "");
    else if (!cell_is_words(kind))
        row_decimal(rows, value, dataset_decimals(kind));
    else if (kind == CELL_CARD)
        row_text(rows, dataset->texts.bytes + value);
    else
        row_text(rows, dataset_cell(dataset, row, column, text));
}

void dataset_write(const struct dataset *dataset, struct row_writer *rows)
{
    const char **names = calloc(dataset->column_count, sizeof *names);
    if (!names) {
        rows->failed = true;
        return;
    }
    for (size_t i = 0; i < dataset->column_count; i++)
        names[i] = dataset->columns[i].name;
    rows->names = names;
    rows->count = dataset->column_count;
    row_writer_begin(rows);
    for (size_t row = 0; row < dataset->row_count; row++) {
        for (size_t column = 0; column < dataset->column_count; column++)
            dataset_write_cell(dataset, row, column, rows);
        row_end(rows);
    }
    row_writer_end(rows);
    free(names);
    rows->names = NULL;
}
