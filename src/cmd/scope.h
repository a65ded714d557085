/* What the command line narrows a report to, for people. */
#ifndef CMD_SCOPE_H
#define CMD_SCOPE_H

#include "cmd/command.h"

/* Append safe text such as "spanish.yaml, tag verb, since 2026-01-01", with decks and tags as the
 * user wrote them; nothing if the report is about everything. */
void scope_words(const struct options *options, struct buf *out);

#endif
