/* What the first rows of a table look like, column by column: the evidence for a header, and for
 * what the columns are. */
#ifndef DECK_CSV_PROFILE_H
#define DECK_CSV_PROFILE_H

#include "deck/csv_columns.h"
#include "deck/dialect.h"

#include <stdbool.h>
#include <stddef.h>

/* The cells of a column below the first row. Lengths are in characters. */
struct column_profile {
    struct buf first;           /* the cell in the first row */
    size_t cells;               /* that are not blank; the counts below are of these */
    size_t numbers, counting;   /* numbers; those that are one more than the previous number */
    size_t dates;               /* such as 2026-01-31 or 2026-01-31 10:00:00 */
    size_t lists, links, nulls; /* ["a"], http://..., NULL */
    size_t foreign;             /* with more characters outside ASCII than in it */
    size_t accented;            /* with some outside ASCII, such as Pinyin */
    size_t small;               /* that begin with a lower-case letter of ASCII */
    size_t like_first, like_previous; /* the same as the first row's, or as the previous row's */
    size_t languages;                 /* names of languages */
    size_t shortest, total;           /* lengths */

    /* private */
    struct buf previous;
    double number;
};

/* Zero-initialize it; csv_profile_done frees it. */
struct csv_profile {
    size_t rows;  /* below the first */
    size_t first; /* cells in the first row */
    size_t count; /* columns: the usual number of cells in a row */
    struct column_profile columns[COLUMNS_MAX];
    bool failed; /* memory ran out */
};

/* Reads the first rows of a text; `text` is as for dialect_sample. */
void csv_profile_read(struct csv_profile *profile, const struct dialect *dialect, const char *text);
void csv_profile_done(struct csv_profile *profile);

/* Whether all cells that are not blank are of that kind. */
bool column_is_numbers(const struct column_profile *column);
bool column_is_dates(const struct column_profile *column);
bool column_is_nulls(const struct column_profile *column);
bool column_is_lists(const struct column_profile *column);
/* Whether most cells repeat those above, as in a column of categories. */
bool column_repeats(const struct column_profile *column);
/* Whether its cells divide the rows into groups: too many repeat those above to be mistakes. */
bool column_groups(const struct column_profile *column);
/* Whether its cells count rows: 1, 2, 3, ... */
bool column_counts(const struct column_profile *column);

/* Whether the first row names the columns. */
enum csv_header {
    CSV_HEADER_NONE,
    CSV_HEADER_UNLIKELY, /* some evidence, too little */
    CSV_HEADER_LIKELY,   /* by the shape of the cells below, or by part of its names */
    CSV_HEADER_SURE      /* by its names */
};
enum csv_header csv_header_find(const struct csv_profile *profile);

#endif
