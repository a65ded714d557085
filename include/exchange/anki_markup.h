/* What Anki has in its fields besides HTML, and HTML as Anki shows it, to Markdown. */
#ifndef EXCHANGE_ANKI_MARKUP_H
#define EXCHANGE_ANKI_MARKUP_H

#include "base/buf.h"
#include "text/from_html.h"

#include <stdbool.h>

/* Append what a field or a card says as Markdown: [sound:FILE] is a link, [latex], [$] and [$$] are
 * formulas. Bytes that are no UTF-8 become U+FFFD. False as of html_to_markdown. */
bool anki_to_markdown(struct buf *out, const char *html, const struct html_media *media);

#endif
