#include "base/hashes.h"

#include <stdlib.h>

static size_t hashes_slot_of(const struct hashes *hashes, uint64_t hash)
{
    return (size_t)(hash * 0x9e3779b97f4a7c15U >> 20) & (hashes->capacity - 1);
}

static void hashes_put(struct hashes *hashes, struct hash_slot slot)
{
    size_t place = hashes_slot_of(hashes, slot.hash);
    while (hashes->slots[place].number)
        place = (place + 1) & (hashes->capacity - 1);
    hashes->slots[place] = slot;
    hashes->count++;
}

/* The slots are gone through from the end of a run of full ones, so that numbers of one hash stay
 * in their order. */
static bool hashes_grow(struct hashes *hashes)
{
    struct hashes larger = {.capacity = hashes->capacity ? hashes->capacity * 2 : 64};
    if (larger.capacity > SIZE_MAX / sizeof *larger.slots / 2 ||
        !(larger.slots = calloc(larger.capacity, sizeof *larger.slots)))
        return false;
    size_t start = 0;
    while (start < hashes->capacity && hashes->slots[start].number)
        start++;
    for (size_t i = 0; i < hashes->capacity; i++) {
        struct hash_slot slot = hashes->slots[(start + i) & (hashes->capacity - 1)];
        if (slot.number)
            hashes_put(&larger, slot);
    }
    free(hashes->slots);
    *hashes = larger;
    return true;
}

bool hashes_add(struct hashes *hashes, uint64_t hash, uint32_t number)
{
    if ((hashes->count + 1) * 4 > hashes->capacity * 3 && !hashes_grow(hashes))
        return false;
    hashes_put(hashes, (struct hash_slot){hash, number + 1});
    return true;
}

static uint32_t hashes_find(const struct hashes *hashes, uint64_t hash, size_t *place)
{
    while (hashes->slots[*place].number && hashes->slots[*place].hash != hash)
        *place = (*place + 1) & (hashes->capacity - 1);
    return hashes->slots[*place].number ? hashes->slots[*place].number - 1 : HASH_NONE;
}

uint32_t hashes_first(const struct hashes *hashes, uint64_t hash, size_t *place)
{
    if (hashes->capacity == 0)
        return HASH_NONE;
    *place = hashes_slot_of(hashes, hash);
    return hashes_find(hashes, hash, place);
}

uint32_t hashes_next(const struct hashes *hashes, uint64_t hash, size_t *place)
{
    *place = (*place + 1) & (hashes->capacity - 1);
    return hashes_find(hashes, hash, place);
}

void hashes_done(struct hashes *hashes)
{
    free(hashes->slots);
    *hashes = (struct hashes){0};
}
