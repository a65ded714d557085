/* Suggests a word for "Did you mean ...?" */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/* Returns the closest of `count` words to a misspelt word, or NULL if none is close. Close means at
 * most two edits, and fewer than half the word's length. An edit adds, drops or replaces one byte,
 * or swaps two adjacent bytes (optimal string alignment; F. Damerau, 1964). */
const char *nearest_word(const char *word, const char *const *words, size_t count);

#endif
