/* The deck files that an import writes: all of them, or none. An import adds and updates; it
 * removes nothing unless the user asks for it:
 *
 *   - entries that the source no longer has stay in the file, in their place
 *   - a file that the user has edited since gets new entries at its end; no other byte changes
 *   - an entry that is now in another deck moves to that deck's file
 *   - an entry for which the source has no answer keeps the answer that it has
 *
 * A source is read twice. The first pass announces every entry. Then import_files_begin_writing
 * looks at the existing deck files, and decides which deck goes to which file, and which entry is
 * the new version of which old one. The second pass writes. */
#ifndef EXCHANGE_IMPORT_FILES_H
#define EXCHANGE_IMPORT_FILES_H

#include "base/err.h"
#include "exchange/import_decks.h"

/* Why an entry is left out whose id an earlier one has. */
#define IMPORT_SAME_ID "an earlier card has the same id"

/* Announces or writes an entry in the named deck; :: precedes each subdeck in the name. If the
 * entry is left out, sets *why to the reason, a static string; otherwise to NULL. Errors: ERR_IO
 * (also if the source changed between the passes), ERR_MEMORY; ERR_USAGE if there are too many
 * decks. */
enum err_code import_files_add(struct import_files *files, const char *deck,
    const struct deck_entry *entry, const char **why, struct err *err);
/* Sets the deck's identity: see struct import_sink. */
enum err_code import_files_identify(
    struct import_files *files, const char *deck, const char *identity, struct err *err);
/* Sets how the deck is scheduled: see struct import_sink. A file that says so itself keeps what it
 * says. */
enum err_code import_files_schedule(struct import_files *files, const char *deck,
    const struct import_scheduling *scheduling, struct err *err);
/* Returns the deck file's path, which is only a guess in the first pass; valid until the next call.
 * NULL if memory ran out. */
const char *import_files_path(struct import_files *files, const char *deck, struct err *err);
/* Begins the second pass. Errors: ERR_USAGE if a file is in the way; ERR_IO, ERR_MEMORY. */
enum err_code import_files_begin_writing(struct import_files *files, struct err *err);
/* Moves the files into place. Only a disk failure can leave some of them moved. */
enum err_code import_files_commit(struct import_files *files, struct err *err);
/* Discards what was not committed, and frees everything. */
void import_files_done(struct import_files *files);

#endif
