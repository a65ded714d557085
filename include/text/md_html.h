/* Markdown as HTML for other programs. from_html.h makes the same Markdown of it again. */
#ifndef TEXT_MD_HTML_H
#define TEXT_MD_HTML_H

#include "base/buf.h"

#include <stdbool.h>

/* Returns the address that the HTML has for a link or an image, valid until the next call; NULL
 * keeps the address. Sets *sound where the link is a sound to be played. */
typedef const char *markdown_link_fn(void *context, const char *link, bool *sound);

/* Appends HTML. A link to a script becomes text, as on the screen. link may be NULL. */
void markdown_to_html(
    struct buf *html, const char *markdown, markdown_link_fn *link, void *context);

#endif
