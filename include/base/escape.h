/* Escapes text for JSON, HTML and XML. This does not make it safe for a terminal; text/escape.h
 * does. */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/buf.h"

/* Appends text as a JSON string, with its quotes. */
void escape_json(struct buf *out, const char *text);
/* Appends `length` bytes with & < > " escaped: for HTML or XML text and quoted attributes. */
void escape_html(struct buf *out, const char *text, size_t length);

#endif
