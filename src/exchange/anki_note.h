/* Turns an Anki note into entries for a deck file: one entry with reverse: true for two cards that
 * mirror each other, one cloze for a plain cloze note, and otherwise an entry for each card, as its
 * template renders it. An entry's id is the note's guid or, if that is blank, a hash of the first
 * field. A dot and the card's number (from 1) follow if the entry is for a single card of a cloze
 * note, or for any card but the first of another note. A card of image occlusion asks for its
 * region in words. */
#ifndef EXCHANGE_ANKI_NOTE_H
#define EXCHANGE_ANKI_NOTE_H

#include "deck/reader.h"
#include "exchange/anki.h"
#include "exchange/anki_memo.h"

#include <stdbool.h>
#include <stddef.h>

struct anki_note_card {
    const struct anki_card *card;
    int variant; /* as in model/card.h */
};

/* Receives the entries; `entry` and `skipped` return false to stop. */
struct anki_note_sink {
    bool (*entry)(void *context, const char *deck, const struct deck_entry *entry,
        const struct anki_note_card *cards, size_t count);
    bool (*skipped)(
        void *context, const struct anki_note *note, const struct anki_card *card, const char *why);
    /* Returns the link from the deck's file to a media file, valid until the next call; NULL keeps
     * `name`. */
    const char *(*media)(void *context, const char *deck, const char *name);
    void *context;
    struct anki_memo *memo;
};

/* Returns false if the sink stopped, or if memory ran out; sets *no_memory in the second case. */
bool anki_note_entries(
    const struct anki_note *note, const struct anki_note_sink *sink, bool *no_memory);

#endif
