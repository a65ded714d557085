/* The parts of a collection that are read once: its note types and the names of its decks, stored
 * as JSON before schema 15, and in tables since. Private to the reader of collections. */
#ifndef EXCHANGE_ANKI_NOTE_TYPES_H
#define EXCHANGE_ANKI_NOTE_TYPES_H

#include "exchange/anki_collection.h"

#include <sqlite3.h>

#define ANKI_PARTS_MAX 1000 /* fields, or templates, of a note type */

struct anki_collection {
    sqlite3 *db;
    char *package;  /* for messages */
    unsigned calls; /* of the progress handler */
    bool in_tables;
    struct anki_times times;
    struct anki_note_type *types; /* sorted by id */
    size_t type_count, type_capacity;
    struct anki_deck {
        int64_t id;
        char *name;
    } * decks; /* sorted by id */
    size_t deck_count, deck_capacity;
};

enum err_code anki_collection_error(
    const struct anki_collection *anki, int result, struct err *err);
/* Begins a query, and ends it, returning its error. */
enum err_code anki_collection_query(
    struct anki_collection *anki, const char *sql, sqlite3_stmt **query, struct err *err);
enum err_code anki_collection_end(
    struct anki_collection *anki, sqlite3_stmt *query, struct err *err);

enum err_code anki_note_types_read(struct anki_collection *anki, struct err *err);
void anki_note_types_done(struct anki_collection *anki);

/* Never NULL: a note of an unknown type gets one without fields and templates. */
const struct anki_note_type *anki_note_types_find(const struct anki_collection *anki, int64_t id);
const char *anki_deck_name(const struct anki_collection *anki, int64_t id);

#endif
