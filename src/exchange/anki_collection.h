/* Reads the notes, cards and reviews of an Anki collection, which is untrusted. */
#ifndef EXCHANGE_ANKI_COLLECTION_H
#define EXCHANGE_ANKI_COLLECTION_H

#include "base/err.h"
#include "deck/import_source.h"
#include "exchange/anki.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct anki_collection;

/* Opens the collection at path. Messages name `package`, which must outlive *anki. *anki is NULL on
 * failure: ERR_MISTAKE if the file is damaged, unsafe or not a collection; ERR_MEMORY. */
enum err_code anki_collection_open(
    struct anki_collection **anki, const char *path, const char *package, struct err *err);
void anki_collection_close(struct anki_collection *anki);

struct anki_times {
    int64_t begin_s; /* when the collection began; due days are counted from then */
    int offset_min;  /* local time minus UTC at that time */
    bool has_offset;
    int64_t modified_ms; /* when the collection was last changed */
};
struct anki_times anki_collection_times(const struct anki_collection *anki);

/* Call `take` for each note that has cards, or each review, in chronological order, until it
 * returns false. The note or review is valid during the call. */
typedef bool anki_note_fn(void *context, const struct anki_note *note);
enum err_code anki_collection_notes(
    struct anki_collection *anki, anki_note_fn *take, void *context, struct err *err);
typedef bool anki_review_fn(void *context, const struct anki_review *review);
enum err_code anki_collection_reviews(
    struct anki_collection *anki, anki_review_fn *take, void *context, struct err *err);

/* How FSRS schedules a deck: see anki_presets_read. */
enum err_code anki_collection_scheduling(struct anki_collection *anki, int64_t deck_id,
    struct import_scheduling *scheduling, struct err *err);

enum err_code anki_collection_review_count(
    struct anki_collection *anki, size_t *count, struct err *err);

#endif
