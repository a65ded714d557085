/* Anki's cloze text: {{c1::text::hint}}, nested gaps, {{c1,2::text}} for two cards. */
#ifndef EXCHANGE_ANKI_CLOZE_H
#define EXCHANGE_ANKI_CLOZE_H

#include "base/buf.h"

#include <stdbool.h>

enum anki_cloze_side {
    CLOZE_FRONT, /* the card's own gaps are shown as [...] or [hint] */
    CLOZE_BACK,  /* the card's own gaps are filled in, in bold */
    CLOZE_ONLY,  /* only the content of the card's own gaps */
};

/* Appends the field as the card with that number shows it: nothing if it has no gap with that
 * number, as in Anki. */
void anki_cloze(struct buf *html, const char *field, int number, enum anki_cloze_side side);

/* Whether a deck file's cloze can hold the field: no nested gaps, and one number per gap. */
bool anki_cloze_is_plain(const char *field);

#endif
