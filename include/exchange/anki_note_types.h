/* The parts of a collection that are read once: its note types and the names of its decks. They lie
 * in JSON in a collection before schema 15, and in tables from then on. For the store's own files.
 */
#ifndef EXCHANGE_ANKI_NOTE_TYPES_H
#define EXCHANGE_ANKI_NOTE_TYPES_H

#include "exchange/anki_collection.h"

#include <sqlite3.h>

struct anki_store {
    sqlite3 *db;
    char *package; /* for messages */
    unsigned steps;
    bool in_tables;
    struct anki_begin begin;
    struct anki_notetype *types; /* by id */
    size_t type_count, type_room;
    struct anki_deck {
        int64_t id;
        char *name;
    } * decks; /* by id */
    size_t deck_count, deck_room;
};

enum err_code anki_error(const struct anki_store *anki, int result, struct err *err);
/* Begin a query, and end it: the error it met, if any. */
enum err_code anki_query(
    struct anki_store *anki, const char *sql, sqlite3_stmt **query, struct err *err);
enum err_code anki_end(struct anki_store *anki, sqlite3_stmt *query, struct err *err);

enum err_code anki_read_types(struct anki_store *anki, struct err *err);
void anki_types_done(struct anki_store *anki);

/* A note of no type that there is has one without fields and templates. */
const struct anki_notetype *anki_find_type(const struct anki_store *anki, int64_t id);
const char *anki_deck_name(const struct anki_store *anki, int64_t id);

#endif
