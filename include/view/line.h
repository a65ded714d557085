/* A line that the user types, edited with a cursor. Its text is not safe for the terminal. */
#ifndef VIEW_LINE_H
#define VIEW_LINE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum line_edit {
    LINE_NONE,
    LINE_LEFT,
    LINE_RIGHT,
    LINE_START,
    LINE_END,
    LINE_ERASE,      /* the letter before the cursor */
    LINE_DELETE,     /* the letter behind it */
    LINE_ERASE_WORD, /* the word before it */
    LINE_ERASE_REST, /* all behind it */
    LINE_ERASE_ALL,
};

#define LINE_BYTES_MAX 4096 /* a longer line takes no more characters */

/* The cursor is an offset in the text. One beyond its end is at its end, so that it needs no change
 * when the text is cleared. */

/* Inserts a character at the cursor. */
void line_type(struct buf *text, size_t *cursor, uint32_t character);
/* Moves or deletes by whole letters (grapheme clusters). Returns whether the text has changed. */
bool line_edit(struct buf *text, size_t *cursor, enum line_edit edit);

/* Appends the line as safe text with a mark at the cursor, at most `width` >= 4 columns: what does
 * not fit is cut on the side that is farther from the cursor. */
void line_add(struct buf *out, const struct buf *text, size_t cursor, int width);

#endif
