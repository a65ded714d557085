/* Maps 64-bit hashes of strings (base/hash.h) to numbers; a hash may have several numbers. A zeroed
 * struct is an empty map; map_done frees what it holds. */
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
    size_t count, capacity; /* capacity is 0, or a power of 2 above count */
};

#define MAP_NONE UINT32_MAX

/* Adds `number`, which must be below MAP_NONE. False when memory runs out. */
bool map_add(struct map *map, uint64_t hash, uint32_t number);

/* The first number of a hash; MAP_NONE if it has none. */
uint32_t map_get(const struct map *map, uint64_t hash);
/* Iterate over a hash's numbers in the order they were added: map_first sets *slot, and map_next
 * continues from it. Both return MAP_NONE at the end. */
uint32_t map_first(const struct map *map, uint64_t hash, size_t *slot);
uint32_t map_next(const struct map *map, uint64_t hash, size_t *slot);

/* Returns a pointer to the text's number. A text that is not in the map is added with number 0. The
 * pointer is valid until the map changes; NULL when memory runs out. */
uint32_t *map_text(struct map *map, const char *text);

/* The same for ids, which are compared in their normal form (base/normal.h). */
uint32_t *map_id(struct map *map, const char *id);

void map_done(struct map *map);

#endif
