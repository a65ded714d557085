/* Guesses the encoding of a text that is neither UTF-8 nor UTF-16, by the frequencies of its
 * letters. */
#ifndef TEXT_ENCODING_GUESS_H
#define TEXT_ENCODING_GUESS_H

#include <stdio.h>

/* Returns names for iconv, likeliest first, ended by NULL; none if the text may as well be
 * Windows-1252. The sample, up to 256 KiB from the first byte that is not ASCII, is valid in the
 * first of them. Returns NULL if memory ran out. */
const char *const *encoding_guess(FILE *file);

#endif
