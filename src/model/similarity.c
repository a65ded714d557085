#include "model/similarity.h"

#include "base/hash.h"

#include <string.h>

static void add_runs(struct sketch *sketch, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + 3 <= length; i++) {
        uint64_t hash = hash_add(0, text + i, 3);
        sketch->bits[hash >> 32 & (SKETCH_BITS / 64 - 1)] |= UINT64_C(1) << (hash & 63);
    }
}

struct sketch sketch_of(const char *first, const char *second)
{
    struct sketch sketch = {{0}};
    add_runs(&sketch, first);
    add_runs(&sketch, second);
    return sketch;
}

int sketch_similarity(const struct sketch *a, const struct sketch *b)
{
    int common = 0, total = 0;
    for (size_t i = 0; i < SKETCH_BITS / 64; i++) {
        common += __builtin_popcountll(a->bits[i] & b->bits[i]);
        total += __builtin_popcountll(a->bits[i]) + __builtin_popcountll(b->bits[i]);
    }
    return total ? 2000 * common / total : 0;
}
