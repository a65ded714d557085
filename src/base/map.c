#include "base/map.h"

#include "base/hash.h"
#include "base/normal.h"

#include <assert.h>
#include <stdlib.h>

/* Open addressing with linear probing: returns the slot where the probes for a hash begin. */
static size_t map_home(const struct map *map, uint64_t hash)
{
    return (size_t)(hash * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (map->capacity - 1);
}

static struct map_slot *map_put(struct map *map, uint64_t hash, uint32_t number)
{
    size_t slot = map_home(map, hash);
    while (map->slots[slot].used)
        slot = (slot + 1) & (map->capacity - 1);
    map->slots[slot] = (struct map_slot){hash, number, true};
    map->count++;
    return &map->slots[slot];
}

/* Copying starts at an empty slot, so that the numbers of one hash keep their order. */
static bool map_grow(struct map *map)
{
    if ((map->count + 1) * 4 <= map->capacity * 3)
        return true;
    struct map larger = {.capacity = map->capacity ? map->capacity * 2 : 64};
    if (!(larger.slots = calloc(larger.capacity, sizeof *larger.slots)))
        return false;
    size_t start = 0;
    while (start < map->capacity && map->slots[start].used)
        start++;
    for (size_t i = 0; i < map->capacity; i++) {
        const struct map_slot *slot = &map->slots[(start + i) & (map->capacity - 1)];
        if (slot->used)
            map_put(&larger, slot->hash, slot->number);
    }
    free(map->slots);
    *map = larger;
    return true;
}

bool map_add(struct map *map, uint64_t hash, uint32_t number)
{
    assert(number < MAP_NONE);
    return map_grow(map) && map_put(map, hash, number);
}

static uint32_t map_find(const struct map *map, uint64_t hash, size_t *slot)
{
    while (map->slots[*slot].used && map->slots[*slot].hash != hash)
        *slot = (*slot + 1) & (map->capacity - 1);
    return map->slots[*slot].used ? map->slots[*slot].number : MAP_NONE;
}

uint32_t map_first(const struct map *map, uint64_t hash, size_t *slot)
{
    if (map->capacity == 0)
        return MAP_NONE;
    *slot = map_home(map, hash);
    return map_find(map, hash, slot);
}

uint32_t map_next(const struct map *map, uint64_t hash, size_t *slot)
{
    *slot = (*slot + 1) & (map->capacity - 1);
    return map_find(map, hash, slot);
}

uint32_t map_get(const struct map *map, uint64_t hash)
{
    size_t slot;
    return map_first(map, hash, &slot);
}

static uint32_t *map_hash(struct map *map, uint64_t hash)
{
    size_t slot;
    if (map_first(map, hash, &slot) != MAP_NONE)
        return &map->slots[slot].number;
    return map_grow(map) ? &map_put(map, hash, 0)->number : NULL;
}

uint32_t *map_text(struct map *map, const char *text)
{
    return map_hash(map, hash_text(0, text));
}

uint32_t *map_id(struct map *map, const char *id)
{
    bool ok = true;
    uint64_t hash = normal_hash(0, id, &ok);
    return ok ? map_hash(map, hash) : NULL;
}

void map_done(struct map *map)
{
    free(map->slots);
    *map = (struct map){0};
}
