/* How far a long job is, on standard error where that is a terminal. There is one line of it, so
 * its state is the module's own. */
#ifndef CMD_ROW_COUNT_H
#define CMD_ROW_COUNT_H

#include <stddef.h>

typedef void row_count_fn(size_t rows);

/* Begin: what to tell of the rows done so far; NULL where nobody watches. Shown after a second. */
row_count_fn *row_count_begin(void);
/* Clear the line. */
void row_count_end(void);

#endif
