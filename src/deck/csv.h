/* Reads RFC 4180 tables in chunks of any size, with one row in memory. CR, LF and CR LF each end a
 * row. The reader is more lenient than the RFC: it drops blanks around a cell or its quotes, keeps
 * a quote inside an unquoted cell, and adds text after a closing quote to the cell. */
#ifndef DECK_CSV_H
#define DECK_CSV_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define CSV_CELLS_MAX 256 /* per row; further cells are dropped */

/* Owned by the caller. Set delimiter, quotes and line (to 1), and zero the rest; csv_done frees
 * it. */
struct csv {
    char delimiter;
    bool quotes;     /* cells may be quoted; else a quote is a character like any other */
    bool semicolons; /* semicolons end rows, and line ends do not */
    unsigned line;   /* line of the next byte, from 1; the caller may skip lines between rows */

    /* The row. Cell i begins at text.bytes + start[i]; a NUL before start[i + 1] ends it. A blank
     * line is a row without cells. When memory runs out, text.failed is set and stays set. */
    struct buf text;
    size_t start[CSV_CELLS_MAX + 1], count;
    unsigned row_line;  /* line on which the row begins */
    unsigned open_line; /* line of the opening quote of an unfinished cell, or 0 */
    size_t dropped;     /* cells beyond CSV_CELLS_MAX */
    bool loose;         /* some quote so far violates the RFC */
    bool stray;         /* text follows a closing quote in the row */

    /* private */
    unsigned char state;
    bool whole, after_cr;
    size_t kept; /* trailing blanks before this offset are part of the cell */
};

/* Reads from *at, and advances it, until a row is complete. Returns false if end comes first; the
 * row then continues in the next chunk. */
bool csv_next(struct csv *csv, const char **at, const char *end);
/* After the last chunk: completes a row that has no line end or closing quote; false if there is
 * none. */
bool csv_last(struct csv *csv);
/* Returns cell i: never NULL, and valid until the next row. */
const char *csv_cell(const struct csv *csv, size_t i);
void csv_done(struct csv *csv);

#endif
