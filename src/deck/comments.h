/* Finds YAML comments in a part of a file. */
#ifndef DECK_COMMENTS_H
#define DECK_COMMENTS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether there is a comment between the bytes `begin` and `end` of the text, which is valid YAML
 * and may begin with a byte order mark. Sets *ok to false if memory runs out. */
bool deck_has_comments(const struct buf *text, size_t begin, size_t end, bool *ok);

#endif
