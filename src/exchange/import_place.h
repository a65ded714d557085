/* Where a source of an import stands among the others: what its deck is called if it does not say
 * so, and what identifies that deck. */
#ifndef EXCHANGE_IMPORT_PLACE_H
#define EXCHANGE_IMPORT_PLACE_H

#include "base/buf.h"
#include "base/err.h"
#include "deck/import_source.h"

#include <stdbool.h>
#include <stddef.h>

/* Empty if zero-initialized; free with import_place_done. */
struct import_place {
    /* Set by the caller: all sources, and what the user calls their decks (struct import_run). */
    const struct import_source *sources;
    size_t source_count;
    char *const *names;
    const char *deck;

    size_t number;       /* of the source in the run */
    size_t shared;       /* the same for sources that share decks, as the notes of a folder do */
    size_t first;        /* the first source in the folder of the last note */
    struct buf vault;    /* the name of that folder, or "" */
    bool folder_is_deck; /* the note is in the deck that its folder is called */
    struct buf stem;     /* the deck's name if the source does not give one */
    struct buf identity; /* the last result of import_place_identity */
};

/* Moves on to a source. ERR_MEMORY. */
enum err_code import_place_set(
    struct import_place *place, size_t number, const struct importer *importer, struct err *err);

/* Returns what identifies one of the source's decks: the source's file, preceded by the folders in
 * its deck's name, and followed by the deck's own name if the file has several. Valid until the
 * next call. */
const char *import_place_identity(struct import_place *place, const char *deck);

void import_place_done(struct import_place *place);

#endif
