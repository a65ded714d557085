/* How a table is written: its delimiter, and what a quote means, told from its first rows. */
#ifndef DECK_DIALECT_H
#define DECK_DIALECT_H

#include "base/buf.h"
#include "deck/csv.h"
#include "deck/csv_columns.h"

#include <stdbool.h>
#include <stddef.h>

struct dialect {
    char delimiter;
    bool quotes;     /* cells may be in quotes; else a quote is a character as any other */
    bool semicolons; /* they end rows, and lines do not */
    bool failed;     /* memory ran out while it was looked for */
};

/* Find the dialect of a text, which may be cut off at its end. False where nothing makes a table
 * of it; the dialect is then a guess. */
bool dialect_find(struct dialect *dialect, const char *text);

/* A reader of the dialect, at its first line; csv_done is due. */
struct csv dialect_reader(const struct dialect *dialect);

/* What the first rows of a text look like. */
struct sample {
    size_t rows, first_cells;  /* rows, and cells of the first one */
    size_t several, similar;   /* rows of more than one cell; and as many as the first one has */
    bool loose;                /* quotes stand where strict CSV has none */
    struct csv_columns header; /* what the cells of the first row would name */
    bool is_header;            /* they do name columns */
    bool failed;               /* memory ran out: nothing of this is sure */
};
/* Append to unused, unless it is NULL, a note of the cells of the first row that name no column. */
struct sample dialect_sample(const struct dialect *dialect, const char *text, struct buf *unused);

#endif
