/* The delimiters of tables, as users and messages name them. */
#ifndef DECK_DELIMITERS_H
#define DECK_DELIMITERS_H

#include "base/buf.h"

/* Returns the delimiter that a word such as "tab" or the delimiter itself names; 0 if it names
 * none. */
char delimiter_named(const char *name);
/* Appends what messages call it, "tabs", and how the user names it to --delimiter: "tab", "';'". */
void delimiter_put_plural(char delimiter, struct buf *out);
void delimiter_put_option(char delimiter, struct buf *out);

#endif
