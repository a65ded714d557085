/* A dataset: rows of numbers and strings in named columns, for a chart, a table or JSON. Numbers
 * are integers in the unit of their column's kind. The caller owns the struct: zero-initialize it,
 * and free it with dataset_done. */
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
    CELL_THOUSANDTHS,
    CELL_RETENTION, /* in units of 1/RETENTION_UNIT */
    CELL_PERCENT,   /* tenths of a percent */
    CELL_DAY,
    CELL_TEXT, /* a value returned by dataset_text */
    CELL_CARD, /* a value returned by dataset_card */
};

static inline bool cell_is_words(enum cell_kind kind)
{
    return kind >= CELL_DAY;
}

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
    bool failed; /* out of memory: the dataset is incomplete */
};

/* Empties the dataset and sets its columns, which must outlive it. */
void dataset_begin(struct dataset *dataset, const struct dataset_column *columns, size_t count);
/* Appends a row, with a value for each column. */
void dataset_add(struct dataset *dataset, const int64_t *values);
/* Copies text into the dataset and returns its value for dataset_add. */
int64_t dataset_text(struct dataset *dataset, const char *text);
/* The same for a card's question; `marked` is the question as cloze_mark_question gives it. */
int64_t dataset_card(struct dataset *dataset, const char *question, const char *marked);
void dataset_done(struct dataset *dataset);

int64_t dataset_value(const struct dataset *dataset, size_t row, size_t column);
/* Returns a cell formatted for people: 12, 1.5, 93.1%, 2026-01-31; "" if it is empty; a card as
 * one_line_make writes it. The result is in `text`, or belongs to the dataset. */
#define DATASET_CELL_SIZE 64
const char *dataset_cell(
    const struct dataset *dataset, size_t row, size_t column, char text[DATASET_CELL_SIZE]);

/* Writes the dataset for programs. The caller first sets the members of `rows` down to make_safe,
 * except names and count. */
void dataset_write(const struct dataset *dataset, struct row_writer *rows);

#endif
