#include "store/card_set.h"

#include <stdlib.h>
#include <string.h>

bool card_set_has(const struct card_set *set, int64_t card_id)
{
    size_t at = (size_t)card_id / 8;
    return at < set->room && set->bits[at] >> (card_id % 8) & 1;
}

bool card_set_add(struct card_set *set, int64_t card_id)
{
    size_t at = (size_t)card_id / 8;
    if (at >= set->room) {
        size_t room = set->room ? set->room : 1024;
        while (room <= at)
            room *= 2;
        unsigned char *bits = realloc(set->bits, room);
        if (!bits)
            return false;
        memset(bits + set->room, 0, room - set->room);
        set->bits = bits;
        set->room = room;
    }
    set->bits[at] |= (unsigned char)(1 << (card_id % 8));
    return true;
}

void card_set_done(struct card_set *set)
{
    free(set->bits);
    *set = (struct card_set){0};
}
