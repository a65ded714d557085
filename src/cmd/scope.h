/* What a report is narrowed to, for people. */
#ifndef CMD_SCOPE_H
#define CMD_SCOPE_H

#include "cmd/sides.h"

/* Append safe text such as "spanish.yaml, tag verb, since 2026-01-01", with decks and tags as the
 * user wrote them on the command line; nothing if the report is about everything. */
void scope_words(const struct options *options, struct buf *out);
/* The same for a side screen: "Spanish, German and 3 more decks, tag verb". ERR_STORE, ERR_MEMORY.
 */
enum err_code scope_of_side(const struct sides *sides, struct buf *out, struct err *err);

#endif
