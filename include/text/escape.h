/* Text for HTML and SVG, both written as XML. */
#ifndef TEXT_ESCAPE_H
#define TEXT_ESCAPE_H

#include "base/buf.h"

/* Appends any text on one line, made safe and escaped for use between tags and in attributes. */
void escape_text(struct buf *out, const char *text);

#endif
