/* Writes the text of a block as Markdown. */
#ifndef TEXT_MD_SPANS_H
#define TEXT_MD_SPANS_H

#include "text/md_inline.h"

/* Appends the block's text, without the prefixes of its lines. */
void md_spans_write(const struct md_inline *in, enum md_view view, struct buf *out);

#endif
