/* One letter is one letter: an accented letter may be stored as one character or as a letter and a
 * combining mark. Texts that differ only in that have the same normal form (NFC: Unicode Standard
 * Annex #15). Text is kept as it was written; what compares texts compares their normal forms. */
#ifndef BASE_NORMAL_H
#define BASE_NORMAL_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a character beyond ASCII is in every normal form as it is, whatever stands beside it.
 * True for most letters of the living scripts, false for the few that need a closer look. */
bool normal_is_plain(uint32_t character);

/* The number of bytes at the start of text that are ASCII or plain. */
size_t normal_run(const char *text, size_t length);

/* Appends length bytes of UTF-8 in normal form. Invalid bytes become U+FFFD. */
void normal_add(struct buf *out, const char *text, size_t length);

/* Adds the normal form of text to a hash, as hash_text adds a text. Sets *ok to false, and returns
 * before, if memory ran out. */
uint64_t normal_hash(uint64_t before, const char *text, bool *ok);

/* The same of what converting a text anew to Markdown does not change: the normal form (NFKC, with
 * superscripts as ^ and a digit, and subscripts as _ and a digit) without spaces, and without the
 * marks and escapes of Markdown and of formulas. So x², x^2 and **$x^{2}$** are one text, which x2
 * is not. Returns before if nothing is left. */
uint64_t normal_hash_bare(uint64_t before, const char *text, bool *ok);

#endif
