/* How rewrite_text.c changes the text of one entry after the other. */
#ifndef DECK_REWRITE_PARTS_H
#define DECK_REWRITE_PARTS_H

#include "base/buf.h"
#include "deck/append.h"
#include "deck/reader.h"

#include <stdbool.h>
#include <stddef.h>

#define REWRITE_REFUSED "cannot be changed here without changing something else: edit it by hand"

/* The state of copying the text. */
struct rewriting {
    const struct buf *from;
    struct buf *to;
    size_t byte, characters; /* where the current entry begins, in bytes and in characters */
    size_t copied;           /* bytes copied, or replaced */
    bool tidy;               /* write entries that are taken out anew */
    bool refused;            /* it cannot be done */

    struct deck_list_position list;
    bool empties; /* no entry is left of a list in a block */
    size_t first; /* the byte at which the first entry was taken out */
    bool took;
};

/* The byte at a character, which is not before the current entry. */
size_t rewriting_byte(const struct rewriting *r, size_t characters);
/* Copies the text up to `from`, then puts a text in place of what is before `to`. */
void rewriting_replace(struct rewriting *r, size_t from, size_t to, const char *text);

/* Gives the current entry these tags; takes it out, and adds it to *taken; copies the rest. */
void rewriting_set_tags(struct rewriting *r, const struct entry_position *at, const char *tags);
void rewriting_take(
    struct rewriting *r, const struct deck_entry *entry, struct deck_addition *taken);
void rewriting_end(struct rewriting *r);

#endif
