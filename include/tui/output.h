/* Text for people on standard output and standard error, in the encoding of the locale. What
 * programs read, such as CSV and JSON, is UTF-8 in every locale, and does not pass through here. */
#ifndef TUI_OUTPUT_H
#define TUI_OUTPUT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Write safe text. In a locale without UTF-8, first replace what its encoding lacks (charset_fit).
 * False if memory ran out, and nothing was written; stream errors are those of stdio. */
bool output_put(FILE *stream, const char *text);

/* Whether the locale's encoding is UTF-8; whether it has a character; append a text in it, without
 * what it lacks. */
bool output_is_utf8(void);
bool output_has(uint32_t character);
void output_encode(const char *text, struct buf *out);

#endif
