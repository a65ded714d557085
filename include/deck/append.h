/* Adds entries to the end of a deck file that the user writes, or replaces one of its entries.
 * Every other byte stays as it is: the entries go to the positions that the parser reports. */
#ifndef DECK_APPEND_H
#define DECK_APPEND_H

#include "base/buf.h"
#include "base/err.h"
#include "deck/reader.h"

#include <stdbool.h>
#include <stddef.h>

/* The entries to add, in both forms that a list of cards can have. Empty if zero-initialized. */
struct deck_addition {
    struct buf lines;  /* as deck_write_entry writes them */
    struct buf braces; /* as deck_write_entry_in_braces does, each after a comma and a line end */
    size_t count;
    bool in_style; /* with the file's own short keys and spacing; an empty list becomes a block */
    bool lines_lose, braces_lose; /* comments that an entry had in its file are not in this form */
};
void deck_addition_add(struct deck_addition *addition, const struct deck_entry *entry);
void deck_addition_done(struct deck_addition *addition);

/* Writes the deck file at `path`, with the entries added, to a new file at `to`, and parses that
 * file as a check. Errors: ERR_MISTAKE if the deck file has mistakes, or if nothing can be added
 * without changing something else or losing comments; ERR_IO, ERR_MEMORY. */
enum err_code deck_append(
    const char *path, const struct deck_addition *addition, const char *to, struct err *err);

/* The same with entry number `number`, from 0, replaced by another. Also refuses with ERR_MISTAKE
 * to replace an entry that has comments, which would be lost. If `to` is NULL, only checks that. */
enum err_code deck_replace(const char *path, size_t number, const struct deck_entry *entry,
    const char *to, struct err *err);

#endif
