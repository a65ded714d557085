/* Tables for programs: rows of named cells, as CSV (RFC 4180 with LF at line ends), as JSON (an
 * array with an object for each row, RFC 8259), or as JSON Lines (an object a line), in UTF-8. */
#ifndef REPORT_ROW_WRITER_H
#define REPORT_ROW_WRITER_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum rows_format { ROWS_CSV, ROWS_JSON, ROWS_JSONL };

/* The caller fills in the first members, and calls rows_begin, a cell function for each name in
 * turn, rows_end_row after each row, and rows_end. */
struct rows {
    FILE *stream; /* the caller's, who also looks for its errors */
    enum rows_format format;
    const char *const *names; /* of the columns */
    size_t count;
    bool raw; /* CSV: texts as they are, also where a spreadsheet would run one as a formula */
    /* Applied to texts where it is not NULL: what a terminal must not obey. */
    void (*make_safe)(struct buf *out, const char *text);

    size_t column, row; /* where the next cell goes */
    bool failed;        /* memory ran out: a cell is not whole */
};

void rows_begin(struct rows *rows);
void rows_text(struct rows *rows, const char *text);
/* Text that is known to need no care: dates, words of our own. "" for an empty cell, null in JSON.
 */
void rows_word(struct rows *rows, const char *word);
void rows_int(struct rows *rows, int64_t number);
/* A number of hundredths as a decimal: 250 is 2.50; of tenths: 25 is 2.5. */
void rows_hundredths(struct rows *rows, int64_t number);
void rows_tenths(struct rows *rows, int64_t number);
/* 0 or 1; false or true in JSON. */
void rows_flag(struct rows *rows, bool flag);
void rows_end_row(struct rows *rows);
void rows_end(struct rows *rows);

#endif
