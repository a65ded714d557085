/* Text without its upper case, for finding words whatever their case. */
#ifndef BASE_CASEFOLD_H
#define BASE_CASEFOLD_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Append length bytes of UTF-8, each letter as the lower case that Unicode gives it by itself
 * (UnicodeData.txt, Simple_Lowercase_Mapping). A byte that is no UTF-8 becomes U+FFFD. */
void casefold_add(struct buf *out, const char *text, size_t length);
void casefold_text(struct buf *out, const char *text);
/* Whether a text has a word of length bytes in it, whatever their case; not where memory ran out.
 */
bool casefold_has(const char *text, const char *word, size_t length);

#endif
