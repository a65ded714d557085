/* A card as it is asked: one question, one answer. An entry of a deck file gives one card, or
 * several: asked the other way round too, or one for each gap of a cloze text. */
#ifndef MODEL_CARD_H
#define MODEL_CARD_H

#include "base/buf.h"

#include <stdint.h>

#define VARIANT_FORWARD 0
#define VARIANT_REVERSE 1000 /* the answer asked for; gaps are numbered from 1, and below this */

/* The strings are Markdown in UTF-8 without NUL, never NULL except id, and borrowed: whoever hands
 * out a card says how long they last. */
struct card {
    const char *id; /* its entry's id in the deck file; NULL where it has none */
    int variant;
    const char *question;
    const char *answer; /* "" for a draft */
    const char *hint, *note;
    const char *tags; /* the card's own, as in model/tags.h */
};

/* Append what the card is called: its id, with what is asked of its entry where that is not the
 * plain question (bias#r the other way round, relu#2 its second gap); a card without an id by its
 * number in the database (#12). */
void card_name(const char *id, int variant, int64_t card_id, struct buf *name);

#endif
