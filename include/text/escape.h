/* Text on its way into a page of HTML or a picture in SVG. Both are written so that they are XML,
 * too. */
#ifndef TEXT_ESCAPE_H
#define TEXT_ESCAPE_H

#include "base/buf.h"

/* Append any text on one line, made harmless as text_safe does, with what markup is made of
 * escaped: good between tags and in quoted attributes. */
void escape_text(struct buf *out, const char *text);

#endif
