/* Converts Anki's fields, which are HTML with sounds, to Markdown. */
#ifndef EXCHANGE_ANKI_MARKUP_H
#define EXCHANGE_ANKI_MARKUP_H

#include "base/buf.h"
#include "text/from_html.h"

#include <stdbool.h>

/* Appends a field or a rendered card as Markdown: [sound:FILE] becomes a link, and
 * invalid UTF-8 becomes U+FFFD. Fails whenever html_to_markdown does. */
bool anki_to_markdown(struct buf *out, const char *html, const struct html_media *media);

#endif
