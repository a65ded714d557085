/* Tells decks from the other YAML files that lie about in folders. */
#ifndef DECK_FOREIGN_H
#define DECK_FOREIGN_H

#include <stdbool.h>

/* Whether the file at path is plainly no deck: none of its own keys is, or is nearly, "deck" or
 * "cards", as far as it can be read. A file that cannot be opened, or is not UTF-8, may be a deck
 * for all one knows. Reads up to the first such key. */
bool deck_is_foreign(const char *path);

#endif
