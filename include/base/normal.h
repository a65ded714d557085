/* Unicode normal forms. An accented letter may be stored as one character, or as a letter and a
 * combining mark. Texts that differ only in this have the same normal form (NFC: Unicode Standard
 * Annex #15). drill keeps text as it was written, and compares normal forms. */
#ifndef BASE_NORMAL_H
#define BASE_NORMAL_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a character beyond ASCII is plain. Text that consists of ASCII and plain characters is in
 * normal form; other text needs a closer look. Most letters of living scripts are plain. */
bool normal_is_plain(uint32_t character);

/* The number of bytes at the start of text that are ASCII or plain. */
size_t normal_run(const char *text, size_t length);

/* Appends length bytes of UTF-8 in normal form. Invalid bytes become U+FFFD. */
void normal_add(struct buf *out, const char *text, size_t length);

/* Like hash_text, but hashes the text's normal form. If memory runs out, sets *ok to false and
 * returns `before`. */
uint64_t normal_hash(uint64_t before, const char *text, bool *ok);

/* Like normal_hash, but hashes only what stays the same when a text is converted to Markdown again:
 * its compatibility form (NFKC, in which a superscript is a digit, as it was before superscripts
 * were kept) without spaces, and without the markup and escapes of Markdown and formulas. So 2^3
 * and 23 count as the same. Returns `before` if nothing is left. */
uint64_t normal_hash_bare(uint64_t before, const char *text, bool *ok);

#endif
