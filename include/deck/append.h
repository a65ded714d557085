/* Adds entries to the end of a deck file that its user has edited. All other bytes stay, because
 * the entries are inserted behind the last one, at the position that the parser reports. */
#ifndef DECK_APPEND_H
#define DECK_APPEND_H

#include "base/buf.h"
#include "base/err.h"

/* Writes the deck file at `path`, with the entries added, as a new file to the file at `to`, and
 * parses that as a check. `entries` is what deck_write_entry wrote, `count` how many they are.
 * Errors: ERR_MISTAKE if the file has mistakes, or if nothing can be added without changing
 * something else; ERR_IO, ERR_MEMORY. */
enum err_code deck_append(
    const char *path, const struct buf *entries, size_t count, const char *to, struct err *err);

#endif
