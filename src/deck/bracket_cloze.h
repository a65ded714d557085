/* The clozes of hashcards and repeater: Markdown with [gaps]. */
#ifndef DECK_BRACKET_CLOZE_H
#define DECK_BRACKET_CLOZE_H

#include "base/buf.h"

/* Appends the text as a cloze. Brackets of code, formulas, images and links, [[...]] and brackets
 * after a backslash are no gaps. Returns NULL, or why the text is no cloze. */
const char *bracket_cloze(struct buf *cloze, const char *text);

#endif
