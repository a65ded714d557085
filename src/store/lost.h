/* Finds data that a damaged database has lost: rows that its indexes still name, and ratings that
 * its cards still count. */
#ifndef STORE_LOST_H
#define STORE_LOST_H

#include "store/mend.h"
#include "store/pages.h"

#include <sqlite3.h>

enum { LOST_INDEXES = 4, LOST_TABLES = 3 };
struct lost_index {
    const char *name, *table;
    bool has_card; /* the index's first column is the card's number */
};
extern const struct lost_index lost_indexes[LOST_INDEXES];

/* A row that an index names, but that is missing. */
struct lost_row {
    const char *table;
    int64_t row, card_id; /* card_id is 0 while unknown */
    int named;            /* the number of indexes that name it */
};

struct lost {
    uint32_t roots[LOST_INDEXES]; /* the root pages of the indexes; 0 if unknown */
    bool whole[LOST_INDEXES];     /* the index could be read in full */
    const struct page_gaps *gaps[LOST_TABLES];
    struct lost_row *rows;
    size_t count, capacity;
    /* Used only while an index is being read. */
    const struct lost_index *index;
    sqlite3_stmt *find;
};

/* Record the parts of a table that could not be read; `gaps` must last until lost_tell returns. */
void lost_note_table(struct lost *lost, const char *table, const struct page_gaps *gaps);
/* Report losses. mend->store must hold all rows that could be read. */
enum err_code lost_tell(
    struct lost *lost, const struct mend *mend, struct pages *pages, struct err *err);
void lost_done(struct lost *lost);

#endif
