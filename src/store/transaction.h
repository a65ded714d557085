/* What transactions are made of (store/store.h begins and ends them): the writers' lock file, and
 * settings of SQLite for large ones. */
#ifndef STORE_TRANSACTION_H
#define STORE_TRANSACTION_H

#include "store/store.h"

#include <stdbool.h>

/* Take the lock, if need be waiting STORE_WAIT_MS for it: ERR_BUSY after that. lock_try does not
 * wait. Without a lock file there is nothing to wait for. */
bool lock_try(const struct store *store);
enum err_code lock_take(struct store *store, struct err *err);
void lock_release(struct store *store);

/* Do not checkpoint after this transaction, which will be large: a later one, or closing, does. */
void store_defer_checkpoint(struct store *store);
/* From now on, give SQLite the memory that many keys in random order need. */
void store_widen_cache(struct store *store);

#endif
