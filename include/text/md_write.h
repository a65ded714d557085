/* Writes Markdown. */
#ifndef TEXT_MD_WRITE_H
#define TEXT_MD_WRITE_H

#include "base/buf.h"

/* Appends plain text as Markdown that shows the same characters on the same lines. */
void markdown_put_plain(struct buf *out, const char *text);

#endif
