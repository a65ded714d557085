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

/* How texts are compared: as written, or without what may change if they are converted again
 * (normal_hash_bare in base/normal.h). */
enum entry_way { ENTRY_WRITTEN, ENTRY_BARE, ENTRY_WAYS };
struct entry_hashes {
    uint64_t question[ENTRY_WAYS], answer[ENTRY_WAYS];
};

/* The entries that an earlier import wrote to a deck file. */
struct previous_ids {
    struct previous_entry {
        struct entry_hashes hashes;
        char *id;
        bool taken;
    } * entries;
    size_t count, capacity;
    struct map ids; /* map_id of each is 1 */
    /* Map a hash to an index in entries. */
    struct map by_question[ENTRY_WAYS], by_answer[ENTRY_WAYS];
};

uint64_t question_hash(const struct deck_entry *entry);

/* Reads the entries with ids from the deck file at path; none if it is not a deck file. */
enum err_code previous_ids_read(struct previous_ids *previous, const char *path, struct err *err);
void previous_ids_done(struct previous_ids *previous);

/* Claims the id of a previous entry with the same question. If there is none, considers only
 * previous entries whose question this import has not announced: claims the id of one with the same
 * bare question, else of the only one with the same answer, else of the only one with the same bare
 * answer. Sets *id to NULL if the entry is new. Returns false if memory ran out. */
bool previous_ids_find(struct previous_ids *previous, const struct deck_entry *entry,
    const struct map *announced, const char **id);

/* Appends an id made from the question or, if `again` is set because that id is taken, also from
 * the answer. */
void id_from_texts(struct buf *id, const struct deck_entry *entry, bool again);

#endif
