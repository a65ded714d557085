/* The code of schema step 5, which brings stored texts up to date. */
#ifndef STORE_MIGRATE_TEXTS_H
#define STORE_MIGRATE_TEXTS_H

#include "base/err.h"

struct store;

/* Store each gap's cloze text where it can be derived from the cards of its entry, rehash all texts
 * in normal form, and have the next start read every deck again. */
enum err_code migrate_texts(struct store *store, struct err *err);

#endif
