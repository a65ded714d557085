/* Cloze texts: "ReLU is {{max(0, x)}}". A gap is {{text}} or {{text::hint}}, numbered by its
 * position, or Anki's {{c2::text}}, which gives the number. Gaps with the same number share a card.
 * Braces that do not close are text. */
#ifndef DECK_CLOZE_H
#define DECK_CLOZE_H

#include "base/buf.h"
#include "model/card.h"

#include <stdbool.h>
#include <stddef.h>

#define CLOZE_GAPS_MAX 500 /* the highest gap number in a deck */

/* Returns the lowest gap number above after (0 to start with), or 0. */
int cloze_next_gap(const char *text, int after);

/* Appends the text with the gaps of that number shown as [...] or [hint], the others filled. */
void cloze_question(const char *text, int gap, struct buf *question);

/* Appends the contents of the gaps of that number, with an ellipsis between them. */
void cloze_answer(const char *text, int gap, struct buf *answer);

/* Appends the text in Anki's notation: each gap with its number. */
void cloze_number(const char *text, struct buf *numbered);

/* Appends a cloze text that makes these cards, which are in ascending order of their variants, the
 * gap numbers. Returns false, with nothing appended, if it finds none. */
bool cloze_rebuild(const struct card *cards, size_t count, struct buf *text);

#endif
