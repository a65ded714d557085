/* Markdown as HTML, for programs that show that: what text/html.h makes Markdown of again. */
#ifndef TEXT_MARKUP_H
#define TEXT_MARKUP_H

#include "base/buf.h"

/* What a link or an image leads to, as the HTML is to have it; NULL to leave it as it is. sound is
 * set where the link is to be a sound that is played. Lasts until the next call. */
typedef const char *markup_link_fn(void *context, const char *link, bool *sound);

/* Append the text. link may be NULL. */
void markup_html(struct buf *html, const char *markdown, markup_link_fn *link, void *context);

#endif
