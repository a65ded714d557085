/* Ids made of texts: "What does a **bias** do?" is what-does-a-bias-do. */
#ifndef DECK_SLUG_H
#define DECK_SLUG_H

#include "base/buf.h"

#include <stdbool.h>

#define SLUG_MAX 40 /* bytes; it ends with a word where one ends before that */

/* Append the letters and digits of a text in UTF-8, of any script, those of ASCII in lower case,
 * "-" for whatever stands between words; "card" where there are none. */
void slug_of(const char *text, struct buf *slug);

/* Whether YAML may take the slug for something else than a text: yes, null, 12, 2026-01-31, 1e3. */
bool slug_is_ambiguous(const char *slug);

#endif
