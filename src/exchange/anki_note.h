/* Turns an Anki note into entries of a deck file. Two cards that mirror each other become one entry
 * with reverse: true; the cards of a plain cloze note become one cloze entry; any other card
 * becomes an entry of its own, as its template renders it.
 *
 * An entry's id is the note's guid. An entry of one card that is not the note's first has a dot and
 * the card's number (from 1) appended. */
#ifndef EXCHANGE_ANKI_NOTE_H
#define EXCHANGE_ANKI_NOTE_H

#include "deck/reader.h"
#include "exchange/anki.h"

#include <stdbool.h>
#include <stddef.h>

/* A card of an entry, and the Anki card that it was. */
struct anki_note_card {
    const struct anki_card *card;
    int variant; /* as in model/card.h */
};

/* Receives the entries; entry and skipped return false to stop. */
struct anki_note_sink {
    bool (*entry)(void *context, const char *deck, const struct deck_entry *entry,
        const struct anki_note_card *cards, size_t count);
    bool (*skipped)(void *context, const char *why);
    /* The link to a file that the note names, from that deck's file, valid until the next call;
     * NULL to leave the name as it is. */
    const char *(*media)(void *context, const char *deck, const char *name);
    void *context;
};

/* Returns false if the sink stopped, or memory ran out; then *no_memory is set. */
bool anki_note_entries(
    const struct anki_note *note, const struct anki_note_sink *sink, bool *no_memory);

#endif
