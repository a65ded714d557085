/* Converts text to the fields of an entry, for several importers. */
#ifndef DECK_IMPORT_FIELDS_H
#define DECK_IMPORT_FIELDS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Removes blank lines at the beginning and white space at the end. */
void field_trim(struct buf *text);

/* Appends the tags in a cell, separated by commas or semicolons or, if it has neither, by spaces.
 * Characters that a tag cannot have become '-'; each tag is added once. */
void field_add_tags(struct buf *tags, const char *cell);

/* Makes an id from a source valid and appends it; different ids stay different. '#', '%' and
 * control characters are percent-encoded; an id over 255 bytes is cut, and its hash appended. */
void field_add_id(struct buf *id, const char *given);

/* Appends text with %20 and the like decoded. */
void field_add_decoded(struct buf *out, const char *text);

/* Returns the bracket that closes the one at `open`. NULL if there is none before `end`, if it is
 * very far away, or if too many other brackets open before it. */
const char *field_closing_bracket(const char *open, const char *end);

/* Append Markdown outside or inside a gap of a cloze. Insert a backslash, which the cards do not
 * show, wherever the text would open or close a gap or begin a hint. In LaTeX, insert a space
 * instead, and only outside a gap, since a formula's braces do not end one. Call field_disarm_last
 * before appending a gap: it escapes a brace or a backslash at the end of the cloze. */
void field_add_cloze(struct buf *cloze, const char *text, size_t length, bool in_gap);
void field_add_latex(struct buf *cloze, const char *latex, size_t length, bool in_gap);
void field_disarm_last(struct buf *cloze);

/* Appends plain text as the Markdown of a cloze: only Anki's gaps are gaps. */
void field_add_plain_cloze(struct buf *cloze, const char *text);

#endif
