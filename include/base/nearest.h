/* Suggests a word for "Did you mean ...?" */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/* The closest of count words to a misspelt word, or NULL if none is close. Close means at most two
 * edits, of one character or a swap of two neighbours (optimal string alignment; F. Damerau, 1964),
 * and fewer edits than half the word's length. */
const char *nearest_word(const char *word, const char *const *words, size_t count);

#endif
