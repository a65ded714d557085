/* The clozes of hashcards and repeater: Markdown with [gaps]. */
#ifndef DECK_BRACKET_CLOZE_H
#define DECK_BRACKET_CLOZE_H

#include "base/buf.h"

/* Appends the text as a cloze. Brackets in code, formulas, images and links, [[...]] and brackets
 * after a backslash are not gaps. Returns NULL, or the reason why the text is not a cloze. */
const char *bracket_cloze(struct buf *cloze, const char *text);

#endif
