/* Opens the decks that the user names. A deck file that has not changed since it was last loaded is
 * not read at all. */
#ifndef STUDY_COLLECTION_H
#define STUDY_COLLECTION_H

#include "base/buf.h"
#include "base/err.h"
#include "deck/reader.h"
#include "store/decks.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* Load the deck file at path (absolute) unless it is the version last read. *report says what
 * changed. If the file has mistakes, reports them all, changes nothing, and returns ERR_MISTAKE. */
enum err_code deck_load(struct store *store, const char *path, int today,
    deck_mistake_fn *on_mistake, void *context, int64_t *deck_id, struct load_report *report,
    struct err *err);

struct collection {
    struct store *store;
    int today;
    deck_mistake_fn *on_mistake; /* called for every mistake and every skipped file */
    void *context;

    int64_t *deck_ids; /* without duplicates, in the order named */
    size_t count, capacity;
    struct load_report report;   /* the sum of all loads */
    size_t found;                /* deck files found in folders */
    size_t refused;              /* deck files skipped because of mistakes or read errors */
    struct known_decks mistaken; /* the known decks among the refused files */
};

/* Open what each word names: a deck file, a folder (every deck file below it), or the id or name of
 * a known deck. Without words, open every known deck. A file that is named directly must be a deck
 * without mistakes, or the call fails. A file with mistakes that is found in a folder or among the
 * known decks is reported and skipped; a file in a folder that is clearly not a deck is skipped
 * with one note. The caller fills in the first four members, and calls collection_done at the
 * end. */
enum err_code collection_open(
    struct collection *collection, char *const *words, size_t count, struct err *err);
void collection_done(struct collection *collection);

/* Set *nearest to the id or name of the known deck that a misspelt word is closest to; "" if none
 * is close. */
enum err_code collection_nearest(
    struct store *store, const char *word, struct buf *nearest, struct err *err);

#endif
