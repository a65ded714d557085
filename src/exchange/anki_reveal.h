/* Text that a card hides until the user clicks a button or a link. */
#ifndef EXCHANGE_ANKI_REVEAL_H
#define EXCHANGE_ANKI_REVEAL_H

#include "base/buf.h"

/* Appends the HTML, and unhides the elements that an onclick in `page` would show. */
void anki_reveal(struct buf *out, const char *html, const char *page);

#endif
