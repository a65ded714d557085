#include "model/caps.h"

struct caps caps_or(struct caps first, struct caps then)
{
    return (struct caps){
        first.new_cards == CAP_UNSET ? then.new_cards : first.new_cards,
        first.cards == CAP_UNSET ? then.cards : first.cards,
    };
}

size_t cap_left(int64_t cap, size_t used)
{
    if (cap == CAP_UNSET)
        return SIZE_MAX;
    return (size_t)cap > used ? (size_t)cap - used : 0;
}
