/* A 64-bit hash of bytes, the same on every machine. It tells texts apart, but does not resist
 * deliberate collisions. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Adds bytes and their length to a hash (initially 0): "ab" "c" and "a" "bc" differ. */
uint64_t hash_add(uint64_t before, const void *bytes, size_t length);
uint64_t hash_text(uint64_t before, const char *text);

#endif
