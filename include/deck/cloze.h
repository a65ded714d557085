/* Cloze text: "ReLU is {{max(0, x)}}". A gap is {{text}} or {{text::hint}}, numbered by its
 * position, or Anki's {{c2::text}}, which gives the number. Gaps with the same number share a card.
 * Unclosed braces are plain text. */
#ifndef DECK_CLOZE_H
#define DECK_CLOZE_H

#include "base/buf.h"
#include "model/card.h"

#include <stdbool.h>
#include <stddef.h>

#define CLOZE_GAPS_MAX 500 /* the highest gap number in a deck */

/* Returns the lowest gap number greater than after (start with 0); 0 if there is none. */
int cloze_next_gap(const char *text, int after);

/* Appends the text with the gaps numbered gap as [...] or [hint], and other gaps filled in. */
void cloze_question(const char *text, int gap, struct buf *question);

/* Appends the contents of the gaps with that number, separated by an ellipsis. */
void cloze_answer(const char *text, int gap, struct buf *answer);

/* Appends the text in Anki's notation: each gap with its number. */
void cloze_number(const char *text, struct buf *numbered);

/* Appends cloze text that yields these cards, which must be sorted by variant (the gap number):
 * their own if they have it and are all of its cards, else one made from their questions.
 * Returns false, with nothing appended, if no such text is found. */
bool cloze_rebuild(const struct card *cards, size_t count, struct buf *text);

#endif
