/* Detects the dialect of a table (its delimiter and its use of quotes) from its first rows. */
#ifndef DECK_DIALECT_H
#define DECK_DIALECT_H

#include "base/buf.h"
#include "deck/csv.h"
#include "deck/csv_columns.h"

#include <stdbool.h>
#include <stddef.h>

/* The members are as in struct csv. */
struct dialect {
    char delimiter;
    bool quotes, semicolons;
    bool failed; /* memory ran out during detection */
};

/* Detects the dialect of text that may be cut off at its end. Returns false if the text is not a
 * table in any dialect; *dialect is then a guess. */
bool dialect_find(struct dialect *dialect, const char *text);

/* Returns a reader for the dialect, ready for line 1; the caller frees it with csv_done. */
struct csv dialect_reader(const struct dialect *dialect);

/* Facts about the first rows of a text. */
struct sample {
    size_t rows, first_cells; /* rows, and cells in the first row */
    size_t several, similar; /* rows with several cells; of these, rows with as many as the first */
    bool loose;              /* some quotes violate the RFC */
    struct csv_columns header; /* the columns that the first row would name */
    bool is_header;            /* the first row is a header */
    bool failed;               /* memory ran out: the sample is unreliable */
};
/* Appends a note about the header's unknown columns to unused, unless that is NULL. */
struct sample dialect_sample(const struct dialect *dialect, const char *text, struct buf *unused);

#endif
