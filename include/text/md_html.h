/* Markdown as HTML for other programs; from_html.h turns it back into the same Markdown. */
#ifndef TEXT_MD_HTML_H
#define TEXT_MD_HTML_H

#include "base/buf.h"

#include <stdbool.h>

/* Returns the HTML's address for a link or an image, valid until the next call; NULL keeps the
 * address. Sets *sound for a sound to be played. */
typedef const char *markdown_link_fn(void *context, const char *link, bool *sound);

/* Appends HTML. A link to a script becomes text, as on the screen. link may be NULL. */
void markdown_to_html(struct buf *html, const char *text, markdown_link_fn *link, void *context);

#endif
