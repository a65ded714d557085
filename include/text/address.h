/* The addresses of links, which come from decks and go into what a terminal obeys. */
#ifndef TEXT_ADDRESS_H
#define TEXT_ADDRESS_H

#include "base/buf.h"

#include <stdbool.h>

/* Append an address as a terminal may have it: http, https or mailto, printable ASCII, everything
 * else percent-encoded (RFC 3986), of at most ADDRESS_MAX bytes. False, with nothing appended,
 * for any other. */
#define ADDRESS_MAX 1000
bool address_safe(struct buf *out, const char *address);

/* Whether a browser that follows the link runs a script. Browsers ignore spaces and controls. */
bool address_is_script(const char *address);

/* Whether a link's text says its address already. */
bool address_is_text(const char *address, const char *text, size_t length);

#endif
