/* Detects the dialect of a table (its delimiter and its use of quotes) from its first rows: the one
 * that makes the most rows alike. */
#ifndef DECK_DIALECT_H
#define DECK_DIALECT_H

#include "base/buf.h"
#include "deck/csv.h"

#include <stdbool.h>
#include <stddef.h>

/* The members are as in struct csv. */
struct dialect {
    char delimiter;
    bool quotes, semicolons;
    char between[8]; /* what divides each line in two, such as " - ", if no delimiter does:
                        dialect_divide turns it into a tab. Otherwise "" */
    char rival;      /* another delimiter that fits as well, or nearly; or 0 */
    bool failed;     /* memory ran out during detection */
};

enum dialect_fit {
    DIALECT_NONE,    /* few lines have two cells */
    DIALECT_UNCLEAR, /* most lines have several cells, but different numbers of them */
    DIALECT_FITS
};
/* Detects the dialect of text that may be cut off at its end. `given` is the delimiter if it is
 * known, or 0. Without a fit, *dialect is a guess. */
enum dialect_fit dialect_find(struct dialect *dialect, const char *text, char given);

/* Returns a reader for the dialect, ready for line 1; the caller frees it with csv_done. */
struct csv dialect_reader(const struct dialect *dialect);
/* Prepares a line for the reader. */
void dialect_divide(const struct dialect *dialect, struct buf *line);

/* Passes the rows of a text, without blank ones, to `take` until it returns false. A row that is
 * not complete is left out. Returns false if memory ran out. */
bool dialect_each_row(const struct dialect *dialect, const char *text,
    bool (*take)(void *context, const struct csv *row), void *context);

/* Appends what messages call the delimiter: "tabs", or "\" - \"". */
void dialect_put_name(const struct dialect *dialect, struct buf *out);

#endif
