/* Writes a document as Markdown. */
#ifndef TEXT_MD_UNITS_H
#define TEXT_MD_UNITS_H

#include "text/md_doc.h"

/* Appends the document. Each block is written tidily and read back; if the result differs from the
 * document, the block is written with more care. If memory runs out, out->failed is set. */
void markdown_put_doc(struct buf *out, const struct doc *doc);

#endif
