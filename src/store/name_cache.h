/* Caches the names and questions of cards in the log, in bounded memory, so that a log of any
 * length can be exported without a join. */
#ifndef STORE_NAME_CACHE_H
#define STORE_NAME_CACHE_H

#include "base/err.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct card_names {
    int64_t card_id;
    int variant;
    size_t size; /* in bytes */
    const char *deck, *deck_name, *deck_tags, *id /* may be NULL */, *question, *tags;
};

/* Empty if zero-initialized; free with name_cache_done. */
struct name_cache {
    struct card_names **slots; /* by card_id modulo NAME_SLOTS; NULL if empty */
    size_t held;               /* in bytes */
};
#define NAME_SLOTS 131072
#define NAMES_MAX  (32 << 20) /* the most bytes held; when exceeded, the cache is emptied */

/* Find a card's names, valid until the next call; NULL if there is no such card. */
enum err_code name_cache_find(struct name_cache *cache, struct store *store, int64_t card_id,
    const struct card_names **names, struct err *err);
void name_cache_done(struct name_cache *cache);

#endif
