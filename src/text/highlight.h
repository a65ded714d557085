/* Colours code: keywords, strings, comments and numbers. */
#ifndef TEXT_HIGHLIGHT_H
#define TEXT_HIGHLIGHT_H

#include "text/languages.h"
#include "text/styled.h"

/* Changes the style of text in STYLE_CODE by the rules of its language. Other styles, such as that
 * of a gap, stay. */
void highlight(struct styled *styled, const struct language *language);

#endif
