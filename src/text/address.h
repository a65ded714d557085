/* Link addresses. They come from untrusted decks and reach terminals and browsers. */
#ifndef TEXT_ADDRESS_H
#define TEXT_ADDRESS_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends an http, https or mailto address of at most ADDRESS_MAX bytes for a terminal, with all
 * but printable ASCII percent-encoded (RFC 3986). For any other address, returns false and appends
 * nothing. */
#define ADDRESS_MAX 1000
bool address_safe(struct buf *out, const char *address);

/* Whether following the link runs a script. Browsers ignore spaces and controls in its scheme. */
bool address_is_script(const char *address);

/* Whether the text of a link already shows its address. */
bool address_is_text(const char *address, const char *text, size_t length);

#endif
