/* From a note of Anki's to entries of a deck file. Two cards of which each asks for what the other
 * shows are one entry with reverse: true; the cards of a plain cloze note are one cloze entry; any
 * other card is an entry of its own, as its template renders it.
 *
 * An entry's id is the note's guid; that of a card by itself, unless it is the first, has a dot and
 * the card's number (from 1) behind it. */
#ifndef EXCHANGE_ANKI_NOTE_H
#define EXCHANGE_ANKI_NOTE_H

#include "deck/reader.h"
#include "exchange/anki.h"

#include <stdbool.h>
#include <stddef.h>

/* Which card of an entry is which of Anki's. */
struct anki_note_card {
    const struct anki_card *card;
    int variant; /* as in model/card.h */
};

/* Where entries go; entry and skipped return false to stop. */
struct anki_note_sink {
    bool (*entry)(void *context, const char *deck, const struct deck_entry *entry,
        const struct anki_note_card *made, size_t count);
    bool (*skipped)(void *context, const char *why);
    /* The link for a file that the note names, in a deck file of that deck; NULL to leave the name
     * as it is. Lasts until the next call. */
    const char *(*media)(void *context, const char *deck, const char *name);
    void *context;
};

/* False where the sink stopped, or where memory ran out, which *no_memory says. */
bool anki_note_entries(
    const struct anki_note *note, const struct anki_note_sink *sink, bool *no_memory);

#endif
