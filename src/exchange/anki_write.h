/* Writes the database of an Anki collection: schema 11, which every Anki since 2.1 imports. */
#ifndef EXCHANGE_ANKI_WRITE_H
#define EXCHANGE_ANKI_WRITE_H

#include "base/err.h"
#include "exchange/anki.h"
#include "exchange/anki_collection.h"

#include <stdint.h>

struct anki_writer;

/* The note types written, and their fields. */
enum anki_kind {
    ANKI_PLAIN,   /* Question, Answer, Hint, Note */
    ANKI_REVERSE, /* the same, asked both ways */
    ANKI_CLOZE,   /* Text, Hint, Note */
};
#define ANKI_FIELDS_MAX 4

/* Begins a collection in the empty file at path. On failure *writer is NULL: ERR_IO, ERR_MEMORY. */
enum err_code anki_write_open(
    struct anki_writer **writer, const char *path, struct anki_times times, struct err *err);
/* Ends the collection and frees w, which may be NULL. Returns code if that is an error. */
enum err_code anki_write_close(struct anki_writer *w, enum err_code code, struct err *err);

/* Turns FSRS on, and adds a preset that schedules decks by it; `weights` is a list in JSON. */
enum err_code anki_write_preset(struct anki_writer *w, int64_t id, const char *name,
    const char *retention, const char *weights, struct err *err);
#define ANKI_PRESET_DEFAULT 1 /* the id of the preset that every collection has */
/* Adds a deck with a preset; :: separates subdecks in its name. */
enum err_code anki_write_deck(
    struct anki_writer *w, int64_t id, const char *name, int64_t preset, struct err *err);

/* Adds a note and sets *id. `fields` are HTML, one for each field of its kind. */
enum err_code anki_write_note(struct anki_writer *w, enum anki_kind kind, const char *guid,
    const char *tags, const char *const *fields, int64_t *id, struct err *err);
/* Adds a card to a note and a deck, given by id, and sets *id; ignores card->id and card->deck. */
enum err_code anki_write_card(struct anki_writer *w, int64_t note, int64_t deck,
    const struct anki_card *card, int64_t *id, struct err *err);
/* Adds a review, at the next free millisecond if its own is taken. */
enum err_code anki_write_review(
    struct anki_writer *w, const struct anki_review *review, struct err *err);

#endif
