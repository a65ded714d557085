/* The deck files that an import writes: all of them, or none. Each entry gets an id in the file,
 * and the last line holds the hash of all lines above it, which tells a later import whether the
 * user has edited the file since.
 *
 * A source is read twice. The first pass announces every entry; the second writes them, and can
 * tell the new version of a card from a new card, because by then all entries of the source are
 * known. */
#ifndef EXCHANGE_IMPORT_FILES_H
#define EXCHANGE_IMPORT_FILES_H

#include "base/err.h"
#include "base/file.h"
#include "base/map.h"
#include "deck/reader.h"
#include "exchange/import_previous_ids.h"
#include "store/store.h"
#include "study/output.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum import_files_fate {
    FATE_NEW,     /* there was no file */
    FATE_UPDATED, /* an earlier import wrote the file */
    FATE_SAME,    /* like FATE_UPDATED, but nothing has changed */
    FATE_KEPT,    /* like FATE_SAME, but the user has edited the file */
    FATE_FORCED,  /* --force replaces whatever was there */
};

struct import_files_deck {
    char *name, *path;
    size_t entries; /* number written; in the first pass, number announced */
    enum import_files_fate fate;
    bool edited;             /* the file at path was edited since it was imported */
    uint64_t old_hash, hash; /* the file's hashes: as last imported, and as written now */
    struct previous_ids previous;
    struct map announced; /* questions announced */
    struct map ids;       /* ids written */
    struct map cards;     /* cards written: questions with their answers */
    struct atomic_file file;
    struct buf text; /* text not yet written to the file */
};

struct import_files {
    /* Set by the caller. */
    const char *folder; /* where new files go */
    bool force;         /* replace existing files */
    bool dry_run;       /* write nothing */
    /* The files that must not be replaced. [1] is used when updating an imported deck file, which
     * may be replaced even if the command line names it; [0] in all other cases. */
    struct in_use in_use[2];
    struct store *store; /* known decks are updated in place; if NULL, all files go to `folder` */

    bool writing;  /* the second pass */
    struct buf id; /* of the entry written last; empty if it was left out */
    struct import_files_deck *decks;
    size_t count, capacity;
    char **made; /* folders made for the files */
    size_t made_count, made_capacity;
};

/* Announces or writes an entry in the named deck; :: precedes each subdeck in the name. If the
 * entry is left out, sets *why to the reason, a static string; otherwise to NULL. Errors: ERR_USAGE
 * if a file is in the way; ERR_IO, ERR_MEMORY. */
enum err_code import_files_add(struct import_files *files, const char *deck,
    const struct deck_entry *entry, const char **why, struct err *err);
/* Returns the deck file's path, valid until the next call; NULL on errors: see import_files_add. */
const char *import_files_path(struct import_files *files, const char *deck, struct err *err);
/* Begins the second pass. */
void import_files_begin_writing(struct import_files *files);
/* Moves the files into place. Only a disk failure can leave some of them moved. */
enum err_code import_files_commit(struct import_files *files, struct err *err);
/* Discards what was not committed, and frees everything. */
void import_files_done(struct import_files *files);

/* Returns ERR_USAGE if the store knows another existing file for the deck, since it would then
 * refuse `path`. */
enum err_code import_files_check_path(
    struct store *store, const char *deck, const char *path, struct err *err);

#endif
