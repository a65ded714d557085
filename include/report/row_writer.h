/* Tables for programs: rows of named cells, as CSV (RFC 4180 with LF at line ends), as JSON (an
 * array with an object for each row, RFC 8259), or as JSON Lines (an object a line), in UTF-8. */
#ifndef REPORT_ROW_WRITER_H
#define REPORT_ROW_WRITER_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum row_format { ROW_CSV, ROW_JSON, ROW_JSONL };

/* The caller fills in the first members, and calls row_writer_begin, a cell function for each name
 * in turn, row_end after each row, and row_writer_end. */
struct row_writer {
    FILE *stream; /* the caller's, who also looks for its errors */
    enum row_format format;
    const char *const *names; /* of the columns */
    size_t count;
    bool raw; /* CSV: texts as they are, also where a spreadsheet would run one as a formula */
    /* Applied to texts where it is not NULL: what a terminal must not obey. */
    void (*make_safe)(struct buf *out, const char *text);

    size_t column, row; /* where the next cell goes */
    bool failed;        /* memory ran out: a cell is not whole */
};

void row_writer_begin(struct row_writer *rows);
void row_text(struct row_writer *rows, const char *text);
/* Text that is known to need no care: dates, words of our own. "" for an empty cell, null in JSON.
 */
void row_word(struct row_writer *rows, const char *word);
void row_int(struct row_writer *rows, int64_t number);
/* A number of hundredths as a decimal: 250 is 2.50; of tenths: 25 is 2.5. */
void row_hundredths(struct row_writer *rows, int64_t number);
void row_tenths(struct row_writer *rows, int64_t number);
/* 0 or 1; false or true in JSON. */
void row_flag(struct row_writer *rows, bool flag);
void row_end(struct row_writer *rows);
void row_writer_end(struct row_writer *rows);

#endif
