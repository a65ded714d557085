/* The hashes by which an import compares entries, and ids made from their texts. */
#ifndef EXCHANGE_IMPORT_TEXTS_H
#define EXCHANGE_IMPORT_TEXTS_H

#include "base/buf.h"
#include "deck/reader.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMPORT_NO_TEXT 0 /* the hash of an empty text, which cannot tell entries apart */

/* Hashes of an entry's texts: as written, and without what may change if they are converted again
 * (normal_hash_bare in base/normal.h). A cloze text counts as a question. */
struct import_texts {
    uint64_t question, pair, answer;
    uint64_t bare_question, bare_pair, bare_answer;
    uint64_t whole; /* of all that the entry says, except its id */
    uint64_t id;    /* IMPORT_NO_TEXT without an id */
    uint64_t name;  /* the same; IMPORT_NO_TEXT for a mere number, which other sources have, too */
};
/* Returns the hash at an offset in the struct, for tables that name one. */
static inline uint64_t import_texts_at(const struct import_texts *texts, size_t offset)
{
    return *(const uint64_t *)(const void *)((const char *)texts + offset);
}

/* Returns false if memory ran out. */
bool import_texts_hash(struct import_texts *texts, const struct deck_entry *entry);

/* Appends an id made from the question or, if `again` is set because that id is taken, also from
 * the answer. */
void import_texts_add_id(struct buf *id, const struct deck_entry *entry, bool again);

#endif
