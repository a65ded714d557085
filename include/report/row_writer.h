/* Writes rows of named cells in UTF-8: as CSV (RFC 4180 with LF at line ends), JSON (RFC 8259, an
 * array with an object per row), or JSON Lines (an object per line). */
#ifndef REPORT_ROW_WRITER_H
#define REPORT_ROW_WRITER_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum row_format { ROW_CSV, ROW_JSON, ROW_JSONL };

/* The caller sets the members down to make_safe, then calls row_writer_begin, a cell function for
 * each column in order, row_end after each row, and row_writer_end. */
struct row_writer {
    FILE *stream; /* owned by the caller; check ferror at the end */
    enum row_format format;
    const char *const *names; /* the column names */
    size_t count;
    bool raw; /* CSV: do not defuse text that a spreadsheet would run as a formula */
    void (*make_safe)(struct buf *out, const char *text); /* makes text terminal-safe; or NULL */

    size_t column, row; /* the position of the next cell */
    bool failed;        /* out of memory: a cell is incomplete */
};

void row_writer_begin(struct row_writer *rows);
void row_text(struct row_writer *rows, const char *text);
/* Writes text that needs no escaping, such as a date. "" is an empty cell, null in JSON. */
void row_word(struct row_writer *rows, const char *word);
void row_int(struct row_writer *rows, int64_t number);
/* Writes number / 10^decimals, with that many decimals: 250 with 2 as 2.50, 25 with 1 as 2.5. */
void row_decimal(struct row_writer *rows, int64_t number, int decimals);
/* Writes 0 or 1; false or true in JSON. */
void row_flag(struct row_writer *rows, bool flag);
void row_end(struct row_writer *rows);
void row_writer_end(struct row_writer *rows);

#endif
