#include "store/card_set.h"

#include <stdlib.h>
#include <string.h>

bool card_set_has(const struct card_set *set, int64_t card_id)
{
    size_t at = (size_t)card_id / 8;
    return at < set->capacity && set->bits[at] >> (card_id % 8) & 1;
}

bool card_set_add(struct card_set *set, int64_t card_id)
{
    size_t at = (size_t)card_id / 8;
    if (at >= set->capacity) {
        size_t capacity = set->capacity ? set->capacity : 1024;
        while (capacity <= at)
            capacity *= 2;
        unsigned char *bits = realloc(set->bits, capacity);
        if (!bits)
            return false;
        memset(bits + set->capacity, 0, capacity - set->capacity);
        set->bits = bits;
        set->capacity = capacity;
    }
    set->bits[at] |= (unsigned char)(1 << (card_id % 8));
    return true;
}

void card_set_done(struct card_set *set)
{
    free(set->bits);
    *set = (struct card_set){0};
}
