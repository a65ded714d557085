/* Anki's notation of a gap: {{c1::text}} or {{c1::text::hint}}. What imports texts and what reads
 * deck files recognize its opening and its parts here.
 *
 * Its end is found elsewhere where more than the text tells of it: deck/cloze.c knows what is a
 * formula and heeds backslashes, text/from_html_marks.c passes over formulas. Anki's templates also
 * have nested gaps and {{c1,2::text}} (exchange/anki_cloze.c). deck/check_gaps.c warns of what
 * looks like an opening but is none. */
#ifndef TEXT_GAP_H
#define TEXT_GAP_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* The length of the opening, such as {{c12::, at the beginning of the text, or 0. Numbers begin
 * with 1: Anki makes no card of {{c0::. *number may be NULL; a number too large for it becomes
 * INT_MAX. */
size_t gap_opening(const char *text, int *number);

/* The next opening, or NULL. */
const char *gap_next_opening(const char *text);

/* Which }} ends a gap whose text has braces, too. */
enum gap_braces {
    /* The first, as in Anki; but in a longer run of braces, the first ones close those that were
     * opened within the gap: {{c1::f{x}}}. */
    GAP_TEXT,
    /* The first outside LaTeX's braces, \frac{x^{2}}{y}; if there is none, the first. */
    GAP_LATEX
};

/* Where the parts of a gap begin; `hint` is the :: before it, or NULL, and `end` the }}. */
struct gap {
    const char *open, *text, *hint, *end;
};

/* Finds the next gap. Returns false if there is none. */
bool gap_find(const char *text, enum gap_braces braces, struct gap *gap);
/* The same, if it begins at the beginning of the text. */
bool gap_read(const char *text, enum gap_braces braces, struct gap *gap);

/* Where what is shown of a gap that is filled in ends. */
static inline const char *gap_text_end(const struct gap *gap)
{
    return gap->hint ? gap->hint : gap->end;
}

/* Appends LaTeX, to which a space means nothing, with one within each pair of the same of these
 * characters: for "{}:" within {{, }} and ::, so that none of them is read as part of a gap. */
void gap_put_apart(struct buf *out, const char *latex, size_t length, const char *pairs);

#endif
