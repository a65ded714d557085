/* Writes Markdown that a person likes to edit: what drill would take for markup is escaped at its
 * place, and nothing else is. */
#ifndef TEXT_MD_WRITE_H
#define TEXT_MD_WRITE_H

#include "base/buf.h"

/* Appends Markdown that shows the characters and lines of a plain text: a line feed ends a line,
 * blank lines separate paragraphs, and indentation stays. Spaces at the ends of lines are dropped;
 * invalid UTF-8 becomes U+FFFD. */
void markdown_put_plain(struct buf *out, const char *text);

#endif
