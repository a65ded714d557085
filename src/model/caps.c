#include "model/caps.h"

#include <assert.h>

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

void caps_share(size_t total, size_t *due, size_t *new)
{
    size_t all = *due + *new;
    if (total >= all)
        return;
    size_t news = total * *new / all;
    assert(news <= total);
    *new = news;
    *due = total - news;
}
