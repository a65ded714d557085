#include "store/name_cache.h"

#include "store/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void name_cache_done(struct name_cache *cache)
{
    for (size_t i = 0; cache->slots && i < NAME_SLOTS; i++)
        free(cache->slots[i]);
    free(cache->slots);
    *cache = (struct name_cache){0};
}

enum { DECK, DECK_NAME, DECK_TAGS, ID, VARIANT, QUESTION, TAGS, COLUMNS };

/* Read names into one block: the struct, followed by its strings. */
static struct card_names *name_cache_read_names(sqlite3_stmt *row, int64_t card_id)
{
    assert(sqlite3_column_count(row) == COLUMNS);
    const char *texts[COLUMNS];
    size_t size = sizeof(struct card_names);
    for (int i = 0; i < COLUMNS; i++) {
        texts[i] = i == ID ? column_text_or_null(row, i) : column_text(row, i);
        size += texts[i] ? strlen(texts[i]) + 1 : 0;
    }
    struct card_names *names = malloc(size);
    if (!names)
        return NULL;
    char *next = (char *)(names + 1);
    for (int i = 0; i < COLUMNS; i++) {
        if (!texts[i])
            continue;
        char *copy = next;
        next = stpcpy(next, texts[i]) + 1;
        texts[i] = copy;
    }
    *names = (struct card_names){card_id, column_int(row, VARIANT, CARDS_VARIANT), size,
        texts[DECK], texts[DECK_NAME], texts[DECK_TAGS], texts[ID], texts[QUESTION], texts[TAGS]};
    return names;
}

/* Put names into their slot, replacing any previous ones. */
static bool name_cache_keep(struct name_cache *cache, struct card_names *names)
{
    if (cache->held + names->size > NAMES_MAX)
        name_cache_done(cache);
    if (!cache->slots)
        cache->slots = calloc(NAME_SLOTS, sizeof(struct card_names *));
    if (!cache->slots)
        return false;
    struct card_names **slot = &cache->slots[(uint64_t)names->card_id % NAME_SLOTS];
    cache->held += names->size - (*slot ? (*slot)->size : 0);
    free(*slot);
    *slot = names;
    return true;
}

enum err_code name_cache_find(struct name_cache *cache, struct store *store, int64_t card_id,
    const struct card_names **names, struct err *err)
{
    struct card_names *kept = cache->slots ? cache->slots[(uint64_t)card_id % NAME_SLOTS] : NULL;
    *names = kept;
    if (kept && kept->card_id == card_id)
        return ERR_NONE;
    *names = NULL;
    bool ok = true;
    sqlite3_stmt *row = sql_query(store, SQL_CARD_NAMES, "i", card_id);
    if (sqlite3_step(row) == SQLITE_ROW) {
        struct card_names *read = name_cache_read_names(row, card_id);
        ok = read && name_cache_keep(cache, read);
        if (ok)
            *names = read;
        else
            free(read);
    }
    return sql_end_list(store, row, ok, err);
}
