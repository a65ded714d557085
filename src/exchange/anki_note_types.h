/* A collection's note types and deck names, stored as JSON before schema 15 and in tables since. */
#ifndef EXCHANGE_ANKI_NOTE_TYPES_H
#define EXCHANGE_ANKI_NOTE_TYPES_H

#include "exchange/anki.h"
#include "exchange/anki_database.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ANKI_PARTS_MAX 1000 /* fields, or templates, of a note type */

struct anki_note_types {
    struct anki_note_type *types; /* sorted by id */
    size_t type_count, type_capacity;
    struct anki_deck {
        int64_t id;
        char *name;
    } * decks; /* sorted by id */
    size_t deck_count, deck_capacity;
};

enum err_code anki_note_types_read(
    struct anki_note_types *types, struct anki_database *db, bool in_tables, struct err *err);
void anki_note_types_done(struct anki_note_types *types);

/* Never returns NULL: an unknown type has no fields and no templates. */
const struct anki_note_type *anki_note_types_find(const struct anki_note_types *types, int64_t id);
/* Returns "" if the deck is unknown. */
const char *anki_note_types_deck(const struct anki_note_types *types, int64_t id);

#endif
