/* The deck files that exist before an import: those that earlier imports wrote, even if the user
 * has moved them within the folders that drill knows, and others that may hold this import's
 * decks. */
#ifndef EXCHANGE_IMPORT_OLD_H
#define EXCHANGE_IMPORT_OLD_H

#include "base/err.h"
#include "base/map.h"
#include "deck/source.h"
#include "exchange/import_seal.h"
#include "exchange/import_texts.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct import_old_entry {
    struct import_texts texts;
    uint32_t file;
    char *id;     /* "" without one */
    bool matched; /* the new version of the entry is in this import */
    bool gone;    /* it moves to another file, or --replace drops it */

    bool keeps_answer; /* the new version has no answer */
    char *answer;      /* the answer to keep, or NULL */
    bool reverse;      /* the entry's, kept with its answer */
};

struct import_old_file {
    char *path;                  /* NULL for a deck of this import (import_plan_sources) */
    char *name, *id, *source;    /* of its head; `source` is "" if it has none */
    struct file_version version; /* that was read */
    struct import_seal seal;
    size_t first, count; /* its entries */
    bool taken;          /* a deck of this import goes there */
};

/* Empty if zero-initialized; free with import_old_done. */
struct import_old {
    struct import_old_file *files;
    size_t file_count, file_capacity;
    struct import_old_entry *entries;
    size_t count, capacity;
    struct map paths; /* of all files and folders visited; 1 for each */
};

/* Reads the files of all known decks, and those below `folder` and the known decks' folders. Leaves
 * out those that no import wrote, unless they are wanted, and those that have mistakes or cannot be
 * read: ERR_MISTAKE or ERR_IO if one of these is wanted. `wanted` says whether this import has the
 * deck. `store` may be NULL. */
typedef bool import_old_wanted_fn(
    void *context, const char *id, const char *name, const char *source);
enum err_code import_old_read(struct import_old *old, struct store *store, const char *folder,
    import_old_wanted_fn *wanted, void *context, struct err *err);
void import_old_done(struct import_old *old);

/* Whether both sources begin alike, up to the colon: they are decks of one collection, in which a
 * note keeps its id wherever it is. */
bool import_old_same_family(const char *one, const char *other);

#endif
