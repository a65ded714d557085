/* Escapes text for HTML and SVG, both written as XML. */
#ifndef TEXT_ESCAPE_H
#define TEXT_ESCAPE_H

#include "base/buf.h"

/* Appends any text as one safe line (see text_safe), escaped for element content and attributes. */
void escape_text(struct buf *out, const char *text);

#endif
