/* A set of cards. For the store's own files. */
#ifndef STORE_CARD_SET_H
#define STORE_CARD_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All of it zero is an empty set; card_set_done frees what it holds. */
struct card_set {
    unsigned char *bits; /* one for each card_id below room * 8 */
    size_t capacity;
};
bool card_set_has(const struct card_set *set, int64_t card_id);
/* False when memory runs out. */
bool card_set_add(struct card_set *set, int64_t card_id);
void card_set_done(struct card_set *set);

#endif
