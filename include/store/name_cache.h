/* What the cards of the log are called and ask: read when they are first met, and kept while there
 * is room, so that a log of any length is exported in bounded memory. For the store's own files. */
#ifndef STORE_NAME_CACHE_H
#define STORE_NAME_CACHE_H

#include "base/err.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct card_names {
    int64_t card_id;
    int variant;
    size_t size; /* bytes that it takes */
    const char *deck, *deck_name, *deck_tags, *id /* may be NULL */, *question, *tags;
};

/* All of it zero is an empty one; free with name_cache_done. */
struct name_cache {
    struct card_names **slots; /* by card_id modulo NAME_SLOTS; NULL where empty */
    size_t held;               /* bytes */
};
#define NAME_SLOTS 131072
#define NAMES_MAX  (32 << 20) /* bytes held; more, and it begins anew */

/* The names of a card, which last until the next call; NULL where there is no such card. */
enum err_code name_cache_find(struct name_cache *cache, struct store *store, int64_t card_id,
    const struct card_names **names, struct err *err);
void name_cache_done(struct name_cache *cache);

#endif
