/* What begins an item of a list in Markdown. Importers that guess at lists in text that is not
 * Markdown have marks of their own: text/from_html_lines.c, deck/import_page.c. */
#ifndef TEXT_MD_MARKER_H
#define TEXT_MD_MARKER_H

#include <stddef.h>

/* The length of -, +, *, 1. or 1) at the beginning of the text, with at most nine digits; 0 if
 * there is none. It begins an item only if white space or the end of the line follows. */
size_t markdown_marker(const char *text);

#endif
