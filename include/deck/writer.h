/* Writes decks as tidy YAML: what deck/reader.h reads back is what was given, less the white space
 * at the end of texts. The same deck always gives the same bytes. Everything is appended to a
 * buffer of the caller's, a head or an entry at a time, so that a deck of any size can be written.
 */
#ifndef DECK_WRITER_H
#define DECK_WRITER_H

#include "base/buf.h"
#include "deck/reader.h"

#include <stdbool.h>

/* Append the deck's own keys, and the beginning of its list of cards; with no cards to follow, an
 * empty list. An id that only repeats the name of a head that does not name itself is left out. */
void deck_write_head(struct buf *out, const struct deck_head *head, bool any_cards);

/* Append an entry of the list. Its texts are UTF-8 without NULs, its names and tags such as
 * deck/reader.h gives them. */
void deck_write_entry(struct buf *out, const struct deck_entry *entry);

/* Append text as a comment of whole lines, which is no part of the deck. */
void deck_write_comment(struct buf *out, const char *text);

#endif
