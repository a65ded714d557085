/* Plain text with pieces of Markdown in it, such as gaps or the marks of emphasis. The text is
 * escaped as a whole, because whether Markdown reads a character as a mark can depend on the text
 * after a piece. The pieces stay unchanged. */
#ifndef DECK_MIXED_TEXT_H
#define DECK_MIXED_TEXT_H

#include "base/buf.h"

#include <stddef.h>

/* Empty if zero-initialized; free with mixed_text_done. */
struct mixed_text {
    struct buf text;   /* with a noncharacter in place of each piece */
    struct buf pieces; /* a NUL after each */
    unsigned marks;    /* bits of the first characters of all marks among the pieces */
};

void mixed_text_add(struct mixed_text *mixed, const char *text, size_t length);
/* Adds a piece of Markdown. */
void mixed_text_keep(struct mixed_text *mixed, const char *markdown, size_t length);
/* Adds a mark such as **. No star in the text may then pair with it. */
void mixed_text_mark(struct mixed_text *mixed, const char *mark);

/* Appends everything added so far as Markdown, and empties *mixed. */
void mixed_text_put(struct mixed_text *mixed, struct buf *out);
void mixed_text_done(struct mixed_text *mixed);

#endif
