/* Adds entries to the end of a deck file that its user has edited. All other bytes stay, because
 * the entries are inserted behind the last one, at the position that the parser reports. */
#ifndef DECK_APPEND_H
#define DECK_APPEND_H

#include "base/buf.h"
#include "base/err.h"
#include "deck/reader.h"

#include <stddef.h>

/* The entries to add, in both forms that a list of cards may have. Empty if zero-initialized. */
struct deck_addition {
    struct buf lines;  /* as deck_write_entry writes them */
    struct buf braces; /* as deck_write_entry_in_braces does, each behind a comma and a line end */
    size_t count;
};
void deck_addition_add(struct deck_addition *addition, const struct deck_entry *entry);
void deck_addition_done(struct deck_addition *addition);

/* Writes the deck file at `path`, with the entries added, as a new file to the file at `to`, and
 * parses that as a check. Errors: ERR_MISTAKE if the file has mistakes, or if nothing can be added
 * without changing something else; ERR_IO, ERR_MEMORY. */
enum err_code deck_append(
    const char *path, const struct deck_addition *addition, const char *to, struct err *err);

#endif
