/* A dataset: rows of numbers and texts in named columns, from which a chart is drawn, a table
 * printed, or JSON written. Numbers are whole, in the units of their column's kind. The caller owns
 * the struct; all of it zero is an empty one; free with dataset_done. */
#ifndef REPORT_DATASET_H
#define REPORT_DATASET_H

#include "base/buf.h"
#include "report/row_writer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cell_kind {
    CELL_INT,
    CELL_TENTHS,
    CELL_HUNDREDTHS,
    CELL_PERCENT, /* tenths of a percent */
    CELL_DAY,
    CELL_TEXT, /* from dataset_text */
};

struct dataset_column {
    const char *name;  /* for programs */
    const char *title; /* for people */
    enum cell_kind kind;
};

#define NO_VALUE INT64_MIN /* an empty cell */

struct dataset {
    const struct dataset_column *columns;
    size_t column_count;
    int64_t *values; /* row by row */
    size_t row_count, capacity;
    struct buf texts;
    bool failed; /* memory ran out: something is missing */
};

/* Begin anew with these columns, which outlive the dataset. */
void dataset_begin(struct dataset *dataset, const struct dataset_column *columns, size_t count);
/* Append a row of as many values as there are columns. */
void dataset_add(struct dataset *dataset, const int64_t *values);
/* Keep a text, and return the value that stands for it. */
int64_t dataset_text(struct dataset *dataset, const char *text);
void dataset_done(struct dataset *dataset);

int64_t dataset_value(const struct dataset *dataset, size_t row, size_t column);
/* A cell as people read it: 12, 1.5, 93.1%, 2026-01-31; "" for an empty one. A text is the
 * dataset's; the rest is in text, which is returned. */
#define DATASET_CELL_SIZE 64
const char *dataset_cell(
    const struct dataset *dataset, size_t row, size_t column, char text[DATASET_CELL_SIZE]);

/* Write the rows for programs, with row_writer_begin and row_writer_end; the caller fills in the
 * first members but the names. */
void dataset_write(const struct dataset *dataset, struct row_writer *rows);

#endif
