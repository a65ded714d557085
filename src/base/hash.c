#include "base/hash.h"

#include <string.h>

/* Up to eight bytes as a number, in little-endian order on every machine. */
static uint64_t hash_little_endian(const unsigned char *bytes, size_t length)
{
    uint64_t word = 0;
    memcpy(&word, bytes, length);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* Multiplies and folds the high half down. Each step is a bijection, so hashes stay distinct. */
static uint64_t hash_mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9fb21c651e98df25);
    return hash ^ (hash >> 32);
}

uint64_t hash_add(uint64_t before, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint64_t hash = hash_mix(before, length + 1);
    for (; length >= 8; length -= 8, at += 8)
        hash = hash_mix(hash, hash_little_endian(at, 8));
    if (length)
        hash = hash_mix(hash, hash_little_endian(at, length));
    return hash_mix(hash, UINT64_C(0x9e3779b97f4a7c15));
}

uint64_t hash_text(uint64_t before, const char *text)
{
    return hash_add(before, text, strlen(text));
}
