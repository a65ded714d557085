/* Cloze texts: "ReLU is {{max(0, x)}}". A gap is {{text}} or {{text::hint}} and numbered by its
 * place, or {{c2::text}} as Anki writes it and numbered by that; gaps of one number share a card.
 * Braces that do not close are text. */
#ifndef DECK_CLOZE_H
#define DECK_CLOZE_H

#include "base/buf.h"
#include "model/card.h"

#include <stdbool.h>
#include <stddef.h>

#define CLOZE_GAPS_MAX 500 /* a deck may number its gaps up to here */

/* The lowest gap number above after (0 to start with); 0 where there is none. */
int cloze_next_gap(const char *text, int after);

/* Append the text with the gaps of that number shown as [...] or [hint], the others filled. */
void cloze_question(const char *text, int gap, struct buf *question);

/* Append what is in the gaps of that number, an ellipsis between them. */
void cloze_answer(const char *text, int gap, struct buf *answer);

/* Append the text as Anki writes it: each gap with its number. */
void cloze_number(const char *text, struct buf *numbered);

/* From the cards of a cloze text back to it: append a text of which those cards come, the gaps
 * being numbered by the cards' variants, upwards. False, with nothing appended, where there is none
 * to be found. */
bool cloze_rebuild(const struct card *cards, size_t count, struct buf *text);

#endif
