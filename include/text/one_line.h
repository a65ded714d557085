/* Shows a card's text as one line of safe text, for lists: without Markdown, formulas in Unicode,
 * an image as [image: its text]. If the line must be cut, it begins near the part of the Markdown
 * between TEXT_MARK and TEXT_MARK_END (text/text.h), if any: "… slope for x > 0 is [...]".
 * cloze_mark_question marks the gap that a card asks for. */
#ifndef TEXT_ONE_LINE_H
#define TEXT_ONE_LINE_H

#include "base/buf.h"

/* Appends Markdown, fitted to `width` columns. */
void one_line(struct buf *out, const char *markdown, int width);

/* The same in two steps, for a width that is not known yet. one_line_make appends the whole line,
 * which text_width can measure, with control characters around the marked part. one_line_fit
 * appends such a line without them, or any other safe text, and returns the columns used. */
void one_line_make(struct buf *line, const char *markdown);
int one_line_fit(struct buf *out, const char *line, int width);

#endif
