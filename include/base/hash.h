/* A hash of bytes, the same on every machine, for telling texts apart. Not for keeping out
 * somebody who wants two texts to look alike. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The hash of what stood before, followed by these bytes; before is 0 to begin with. The length
 * counts too, so "ab" "c" and "a" "bc" differ. */
uint64_t hash_add(uint64_t before, const void *bytes, size_t length);
uint64_t hash_text(uint64_t before, const char *text);

#endif
