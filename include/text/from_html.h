/* Converts HTML, in which other programs store cards, to Markdown. */
#ifndef TEXT_FROM_HTML_H
#define TEXT_FROM_HTML_H

#include "base/buf.h"

#include <stdbool.h>

/* `link` maps a media file's name to an address, valid until the next call; NULL keeps the name. */
struct html_media {
    const char *(*link)(void *context, const char *name);
    void *context;
};

/* Put before a character in HTML to keep it text: the character then begins no formula. */
#define HTML_LITERAL "\U0010FF4C" /* a private-use character, which no other text should have */

/* Appends UTF-8 HTML as Markdown: paragraphs, line breaks, headings, emphasis, struck text, code,
 * lists, quotations, tables, links, images. Text that Markdown would interpret is escaped. The
 * formulas \( \) and \[ \] become $ $ and $$ $$. Gaps such as {{c1::text::hint}} stay gaps, and the
 * text in them is converted like the rest. Scripts and styles are left out. Returns false, with
 * nothing appended, if the HTML is nested too deeply to have been written by a person. media may be
 * NULL. */
bool html_to_markdown(struct buf *out, const char *html, const struct html_media *media);

#endif
