/* Renders Markdown and plain text as lines of styled text. */
#ifndef TEXT_MD_STYLED_H
#define TEXT_MD_STYLED_H

#include "text/styled.h"

/* Appends Markdown, made safe, in lines of at most width >= 1 columns. Huge tables become text. */
void styled_markdown(struct styled *styled, const char *markdown, int width);
/* The same, with the parts between TEXT_MARK and TEXT_MARK_END in STYLE_GAP. */
void styled_marked(struct styled *styled, const char *markdown, int width);
/* Appends one paragraph of plain text, made safe, in one style. */
void styled_plain(struct styled *styled, const char *text, enum style style, int width);

#endif
