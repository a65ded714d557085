/* Distinguishes decks from other YAML files. */
#ifndef DECK_FOREIGN_H
#define DECK_FOREIGN_H

#include <stdbool.h>

/* Whether the file at path is certainly not a deck: no top-level key is, or resembles, "deck" or
 * "cards", as far as the file can be parsed. False for a file that cannot be opened or is not
 * UTF-8. Reads up to the first such key. */
bool deck_is_foreign(const char *path);

/* Whether the file at path is not a deck, but has cards in another program's shape, which `drill
 * import` can convert. A list of cards whose keys are, or were meant to be, those of a deck file is
 * a deck with mistakes. Reads only the beginning of the file. */
bool deck_is_other_shape(const char *path);

#endif
