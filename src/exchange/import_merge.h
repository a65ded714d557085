/* Writes the new version of a deck file: the source's entries, and between them those that were
 * there and stay. Works on one deck of struct import_files. */
#ifndef EXCHANGE_IMPORT_MERGE_H
#define EXCHANGE_IMPORT_MERGE_H

#include "base/err.h"
#include "exchange/import_decks.h"
#include "exchange/import_old.h"

/* Counts what happens to an entry, and reports it. */
void import_merge_change(struct import_files *files, struct import_files_deck *deck,
    enum import_change change, const struct deck_entry *entry);

/* An entry of the old file that stays, in deck->kept_text. */
struct import_kept {
    size_t at, length; /* 0 bytes if the entry does not stay, or has been written */
};

/* Reads what stays of the old file. ERR_IO, ERR_MEMORY. */
enum err_code import_merge_begin(
    struct import_files *files, struct import_files_deck *deck, struct err *err);
/* Writes an entry with its id. If it replaces an old entry, also writes the kept entries that
 * followed that one. `replaces` may be NULL. */
enum err_code import_merge_put(struct import_files *files, struct import_files_deck *deck,
    const struct deck_entry *entry, const struct import_old_entry *replaces, struct err *err);
/* Completes the new file, and decides its fate. */
enum err_code import_merge_end(
    struct import_files *files, struct import_files_deck *deck, struct err *err);

#endif
