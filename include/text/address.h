/* Link addresses. They come from untrusted decks and reach terminals and browsers. */
#ifndef TEXT_ADDRESS_H
#define TEXT_ADDRESS_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends an http, https or mailto address of at most ADDRESS_MAX bytes for a terminal.
 * Percent-encodes all characters that an address must not contain (RFC 3986). For any other
 * address, returns false and appends nothing. */
#define ADDRESS_MAX 1000
bool address_safe(struct buf *out, const char *address);

/* Appends the address of a file on this computer, whose name is `host`, for a terminal. Every
 * character that means something in an address is percent-encoded. Returns false, and appends
 * nothing, if it would be longer than ADDRESS_MAX bytes. */
bool address_of_file(struct buf *out, const char *host, const char *path);

/* Returns why a browser should not get this address, in words; NULL if it may: an http or https
 * address of at most ADDRESS_MAX bytes with a host that cannot pass for another one. Sets *host_end
 * to the offset after its host and port. */
const char *address_web_problem(const char *address, size_t *host_end);

/* Whether following the link runs a script. Skips all spaces and control characters in the scheme,
 * because browsers ignore some of them. */
bool address_is_script(const char *address);

/* Whether the text of a link already shows its address. */
bool address_is_text(const char *address, const char *text, size_t length);

#endif
