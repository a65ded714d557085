/* A 64-bit hash of bytes, the same on every machine. It tells strings apart, but does not resist
 * deliberate collisions. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* Adds bytes and their length to a hash (initially 0), so "ab" + "c" differs from "a" + "bc". */
uint64_t hash_add(uint64_t before, const void *bytes, size_t length);
uint64_t hash_text(uint64_t before, const char *text);

#endif
