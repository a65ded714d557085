/* Cloze text: "ReLU is {{max(0, x)}}". A gap is {{text}} or {{text::hint}}, numbered by its
 * position, or Anki's {{c2::text}}, which gives the number. Gaps with the same number share a card.
 * A backslash makes a {{ plain text, and within a gap a :: or }}; the cards do not show the
 * backslash. Formulas are LaTeX, without such backslashes: a gap within a formula ends at the first
 * }} that leaves the braces in the gap paired. The braces of a whole formula within a gap do not
 * end the gap, either. Unpaired braces are plain text. */
#ifndef DECK_CLOZE_H
#define DECK_CLOZE_H

#include "base/buf.h"
#include "model/card.h"

#include <stdbool.h>
#include <stddef.h>

#define CLOZE_GAPS_MAX 500 /* the highest gap number in a deck */

/* Plain text and the gap after it, as offsets in the texts of struct cloze, which omit the
 * backslashes. The plain text begins where the previous piece ends; then come the gap's text and
 * its hint. */
struct cloze_piece {
    size_t text, hint, end;
    int number;        /* 0 if no gap follows the plain text */
    bool in_formula;   /* the gap is within a formula */
    size_t at, behind; /* offsets of the gap in the cloze text as it is written, with its braces */
};

/* Text that is probably not meant as it is read; see deck/check.h. */
enum cloze_fault { CLOZE_UNCLOSED, CLOZE_UNOPENED, CLOZE_NESTED, CLOZE_SPLIT_FORMULA };

/* A cloze text that has been read. Empty if zero-initialized; free with cloze_done. */
struct cloze {
    struct cloze_piece *pieces;
    size_t count, capacity;
    struct buf texts;
    struct cloze_found {
        enum cloze_fault fault;
        size_t at; /* an offset in the cloze text as it is written */
    } * faults;
    size_t fault_count, fault_capacity;
};

/* Reads cloze text into *cloze, which may hold another one. If memory runs out, returns false, and
 * *cloze has no gaps. */
bool cloze_read(struct cloze *cloze, const char *text);
void cloze_done(struct cloze *cloze);

/* Sets `places` as markdown_places (text/md_places.h) does, except that a formula whose braces do
 * not pair, because a gap splits it, is text. Only formulas are certain to be marked. Returns false
 * if memory ran out. */
bool cloze_places(const char *text, struct buf *places);

/* Returns the lowest gap number greater than `after`, or 0 if there is none. Start with 0. */
int cloze_next_gap(const struct cloze *cloze, int after);

/* Appends the text with each gap that has the number `gap` as [...] or [hint], and all other gaps
 * filled in. A backslash follows a bracket where Markdown would take it for a link or a link's
 * definition. */
void cloze_question(const struct cloze *cloze, int gap, struct buf *question);

/* Appends the question of a card, for text/one_line.h: with the first bracket of the gap that it
 * asks for between TEXT_MARK and TEXT_MARK_END. Without a cloze text, this is the first [...]. */
void cloze_mark_question(const struct card *card, struct buf *out);

/* Appends a cloze text with all gaps filled in, and the text of those with the number `gap` marked,
 * either by TEXT_MARK and TEXT_MARK_END (text/text.h), which styled_marked reads, or by brackets.
 * Returns false, with nothing appended, if there is no such gap. */
enum cloze_marks { CLOZE_MARKS, CLOZE_BRACKETS };
bool cloze_reveal(const char *text, int gap, enum cloze_marks marks, struct buf *out);

/* Appends the contents of the gaps with that number, separated by an ellipsis. */
void cloze_answer(const struct cloze *cloze, int gap, struct buf *answer);

/* Appends the text in Anki's notation: each gap with its number. Puts a space into what Anki would
 * wrongly take for the end or the beginning of a gap. */
void cloze_number(const char *text, struct buf *numbered);

/* Appends cloze text that yields these cards, which must be sorted by variant (the gap number). It
 * is the text stored with one of the cards or, if they were stored without, a text rebuilt from
 * their questions. Returns false, with nothing appended, if no such text is found; true if memory
 * ran out, with text->failed set. */
bool cloze_rebuild(const struct card *cards, size_t count, struct buf *text);

#endif
