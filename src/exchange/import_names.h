/* Names of decks that an import makes, and of their files. */
#ifndef EXCHANGE_IMPORT_NAMES_H
#define EXCHANGE_IMPORT_NAMES_H

#include "base/buf.h"

/* Appends a name as a valid deck name: on one line, and not too long. */
void import_names_clean(struct buf *name, const char *given);

/* Appends FOLDER/a/b for the deck A::B, in names that are safe for shells and ls. */
void import_names_path(struct buf *path, const char *folder, const char *name);

#endif
