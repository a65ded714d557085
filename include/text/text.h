/* Text on its way to a person: made harmless, measured, broken into lines. Whatever comes from a
 * deck, a file name or a message goes through text_safe before it reaches a terminal. */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum text_lines {
    TEXT_LINES,    /* line feeds stay */
    TEXT_ONE_LINE, /* line feeds become spaces */
};

/* Append text with everything visible and harmless: C0, C1 and DEL, bidi overrides and isolates,
 * invisible format characters become marks such as ␛ and <U+202E>; joiners stay between letters and
 * emoji only; of combining marks at most four stay on one character, and one without a character
 * to stand on gets a dotted circle. Bytes that are no UTF-8 become U+FFFD. Tabs become spaces. */
void text_safe(struct buf *out, const char *text, enum text_lines lines);

/* The columns that safe text without line feeds takes on a terminal. */
int text_width(const char *text, size_t length);

/* Append as much of safe text without line feeds as width columns have room for, with an ellipsis
 * where that is not all of it. Returns the columns taken. */
int text_fitted(struct buf *out, const char *text, int width);
/* The same of its end, behind an ellipsis. */
void text_fitted_end(struct buf *out, const char *text, int width);

/* The bytes of the first character as a person counts them (a grapheme cluster), at most
 * TEXT_CLUSTER_MAX, and as many as two columns hold; 0 at the end. */
#define TEXT_CLUSTER_MAX 35
size_t text_cluster(const char *text, size_t length);

/* The bytes of the whole characters that fit into width columns, at least one of them. */
size_t text_fit(const char *text, size_t length, int width);

/* Whether anything in a text is written from right to left. */
bool text_is_rtl(const char *text, size_t length);

/* Break safe text without line feeds into lines of at most width (>= 1) columns, at the places of
 * Unicode's line breaking algorithm (UAX #14), and within words that are longer. Returns the bytes
 * of the first line, and sets *next to where the second begins, spaces at the break passed over. */
size_t text_line(const char *text, size_t length, int width, size_t *next);

#endif
