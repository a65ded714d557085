/* Writes Markdown that is pleasant to edit: characters are escaped only where drill would take them
 * for markup. */
#ifndef TEXT_MD_WRITE_H
#define TEXT_MD_WRITE_H

#include "base/buf.h"

/* Appends Markdown that shows the characters and lines of a plain text: a line feed ends a line,
 * blank lines separate paragraphs, and indentation stays. Spaces at the ends of lines are dropped;
 * invalid UTF-8 becomes U+FFFD. */
void markdown_put_plain(struct buf *out, const char *text);

#endif
