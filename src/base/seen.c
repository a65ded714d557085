#include "base/seen.h"

#include "base/hash.h"

#include <stdbool.h>
#include <stdlib.h>

/* The slot of the hash, or the free one where it goes: rows of slots are searched from where the
 * hash points to, and half of them are free. */
static struct seen_slot *seen_slot_of(struct seen_slot *slots, size_t capacity, uint64_t hash)
{
    size_t at = hash & (capacity - 1);
    while (slots[at].hash && slots[at].hash != hash)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool seen_grow(struct seen *seen)
{
    size_t capacity = seen->capacity ? seen->capacity * 2 : 64;
    struct seen_slot *slots = calloc(capacity, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < seen->capacity; i++)
        if (seen->slots[i].hash)
            *seen_slot_of(slots, capacity, seen->slots[i].hash) = seen->slots[i];
    free(seen->slots);
    seen->slots = slots;
    seen->capacity = capacity;
    return true;
}

size_t *seen_number(struct seen *seen, const char *text)
{
    uint64_t hash = hash_text(0, text);
    hash += !hash; /* 0 is a free slot */
    if (seen->count * 2 >= seen->capacity && !seen_grow(seen))
        return NULL;
    struct seen_slot *slot = seen_slot_of(seen->slots, seen->capacity, hash);
    seen->count += slot->hash == 0;
    slot->hash = hash;
    return &slot->number;
}

void seen_done(struct seen *seen)
{
    free(seen->slots);
    *seen = (struct seen){0};
}
