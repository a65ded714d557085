/* Markdown with pieces of HTML in it, as in notes on the web. */
#ifndef DECK_NOTE_HTML_H
#define DECK_NOTE_HTML_H

#include "base/buf.h"

/* Appends the text as Markdown. Paragraphs that are only HTML are converted as such; in others, the
 * elements that Markdown also has become Markdown, and anything else stays. Code stays unchanged.
 */
void note_put_html(struct buf *out, const char *text);

#endif
