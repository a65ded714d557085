/* From what the user names to the decks of a session: deck files are loaded where they changed
 * since they were last read, and not read where they did not. */
#ifndef STUDY_COLLECTION_H
#define STUDY_COLLECTION_H

#include "base/err.h"
#include "deck/reader.h"
#include "store/decks.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Load the deck file at path (absolute), if it is not the version last read. ERR_MISTAKE when it
 * has mistakes: all of them have been told, and nothing has changed. *report is what changed. */
enum err_code deck_load(struct store *store, const char *path, int today,
    deck_mistake_fn *on_mistake, void *context, int64_t *deck_id, struct load_report *report,
    struct err *err);

struct collection {
    struct store *store;
    int today;
    deck_mistake_fn *on_mistake; /* told of every mistake, and of what is passed over */
    void *context;

    int64_t *deck_ids; /* each once, in the order named */
    size_t count, capacity;
    struct load_report report;   /* of all that was loaded */
    size_t met;                  /* deck files in folders */
    size_t refused;              /* deck files passed over for their mistakes */
    struct known_decks mistaken; /* of these, the decks that were known before */
};

/* Open what each word names: a deck file, a folder (every deck file below it), or the id or name
 * of a known deck; with no words, every known deck. A file named by itself must be a deck without
 * mistakes, or the call fails; one met in a folder or among the known decks is told, and passed
 * over; so is, with one note, a file in a folder that is plainly no deck. The caller fills in the
 * first four members, and frees with collection_done. */
enum err_code collection_open(
    struct collection *collection, char *const *words, size_t count, struct err *err);
void collection_done(struct collection *collection);

#endif
