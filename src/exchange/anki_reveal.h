/* Text that a card hides until its user clicks a button or a link. */
#ifndef EXCHANGE_ANKI_REVEAL_H
#define EXCHANGE_ANKI_REVEAL_H

#include "base/buf.h"

/* Appends the HTML. Elements that something in `page` shows by onclick are no longer hidden. */
void anki_reveal(struct buf *out, const char *html, const char *page);

#endif
