/* Converts Markdown to HTML for other programs. from_html.h turns that HTML back into Markdown that
 * looks the same. */
#ifndef TEXT_MD_HTML_H
#define TEXT_MD_HTML_H

#include "base/buf.h"

#include <stdbool.h>

/* Returns the address to write for a link or an image, valid until the next call; NULL keeps the
 * original. Sets *sound if the link is to a sound file. */
typedef const char *markdown_link_fn(void *context, const char *link, bool *sound);

/* Appends HTML. A link to a script becomes plain text, as on the screen. link may be NULL. */
void markdown_to_html(struct buf *html, const char *text, markdown_link_fn *link, void *context);

#endif
