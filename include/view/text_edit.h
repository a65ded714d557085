/* A text being typed, of one line or several, with a cursor. Knows no screen: the caller says how
 * many columns its lines may take, and draws the rows. */
#ifndef VIEW_TEXT_EDIT_H
#define VIEW_TEXT_EDIT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_EDIT_MAX 65536 /* bytes; what is typed beyond is refused */

/* Zero-initialize it; free it with text_edit_done. */
struct text_edit {
    struct buf text; /* UTF-8 as typed: not safe for the terminal */
    size_t cursor;   /* an offset in text */
    bool one_line;
    bool full; /* the last key was ignored, because the text is at its maximum length */
};
void text_edit_done(struct text_edit *edit);
/* Replaces the text, and puts the cursor at its end. */
void text_edit_set(struct text_edit *edit, const char *text);

/* Handles a key; `width` is that of the rows, for the arrows. Returns false, with nothing changed,
 * for a key that is not for a text, and for arrows that lead out of it. A pasted key is always
 * text: a line end, a tab or a character. Any other is dropped. */
bool text_edit_key(struct text_edit *edit, uint32_t key, int width);

/* A row of the text as it is shown: its bytes, and where the next row begins. */
struct text_edit_row {
    size_t start, end, next;
    bool last;
};
/* Finds the row that begins at `start`, of at most `width` columns: 0, or the `next` of a row that
 * is not the last. */
struct text_edit_row text_edit_row(const struct text_edit *edit, size_t start, int width);
/* Counts the rows; sets *at to the number of the one with the cursor, from 0. */
size_t text_edit_rows(const struct text_edit *edit, int width, size_t *at);

/* Appends a part of the text, made safe, and returns its width in columns. */
int text_edit_show(const struct text_edit *edit, size_t start, size_t end, struct buf *out);

#endif
