/* Reads tables as RFC 4180 writes them, from chunks of any size, holding one row at a time. CR, LF
 * and CR LF each end a row. It differs from the RFC where people do: blanks around a cell, and
 * around its quotes, are not part of it; a quote inside a cell that does not begin with one is a
 * character; and what follows a closing quote belongs to the cell. */
#ifndef DECK_CSV_H
#define DECK_CSV_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

#define CSV_CELLS_MAX 256 /* of a row; further cells are dropped */

/* The caller's. Begin with a delimiter, quotes, and line 1, all else zero; csv_done frees it. */
struct csv {
    char delimiter;
    bool quotes;     /* cells may be quoted; else a quote is a character like any other */
    bool semicolons; /* they end rows, and lines do not */
    unsigned line;   /* of the next byte, from 1; the caller may skip lines between rows */

    /* The row. Cell i begins at text.bytes + start[i], and a NUL before start[i + 1] ends it. A
     * blank line is a row without cells. When memory runs out, text.failed is set and stays set. */
    struct buf text;
    size_t start[CSV_CELLS_MAX + 1], count;
    unsigned row_line;  /* where the row begins */
    unsigned open_line; /* where the quote opened of a cell that has not ended, else 0 */
    bool loose;         /* so far, some quote stood where the RFC has none */

    /* csv.c's own */
    unsigned char state;
    bool whole, after_cr;
    size_t kept; /* blanks before here are part of the cell */
};

/* Read from *at, and move it, until a row is complete, or up to end: then false, and the row goes
 * on with the next chunk. */
bool csv_next(struct csv *csv, const char **at, const char *end);
/* The input has ended. Complete a row that has no line end, or whose quote is open; false if there
 * is none. */
bool csv_last(struct csv *csv);
/* Never NULL; valid until the next row. */
const char *csv_cell(const struct csv *csv, size_t i);
void csv_done(struct csv *csv);

#endif
