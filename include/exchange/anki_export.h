/* Writes known decks as an Anki package, with schedules, the review log, and the linked files in
 * media/ beside each deck file. Importing the package restores what was exported. */
#ifndef EXCHANGE_ANKI_EXPORT_H
#define EXCHANGE_ANKI_EXPORT_H

#include "base/date.h"
#include "base/err.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct anki_export_counts {
    size_t notes, cards, reviews, media;
};

/* Writes the decks to the file at path, whole or not at all. */
enum err_code anki_export(struct store *store, const int64_t *deck_ids, size_t count,
    const char *path, struct moment now, struct anki_export_counts *written, struct err *err);

#endif
