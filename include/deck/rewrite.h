/* Changes entries of a deck file that the user writes: gives them tags, or takes them out for
 * another deck. Every other byte stays as it is. The new text is parsed and compared before
 * anything replaces the file. */
#ifndef DECK_REWRITE_H
#define DECK_REWRITE_H

#include "base/buf.h"
#include "base/err.h"
#include "deck/append.h"
#include "deck/source.h"

#include <stddef.h>
#include <stdint.h>

/* A file and the entries to change. The caller owns what the pointers lead to. */
struct rewrite {
    const char *path;
    const int64_t *positions; /* of entries, counted from 1; sorted, each once */
    size_t count;
    const char *add, *remove; /* tags, separated by spaces; NULL to take the entries out */

    struct file_version version; /* of the file that was read */
    struct buf before, after;    /* its text, and the new one */
    size_t changed;              /* how many entries change */
    size_t cards;                /* how many cards these have */
};
void rewrite_done(struct rewrite *rewrite);

/* Reads the file, and makes the new text. If entries are taken out, adds them to *taken: their
 * bytes as they are, or tidily written if `tidy` is set. Errors: ERR_MISTAKE if the file has
 * mistakes, or if the entries cannot be changed without changing something else; ERR_IO,
 * ERR_MEMORY. */
enum err_code rewrite_make(
    struct rewrite *rewrite, struct deck_addition *taken, bool tidy, struct err *err);
/* Parses the new text, which was written to the file at `to`: ERR_MISTAKE unless it says exactly
 * what it should. */
enum err_code rewrite_check(const struct rewrite *rewrite, const char *to, struct err *err);
/* Sets *same to whether the entries that follow the first `skip` of the deck file at `to` are those
 * taken out, in the same order. ERR_IO, ERR_MEMORY. */
enum err_code rewrite_was_taken(
    const struct rewrite *rewrite, const char *to, size_t skip, bool *same, struct err *err);

/* Appends `tags` without those in `remove`, and with those in `add`. */
void rewrite_tags(const char *tags, const char *add, const char *remove, struct buf *out);

#endif
