/* Text on its way into other languages, which keep it as it is: nothing here makes it safe for a
 * terminal (text/escape.h does). */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/buf.h"

/* Appends a JSON string, in its quotes. */
void escape_json(struct buf *out, const char *text);
/* Appends length bytes with & < > " escaped: for HTML and XML text or in double quotes.
 */
void escape_html(struct buf *out, const char *text, size_t length);

#endif
