/* How far a long job is, on standard error where that is a terminal. There is one line of it, so
 * its state is the module's own. */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include <stddef.h>

typedef void progress_fn(size_t rows);

/* Begin: what to tell of the rows done so far; NULL where nobody watches. Shown after a second. */
progress_fn *progress_begin(void);
/* Clear the line. */
void progress_end(void);

#endif
