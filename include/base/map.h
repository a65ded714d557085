/* A map from 64-bit hashes (base/hash.h), which stand for texts, to numbers; one hash may have
 * several. All of it zero is an empty map; map_done frees what it holds. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map {
    struct map_slot {
        uint64_t hash;
        uint32_t number;
        bool used;
    } * slots;
    size_t count, capacity; /* capacity is 0, or a power of 2 that is more than count */
};

#define MAP_NONE UINT32_MAX

/* False when memory runs out; number is below MAP_NONE. */
bool map_add(struct map *map, uint64_t hash, uint32_t number);

/* The first number of a hash; MAP_NONE where it has none. */
uint32_t map_get(const struct map *map, uint64_t hash);
/* All numbers of a hash, in the order in which they were added: map_first sets *slot, from which
 * map_next goes on. Both return MAP_NONE where there is no more. */
uint32_t map_first(const struct map *map, uint64_t hash, size_t *slot);
uint32_t map_next(const struct map *map, uint64_t hash, size_t *slot);

/* The number of a text, for the caller to change. A text that had none is added with 0. Valid until
 * the map changes; NULL when memory runs out. */
uint32_t *map_text(struct map *map, const char *text);

void map_done(struct map *map);

#endif
