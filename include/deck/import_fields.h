/* Pieces of text that several importers make alike. For the importers. */
#ifndef DECK_IMPORT_FIELDS_H
#define DECK_IMPORT_FIELDS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Drop the blank lines at the beginning, and the white space at the end. */
void field_trim(struct buf *text);

/* Append a line of plain text as Markdown that shows it as it is. */
void field_add_plain(struct buf *text, const char *line, size_t length);

/* Append the tags of a cell: with commas or semicolons between them, or else spaces. What no tag
 * can hold becomes '-'; each tag is added once. */
void field_add_tags(struct buf *tags, const char *cell);

/* Append a source's own id so that it can be an id here, and no two become one: of '#', '%', and
 * control characters the code in hexadecimal, after a '%'. One of more than 255 bytes is cut, and
 * ended with its hash. */
void field_add_id(struct buf *id, const char *given);

/* Append text that is to stand outside a gap of a cloze, or within one: what would open or close a
 * gap or begin a hint there is parted by a backslash, which Markdown does not show. */
void field_add_cloze(struct buf *cloze, const char *text, size_t length, bool in_gap);

/* Append a text with [gaps] as a cloze; number is "", or "c1::" for gaps that share a card. Images,
 * ![...], brackets behind a backslash, and [[...]] are left as they are; in a text of Org's also
 * what is a bracket to Org: [2026-01-31 Sat], [ ], [3/7], [fn:1]; and what follows || in a gap is
 * its hint. Returns the number of gaps; -1 where a bracket is not closed or holds nothing. */
int field_add_brackets(struct buf *cloze, const char *text, const char *number, bool org);

/* Append bytes that ought to be UTF-8; each that is not becomes U+FFFD. */
void field_add_utf8(struct buf *text, const char *bytes);

#endif
