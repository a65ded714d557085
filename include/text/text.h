/* Text for terminals: made safe, measured, broken into lines. All text from decks, file names and
 * messages must go through text_safe first. */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum text_lines {
    TEXT_LINES,    /* line feeds stay */
    TEXT_MARKED,   /* line feeds and marks stay */
    TEXT_ONE_LINE, /* line feeds become spaces */
};

/* Enclose a part of a text that is to be highlighted. They are noncharacters (Unicode, 23.7), which
 * must not occur in a text before it is marked. */
#define TEXT_MARK     "\uFDD2"
#define TEXT_MARK_END "\uFDD3"

/* Appends text so that all of it is visible and harmless. C0 and C1 controls, DEL, bidi overrides
 * and isolates, and invisible format characters become marks such as ␛ and <U+202E>. Joiners stay
 * only between letters and emoji. A character keeps at most four combining marks; a mark without a
 * base character gets a dotted circle. Invalid UTF-8 becomes U+FFFD. Tabs become spaces. */
void text_safe(struct buf *out, const char *text, enum text_lines lines);

/* The width in terminal columns of safe text without line feeds. */
int text_width(const char *text, size_t length);

/* Appends as much of `text` (safe text without line feeds) as fits into `width` columns, with an
 * ellipsis if it is cut. Returns the columns used. */
int text_fitted(struct buf *out, const char *text, int width);
/* The same, but keeps the end of the text, after an ellipsis. */
void text_fitted_end(struct buf *out, const char *text, int width);
/* The same for a message: cuts what precedes its last part (err_last_part), which stays whole even
 * if it alone is wider than `width`. */
void text_fitted_message(struct buf *out, const char *message, int width);

/* The bytes of the first grapheme cluster, which takes at most 2 columns; 0 at the text's end. */
#define TEXT_CLUSTER_MAX 35 /* bytes */
size_t text_cluster(const char *text, size_t length);
/* The start of the cluster that ends at the offset `at`, and that of the word before it, with the
 * spaces between the two; 0 for 0. */
size_t text_cluster_before(const char *text, size_t at);
size_t text_word_before(const char *text, size_t at);

/* The length in bytes of the characters that fit into width columns; at least one character. */
size_t text_fit(const char *text, size_t length, int width);

/* Whether any of the text runs from right to left. */
bool text_is_rtl(const char *text, size_t length);

/* Breaks safe text without line feeds into lines of at most `width` >= 1 columns by Unicode's line
 * breaking algorithm (UAX #14), and inside words that are longer than a line. Returns the length of
 * the first line, and sets *next to where the second begins, after the spaces at the break. */
size_t text_line(const char *text, size_t length, int width, size_t *next);

#endif
