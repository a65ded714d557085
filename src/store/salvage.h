/* Moves the rows of a damaged database into a new one. */
#ifndef STORE_SALVAGE_H
#define STORE_SALVAGE_H

#include "store/mend.h"

/* Copy all rows that can be read from the file at `from` and its log into mend->store, a new
 * database without triggers, within a transaction. Report which ratings and changes are lost. */
enum err_code salvage_rows(struct mend *mend, const char *from, struct err *err);

#endif
