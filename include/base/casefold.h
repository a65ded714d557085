/* Converts text to lower case, for searches that ignore case. */
#ifndef BASE_CASEFOLD_H
#define BASE_CASEFOLD_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends length bytes of UTF-8 in lower case, letter by letter (Simple_Lowercase_Mapping in
 * UnicodeData.txt). Invalid bytes become U+FFFD. */
void casefold_add(struct buf *out, const char *text, size_t length);
void casefold_text(struct buf *out, const char *text);
/* Whether text contains the first length bytes of word, ignoring case; false if out of memory. */
bool casefold_has(const char *text, const char *word, size_t length);

#endif
