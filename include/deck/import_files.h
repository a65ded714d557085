/* The deck files that an import writes: all of them, or none. Each has its cards' ids in it, and at
 * its end a line with the hash of all that is above, by which a later import sees whether the user
 * has edited the file since.
 *
 * A source is read twice. In the first pass each entry is announced, so that in the second, which
 * writes, a card of which the source has a new version can be told from a new card. */
#ifndef DECK_IMPORT_FILES_H
#define DECK_IMPORT_FILES_H

#include "base/err.h"
#include "base/file.h"
#include "base/hashes.h"
#include "deck/reader.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What becomes of a file. */
enum imported_fate {
    FATE_NEW,     /* there was none */
    FATE_UPDATED, /* it is of an earlier import */
    FATE_SAME,    /* so it is, and nothing has changed */
    FATE_KEPT,    /* as FATE_SAME, and the user has edited it since: it stays */
    FATE_FORCED,  /* whatever was there is replaced */
};

/* Entries of a deck file by what they say, as an earlier import left them. */
struct earlier {
    struct earlier_entry {
        uint64_t question, answer; /* hashes */
        char *id;
        bool taken;
    } * entries;
    size_t count, capacity;
    struct hashes by_id, by_question, by_answer; /* hashes of these */
};

struct imported_deck {
    char *name, *path; /* path is NULL until it is known */
    size_t entries;    /* written, or announced in the first pass */
    enum imported_fate fate;
    bool edited;             /* the file at path was edited since it was imported */
    uint64_t old_hash, hash; /* of what an import wrote there last; of what this one writes */
    struct earlier earlier;
    struct hashes announced; /* hashes of questions */
    struct hashes ids;       /* hashes of ids written */
    struct hashes said;      /* of questions with their answers */
    struct atomic_file file;
    struct buf text; /* on its way into the file */
};

struct imported {
    const char *folder; /* where the files go */
    bool force;         /* replace what is there */
    bool dry_run;       /* write nothing */
    /* Where the deck of that id is already, the caller's to free; NULL where it is nowhere. */
    char *(*known_path)(void *context, const char *deck);
    /* Whether a file may be written to path; again where that holds what an import made of the same
     * deck before. NULL where any may. */
    enum err_code (*may_write)(void *context, const char *path, bool again, struct err *err);
    void *context;

    bool writing; /* the second pass; set by imported_begin_writing */
    struct imported_deck *decks;
    size_t count, capacity;
    char **made; /* folders that were made for it */
    size_t made_count, made_room;
};

/* Announce, or write, an entry of the deck of that name, :: in it before each subdeck. *why is set,
 * to words that last, where the entry is left out. Errors: ERR_USAGE where a file stands in the
 * way; ERR_IO, ERR_MEMORY. */
enum err_code imported_add(struct imported *imported, const char *deck,
    const struct deck_entry *entry, const char **why, struct err *err);
/* Where the deck's file is or will be; it lasts until the next call. NULL as imported_add fails. */
const char *imported_path(struct imported *imported, const char *deck, struct err *err);
/* The first pass is over. */
void imported_begin_writing(struct imported *imported);
/* Put the files in their places. On failure none is, as far as the disk allows. */
enum err_code imported_commit(struct imported *imported, struct err *err);
/* Give up what is not committed, and free everything. */
void imported_done(struct imported *imported);

#endif
