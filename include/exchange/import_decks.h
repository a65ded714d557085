/* What an import knows of its decks, from their announcement to the commit of their files. */
#ifndef EXCHANGE_IMPORT_DECKS_H
#define EXCHANGE_IMPORT_DECKS_H

#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"
#include "deck/append.h"
#include "deck/import_source.h"
#include "store/store.h"
#include "study/output.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum import_files_fate {
    FATE_NEW,     /* there was no file */
    FATE_UPDATED, /* the file is rewritten, with what it had and what the source has */
    FATE_SAME,    /* like FATE_UPDATED, but nothing has changed */
    FATE_ADDED,   /* the user has edited the file: only new entries are added to it */
    FATE_KEPT,    /* like FATE_ADDED, but there are no new entries */
    FATE_FORCED,  /* --force replaces the user's edits */
};

/* What an import does to an entry. */
enum import_change {
    CHANGE_IS_NEW,
    CHANGE_IS_EDIT,
    CHANGE_IS_MOVE,   /* to this deck, from another */
    CHANGE_IS_RETIRE, /* --replace: the source no longer has it */
    CHANGE_IS_STAY,   /* the source no longer has it, but it stays */
    CHANGE_IS_LEFT,   /* an edit or a move that is left to the user, who has edited the file */
    IMPORT_CHANGES,
};

struct import_files_deck {
    char *name;     /* as the source or the user names it */
    char *path;     /* of its file; NULL in the first pass */
    size_t entries; /* entries of the source that are in the file */
    bool has_file;  /* the file exists once the import is done */
    enum import_files_fate fate;
    size_t changes[IMPORT_CHANGES]; /* how many entries */
    char *id;                       /* the deck's id, once there is a path */
    bool renamed;                   /* the source calls it by another name than before */

    /* For exchange/import_*.c only. */
    char *identity;  /* what the source says the deck is (struct import_sink), or its file */
    bool identified; /* the source says it */
    struct import_scheduling scheduled; /* as the source schedules it */
    bool adopts;                        /* its file takes that over */
    size_t source_number;               /* of its source */
    size_t joined; /* 1 + the index of another source's deck that has its entries now, or 0 */
    bool loses;    /* the source lacks this deck: entries of its file moved to other decks */
    struct import_new *announced;
    size_t announced_count, announced_capacity, next; /* announced[next] is written next */
    struct buf texts;                                 /* of the announced entries without ids */
    struct map pairs, ids;                            /* announced */
    struct map taken;                                 /* ids in the file, old and new */
    struct import_old_file *old;                      /* its file before the import, or NULL */
    struct import_kept *kept;                         /* for each entry of `old` */
    struct buf kept_text;
    bool appends; /* to a file that its user has edited */
    struct deck_addition addition;
    bool written;        /* some entry */
    bool headed, opened; /* the head is written; the file is open */
    uint64_t hash;
    struct atomic_file file;
    struct err unwritable; /* why the file cannot be written, which matters if it changes */
    struct buf text;       /* not yet written to the file */
};

/* A card that is in another deck now. Its history follows it once both decks are loaded. */
struct import_files_move {
    char *id, *new_id; /* of the entry; mostly the same */
    char *from, *to;   /* of the decks */
};

struct import_files {
    /* Set by the caller. */
    const char *folder; /* where new files go */
    bool force;         /* replace the user's edits */
    bool replace;       /* retire what the source no longer has */
    bool named;         /* the user named the deck, and the name alone decides its file */
    bool elsewhere;     /* refuse to update files outside `folder` */
    bool dry_run;       /* write nothing */
    /* The files that must not be replaced. [1] is used when updating an imported deck file, which
     * may be replaced even if the command line names it; [0] in all other cases. */
    struct in_use in_use[2];
    struct store *store;  /* whose known decks are updated in place; may be NULL */
    size_t source_number; /* of the source being read: two sources may call decks the same */
    const char *source;   /* the source's identity if it gives none: its file's name */
    /* Called in the second pass with the change to each entry; may be NULL. */
    void (*change)(void *context, const struct import_files_deck *deck, enum import_change change,
        const struct deck_entry *entry);
    void *context;

    bool writing;       /* the second pass */
    struct buf id;      /* of the entry taken last; empty if it was left out */
    const char *holder; /* the id of the deck in whose file that entry is */
    struct import_files_deck *decks;
    size_t count, capacity;
    struct import_files_move *moves;
    size_t move_count, move_capacity;
    struct import_old *old;
    struct buf guess; /* the last path that import_files_path guessed */
    char **made;      /* folders made for the files */
    size_t made_count, made_capacity;
};

#endif
