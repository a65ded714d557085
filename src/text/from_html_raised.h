/* Superscripts and subscripts of HTML. */
#ifndef TEXT_FROM_HTML_RAISED_H
#define TEXT_FROM_HTML_RAISED_H

#include "text/md_doc.h"

/* Turns the end of the last block, from `start` on, into a superscript ('^') or a subscript ('_'):
 * small characters if Unicode has all of them, a formula if it is simple, or else ^(text). */
void from_html_raise(struct doc *doc, size_t start, char sign);

#endif
