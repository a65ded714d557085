/* Conversions of texts to fields of an entry that several importers share. */
#ifndef DECK_IMPORT_FIELDS_H
#define DECK_IMPORT_FIELDS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Drops blank lines at the beginning, and white space at the end. */
void field_trim(struct buf *text);

/* Appends a line of plain text as Markdown, escaped. */
void field_add_plain(struct buf *text, const char *line, size_t length);

/* Appends the tags in a cell, which are separated by commas or semicolons, or if there are none, by
 * spaces. Characters that a tag cannot have become '-'; each tag is added once. */
void field_add_tags(struct buf *tags, const char *cell);

/* Appends a source's id as a valid id; different ids stay different: '#', '%' and control
 * characters are percent-encoded; more than 255 bytes are cut, and the hash is appended. */
void field_add_id(struct buf *id, const char *given);

/* Appends a text with %20 and the like decoded. */
void field_add_decoded(struct buf *out, const char *text);

/* Appends text outside or inside a gap of a cloze. A backslash, which Markdown does not show,
 * splits what would open or close a gap, or begin a hint. */
void field_add_cloze(struct buf *cloze, const char *text, size_t length, bool in_gap);

/* Appends a text with [gaps] as a cloze; number is "", or "c1::" for gaps that share a card.
 * Images, ![...], brackets after a backslash, and [[...]] are kept. In an Org text, Org's own
 * brackets are kept, too, [2026-01-31 Sat], [ ], [3/7], [fn:1], and || in a gap begins its hint.
 * Returns the number of gaps; -1 if a bracket is not closed, or empty. */
int field_add_brackets(struct buf *cloze, const char *text, const char *number, bool org);

#endif
