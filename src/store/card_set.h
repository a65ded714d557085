/* A set of card ids. */
#ifndef STORE_CARD_SET_H
#define STORE_CARD_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A bitmap. Empty if zero-initialized; free with card_set_done. */
struct card_set {
    unsigned char *bits; /* one bit for each card_id below capacity * 8 */
    size_t capacity;
};
bool card_set_has(const struct card_set *set, int64_t card_id);
/* False when memory runs out. */
bool card_set_add(struct card_set *set, int64_t card_id);
void card_set_done(struct card_set *set);

#endif
