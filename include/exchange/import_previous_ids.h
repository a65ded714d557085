/* Finds ids for entries that have none: reuses those of an earlier import, or derives new ones. */
#ifndef EXCHANGE_IMPORT_PREVIOUS_IDS_H
#define EXCHANGE_IMPORT_PREVIOUS_IDS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "deck/reader.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The entries that an earlier import wrote to a deck file. */
struct previous_ids {
    struct previous_entry {
        uint64_t question, answer; /* hashes */
        char *id;
        bool taken;
    } * entries;
    size_t count, capacity;
    struct map by_id, by_question, by_answer; /* map a hash to an index in entries */
};

uint64_t question_hash(const struct deck_entry *entry);
uint64_t answer_hash(const struct deck_entry *entry);

/* Reads the entries with ids from the deck file at path; none if it is not a deck file. */
enum err_code previous_ids_read(struct previous_ids *previous, const char *path, struct err *err);
void previous_ids_done(struct previous_ids *previous);

/* Claims the id of a previous entry with the same question, or else of the only previous entry that
 * has the same answer and an unannounced question. Returns NULL if the entry is new. */
const char *previous_ids_find(
    struct previous_ids *previous, const struct deck_entry *entry, const struct map *announced);

/* Appends an id made from the question or, if `again` is set because that id is taken, also from
 * the answer. */
void id_from_texts(struct buf *id, const struct deck_entry *entry, bool again);

#endif
