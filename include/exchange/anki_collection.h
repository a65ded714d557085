/* Reads the database of an Anki collection, which is nobody's to trust: it is opened as one that
 * does not change, its views and triggers are refused, and what reading it costs is limited. */
#ifndef EXCHANGE_ANKI_COLLECTION_H
#define EXCHANGE_ANKI_COLLECTION_H

#include "base/err.h"
#include "exchange/anki.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct anki_collection;

/* Open the collection at path; package is what messages name. *anki is NULL on failure. Errors:
 * ERR_MISTAKE, in words, for what is no collection, or damaged, or not to be trusted; ERR_MEMORY.
 */
enum err_code anki_collection_open(
    struct anki_collection **anki, const char *path, const char *package, struct err *err);
void anki_collection_close(struct anki_collection *anki);

/* When it began, in seconds since 1970, and how far its clock was from UTC then (local time minus
 * UTC; known is false where it does not say): the days that cards are due are counted from there.
 */
struct anki_times {
    int64_t seconds;
    int64_t modified_ms; /* when it was changed last */
    int offset_min;
    bool known;
};
struct anki_times anki_collection_times(const struct anki_collection *anki);

/* Each call reads from first to last, calling take for each, which returns false to stop. Notes in
 * the order in which they were made, and without those that have no cards; reviews in the order of
 * time. What is handed on lasts until take returns. */
typedef bool anki_note_fn(void *context, const struct anki_note *note);
enum err_code anki_collection_notes(
    struct anki_collection *anki, anki_note_fn *take, void *context, struct err *err);
typedef bool anki_review_fn(void *context, const struct anki_review *review);
enum err_code anki_collection_reviews(
    struct anki_collection *anki, anki_review_fn *take, void *context, struct err *err);

/* How many reviews there are. */
enum err_code anki_collection_review_count(
    struct anki_collection *anki, size_t *count, struct err *err);

/* The members and values of a JSON object, values being texts. ERR_MISTAKE where it is none. */
typedef enum err_code json_member_fn(
    void *context, const char *name, const char *value, struct err *err);
enum err_code json_members(
    const char *json, json_member_fn *take, void *context, const char *package, struct err *err);

#endif
