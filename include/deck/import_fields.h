/* Converts text to the fields of an entry, for several importers. */
#ifndef DECK_IMPORT_FIELDS_H
#define DECK_IMPORT_FIELDS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Drops blank lines at the beginning, and white space at the end. */
void field_trim(struct buf *text);

/* Appends a line of plain text as Markdown, escaped. */
void field_add_plain(struct buf *text, const char *line, size_t length);

/* Appends the tags in a cell, separated by commas or semicolons or, if it has neither, by spaces.
 * Characters that a tag cannot have become '-'; each tag is added once. */
void field_add_tags(struct buf *tags, const char *cell);

/* Makes an id from a source valid and appends it; different ids stay different. '#', '%' and
 * control characters are percent-encoded; an id over 255 bytes is cut, and its hash appended. */
void field_add_id(struct buf *id, const char *given);

/* Appends text with %20 and the like decoded. */
void field_add_decoded(struct buf *out, const char *text);

/* Appends text outside or inside a gap of a cloze. A backslash, which the cards do not show, or in
 * a formula a space, keeps it from opening or closing a gap, or beginning a hint. */
void field_add_cloze(struct buf *cloze, const char *text, size_t length, bool in_gap);

/* Appends text with [gaps] as a cloze; number is "", or "c1::" for gaps that share a card. Images
 * ![...], brackets after a backslash, and [[...]] are kept; if org is set, also Org's own brackets
 * ([2026-01-31 Sat], [ ], [3/7], [fn:1]), and || in a gap begins its hint. Returns the number of
 * gaps; -1 if a bracket is empty or not closed. */
int field_add_brackets(struct buf *cloze, const char *text, const char *number, bool org);

#endif
