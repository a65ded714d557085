/* Converts the markup of Org to Markdown. */
#ifndef DECK_ORG_MARKUP_H
#define DECK_ORG_MARKUP_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends Org text as Markdown: lists, tables, blocks, emphasis, code, links and formulas; other
 * text is escaped. If gap is not NULL, each [bracket] becomes a gap that begins with the string
 * `gap` ("{{", or "{{c1::" for gaps that share a card); a || in it begins the hint. Returns the
 * number of gaps. */
int org_to_markdown(struct buf *out, const char *org, const char *gap);

/* As `gap`, makes gaps of org-fc's holes, such as {{text}{hint}@0}, instead of brackets. */
extern const char org_markup_holes[];

/* Appends one line of Org text, such as a heading, which holds no blocks and no gaps. In the text
 * of a cloze, braces are escaped. */
void org_line_to_markdown(struct buf *out, const char *org, bool cloze);

#endif
