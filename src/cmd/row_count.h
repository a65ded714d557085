/* The progress of a long job, as a line on standard error if that is a terminal. There is one such
 * line, so its state is static. */
#ifndef CMD_ROW_COUNT_H
#define CMD_ROW_COUNT_H

#include <stddef.h>

typedef void row_count_fn(size_t rows);

/* Start the line. Return the function to call with the number of rows so far; NULL without a
 * terminal. */
row_count_fn *row_count_begin(void);
/* Clear the line. */
void row_count_end(void);

#endif
