/* A table from hashes to numbers, for texts that are known by their hash. One hash may have several
 * numbers. All of it zero is an empty table; hashes_done frees what it holds. */
#ifndef BASE_HASHES_H
#define BASE_HASHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hashes {
    struct hash_slot {
        uint64_t hash;
        uint32_t number; /* plus 1; 0 in an empty slot */
    } * slots;
    size_t count, capacity; /* capacity is a power of 2, and more than count */
};

#define HASH_NONE UINT32_MAX

/* False when memory runs out; number is below HASH_NONE. */
bool hashes_add(struct hashes *hashes, uint64_t hash, uint32_t number);

/* The first number of a hash, HASH_NONE where there is none; *place goes into hashes_next. */
uint32_t hashes_first(const struct hashes *hashes, uint64_t hash, size_t *place);
/* The number after that, in the order in which they were added. */
uint32_t hashes_next(const struct hashes *hashes, uint64_t hash, size_t *place);

void hashes_done(struct hashes *hashes);

#endif
