/* Shows a card's text as one line of safe text, for lists: without Markdown, formulas in Unicode,
 * an image as [image: its text]. If the line must be cut and the card asks for a gap, the line
 * begins near the gap: "… slope for x > 0 is [...]". */
#ifndef TEXT_ONE_LINE_H
#define TEXT_ONE_LINE_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends Markdown, fitted to `width` columns. `gap` says that the card asks for a gap. */
void one_line(struct buf *out, const char *markdown, bool gap, int width);

/* The same in two steps, for a width that is not known yet. one_line_make appends the whole line,
 * which text_width can measure, and marks the gap with a control character. one_line_fit appends
 * such a line without the mark, or any other safe text, and returns the columns used. */
void one_line_make(struct buf *line, const char *markdown, bool gap);
int one_line_fit(struct buf *out, const char *line, int width);

#endif
