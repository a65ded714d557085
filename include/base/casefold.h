/* Compares text regardless of case and normal form (base/normal.h), as Unicode defines it: ΟΔΟΣ is
 * οδος, and STRASSE is straße. Searches also find letters without their accents. */
#ifndef BASE_CASEFOLD_H
#define BASE_CASEFOLD_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Appends length bytes of UTF-8 with their case folded (C + F in CaseFolding.txt, whatever the
 * language), in normal form. Invalid bytes become U+FFFD. */
void casefold_add(struct buf *out, const char *text, size_t length);
void casefold_text(struct buf *out, const char *text);
/* A character in lower case, by Unicode's one-to-one mapping. Final sigma becomes the ordinary
 * one. */
uint32_t casefold_character(uint32_t character);
/* Whether two texts are the same except for case and normal form. Sets *ok to false if memory ran
 * out; the result then means nothing. */
bool casefold_same(const char *a, size_t a_length, const char *b, size_t b_length, bool *ok);

/* A text, and its folded forms, which are made on first use. The caller owns the struct, and zeroes
 * it before the first use. */
struct folded {
    const char *from;
    size_t length;
    bool ascii;
    struct buf text, plain; /* case folded; also without accents */
};
/* Sets the text, which must stay valid until the last call of folded_text. */
void folded_set(struct folded *folded, const char *text, size_t length);
/* Returns the folded text, without its accents unless `accents` is true; truncated if memory ran
 * out. */
const char *folded_text(struct folded *folded, bool accents);
bool folded_failed(const struct folded *folded);
void folded_done(struct folded *folded);

/* Whether a folded word has accents: combining marks (U+0300 to U+036F), alone or in a letter such
 * as é. Letters that are separate in their alphabets, such as й and ї, do not count as accented. */
bool casefold_has_accents(const char *folded);

/* Whether text contains the first length bytes of word, ignoring case, and accents if the word has
 * none. Sets *ok to false if memory ran out, so that the answer is not known. */
bool casefold_has(const char *text, const char *word, size_t length, bool *ok);

#endif
