/* Writes the database of an Anki collection, of schema 11, which every Anki since 2.1 imports. */
#ifndef EXCHANGE_ANKI_WRITE_H
#define EXCHANGE_ANKI_WRITE_H

#include "base/err.h"
#include "exchange/anki.h"
#include "exchange/anki_collection.h"

#include <stdint.h>

struct anki_writer;

/* The note types that are written, and their fields. */
enum anki_kind {
    ANKI_PLAIN,   /* Question, Answer, Hint, Note */
    ANKI_REVERSE, /* the same; asked both ways */
    ANKI_CLOZE,   /* Text, Hint, Note */
};
#define ANKI_FIELDS_MAX 4

/* Begin a collection in the empty file at path. *writer is NULL on failure. Errors: ERR_IO,
 * ERR_MEMORY. */
enum err_code anki_write_open(
    struct anki_writer **writer, const char *path, struct anki_times begin, struct err *err);
/* End it. Frees writer, which may be NULL; where code says that something failed, that is returned.
 */
enum err_code anki_write_close(struct anki_writer *writer, enum err_code code, struct err *err);

/* A deck; :: in its name before each subdeck. */
enum err_code anki_write_deck(
    struct anki_writer *writer, int64_t id, const char *name, struct err *err);

/* A note; fields are HTML, as many as its kind has. Its id is returned in *id. */
enum err_code anki_write_note(struct anki_writer *writer, enum anki_kind kind, const char *guid,
    const char *tags, const char *const *fields, int64_t *id, struct err *err);
/* A card of a note, in the deck of that id; card->id and card->deck are not looked at. Its id is
 * returned in *id. */
enum err_code anki_write_card(struct anki_writer *writer, int64_t note, int64_t deck,
    const struct anki_card *card, int64_t *id, struct err *err);
/* A review of a card. No two are of the same millisecond: the later one is moved. */
enum err_code anki_write_review(
    struct anki_writer *writer, const struct anki_review *review, struct err *err);

#endif
