/* Writes a document as Markdown. */
#ifndef TEXT_MD_UNITS_H
#define TEXT_MD_UNITS_H

#include "text/md_doc.h"

/* Appends the document. Each block is written tidily and read back; one that does not show what the
 * document has is written with more care. Memory running out marks out as failed. */
void markdown_put_doc(struct buf *out, const struct doc *doc);

#endif
