/* The word a user may have meant. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/* The one of count words that word is most likely a slip of, or NULL where none is close: at most
 * two edits away, each of one character or a swap of two (the optimal string alignment distance:
 * F. Damerau, 1964), and fewer than half of the word. */
const char *nearest_word(const char *word, const char *const *words, size_t count);

#endif
