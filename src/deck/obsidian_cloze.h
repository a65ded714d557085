/* The clozes of Obsidian's spaced repetition plugin: ==gap==, **gap**, {{gap}} and {@{gap}@}. */
#ifndef DECK_OBSIDIAN_CLOZE_H
#define DECK_OBSIDIAN_CLOZE_H

#include "base/buf.h"

#include <stdbool.h>

/* What marks a gap, as bits. */
enum obsidian_gaps { GAPS_HIGHLIGHT = 1, GAPS_BOLD = 2, GAPS_CURLY = 4, GAPS_AT = 8 };

/* The kinds of gaps in the text, apart from code and formulas, as bits. Sets *failed if memory ran
 * out; so does obsidian_cloze_count. */
unsigned obsidian_cloze_find(const char *text, unsigned kinds, bool *failed);

/* The number of gaps of these kinds. */
size_t obsidian_cloze_count(const char *text, unsigned kinds, bool *failed);

/* Appends the text as a cloze; gaps of other kinds stay text. ==1;;text;;hint== has a number and a
 * hint, and so has ==text==^[hint][^1]. Returns whether there is a gap. */
bool obsidian_cloze(struct buf *cloze, const char *text, unsigned kinds);

#endif
