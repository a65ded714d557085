/* From the HTML that other programs keep cards in to Markdown. */
#ifndef TEXT_FROM_HTML_H
#define TEXT_FROM_HTML_H

#include "base/buf.h"

#include <stdbool.h>

/* What a text names as a file beside it, an image say: link gives what leads to it from the deck
 * file, to last until the next call; NULL to leave the name as it is. */
struct html_media {
    const char *(*link)(void *context, const char *name);
    void *context;
};

/* Append html, UTF-8, as Markdown that shows what it showed: paragraphs, line breaks, headings,
 * emphasis, code, lists, quotations, tables, links, images. What Markdown would take for its own
 * is escaped; formulas, \( \) and \[ \], become $ $ and $$ $$, and what is between {{ and }} stays
 * as it is. Scripts and styles are left out. False, with nothing appended, where it is nested too
 * deeply to be what a person wrote. media may be NULL. */
bool html_to_markdown(struct buf *out, const char *html, const struct html_media *media);

#endif
