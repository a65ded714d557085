/* Ids for cards that come without one. For the import. */
#ifndef DECK_IMPORT_PREVIOUS_IDS_H
#define DECK_IMPORT_PREVIOUS_IDS_H

#include "base/buf.h"
#include "base/err.h"
#include "deck/import_files.h"
#include "deck/reader.h"

#include <stdbool.h>
#include <stdint.h>

/* What an entry asks, and what it answers. */
uint64_t question_hash(const struct deck_entry *entry);
uint64_t answer_hash(const struct deck_entry *entry);

/* Read the entries of the deck file at path that have ids. A file that is no deck has none. */
enum err_code earlier_read(struct earlier *earlier, const char *path, struct err *err);
void earlier_done(struct earlier *earlier);

/* The id that the entry had in the earlier import: it asks the same, or else it is the only one
 * that answers the same of those whose questions are gone. NULL where it is new. */
const char *earlier_id(
    struct earlier *earlier, const struct deck_entry *entry, const struct hashes *announced);

/* Append an id made of what the entry asks; of what it answers, too, where again is set, because
 * another card asks the same. */
void id_from_texts(struct buf *id, const struct deck_entry *entry, bool again);

#endif
