/* Writes decks as tidy YAML, which deck/reader.h reads back unchanged except for trailing white
 * space. The same deck always gives the same bytes. Each call appends one head or entry to the
 * caller's buffer, so that decks can be of any size. */
#ifndef DECK_WRITER_H
#define DECK_WRITER_H

#include "base/buf.h"
#include "deck/reader.h"

#include <stdbool.h>

/* Appends the deck's own keys and the beginning of its list of cards, or an empty list. Omits an id
 * that only defaults to the name. */
void deck_write_head(struct buf *out, const struct deck_head *head, bool any_cards);

/* Appends an entry. Its fields are UTF-8 without NULs; names and tags are in the form in which
 * deck/reader.h returns them. */
void deck_write_entry(struct buf *out, const struct deck_entry *entry);

/* The same on one line in braces, as JSON writes it, for a list in brackets. */
void deck_write_entry_in_braces(struct buf *out, const struct deck_entry *entry);

/* Appends tags as a list in brackets, each tag in double quotes if JSON is wanted or YAML needs
 * them. */
void deck_write_tags(struct buf *out, const char *tags, bool json);

/* Appends text as comment lines, which are not part of the deck. */
void deck_write_comment(struct buf *out, const char *text);

#endif
