/* CSV as RFC 4180 has it, with LF at line ends, in UTF-8. */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct csv {
    FILE *stream; /* the caller's, who also looks for its errors */
    bool raw;     /* texts as they are, also where a spreadsheet would run one as a formula */
    /* Applied to texts where it is not NULL: what a terminal must not obey. */
    void (*make_safe)(struct buf *out, const char *text);
    bool begun;  /* the row has a cell */
    bool failed; /* memory ran out: a cell is not whole */
};

void csv_text(struct csv *csv, const char *text);
void csv_int(struct csv *csv, int64_t number);
/* A number of hundredths as a decimal: 250 is 2.50. */
void csv_hundredths(struct csv *csv, int number);
/* Text that is known to need no care: dates, words of our own. "" for an empty cell. */
void csv_word(struct csv *csv, const char *word);
void csv_end_row(struct csv *csv);

#endif
