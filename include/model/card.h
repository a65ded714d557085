/* A card: one question, one answer. An entry of a deck file makes one card or several: one for each
 * direction, or one for each gap of a cloze. */
#ifndef MODEL_CARD_H
#define MODEL_CARD_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#define VARIANT_FORWARD 0
#define VARIANT_REVERSE 1000 /* asks for the question; gap numbers run from 1 to below this */

static inline bool variant_is_gap(int variant)
{
    return variant != VARIANT_FORWARD && variant != VARIANT_REVERSE;
}

/* The strings are Markdown in UTF-8, without NUL bytes, and never NULL except id and cloze. They
 * are borrowed: the function that fills in a card says how long they last. */
struct card {
    const char *id; /* the id of the card's entry in the deck file; NULL if it has none */
    int variant;
    const char *question;
    const char *answer; /* "" for a draft */
    const char *cloze;  /* the entry's cloze text if the card asks for a gap; else NULL */
    const char *hint, *note;
    const char *tags; /* the card's own tags, as described in model/tags.h */
    bool typed;       /* the answer is typed before it is shown */
};

/* Append the card's name: its id, with a suffix for a reverse card or a gap (bias#r, relu#2); or,
 * without an id, its number in the database (#12). */
void card_name(const char *id, int variant, int64_t card_id, struct buf *name);

#endif
