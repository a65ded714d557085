/* Makes ids from text: "What does a **bias** do?" becomes what-does-a-bias-do. */
#ifndef DECK_SLUG_H
#define DECK_SLUG_H

#include "base/buf.h"

#include <stdbool.h>

#define SLUG_MAX 40 /* bytes; cut after a whole word if possible */

/* Appends the letters and digits of UTF-8 text in any script, with ASCII letters in lower case and
 * "-" between words; "card" if there are none. */
void slug_of(const char *text, struct buf *slug);

/* Whether YAML may read the slug as something other than text: yes, null, 12, 2026-01-31, 1e3. */
bool slug_is_ambiguous(const char *slug);

#endif
