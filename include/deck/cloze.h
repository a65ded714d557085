/* Cloze text: "ReLU is {{max(0, x)}}". A gap is {{text}} or {{text::hint}}, numbered by its
 * position, or Anki's {{c2::text}}, which gives the number. Gaps with the same number share a card.
 * A backslash before {{ makes it plain text, as does one before :: or }} within a gap; the cards do
 * not show the backslash. Formulas are LaTeX, and have no such backslashes: a gap within a formula
 * ends at the first }} before which the braces in the gap are balanced. If a gap contains a whole
 * formula, the formula's braces do not end the gap, either. Unpaired braces are plain text. */
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
    size_t at, behind; /* the gap's bounds in the text as written, including its braces */
};

/* Suspicious cloze text, which deck/check.h warns about. */
enum cloze_fault { CLOZE_UNCLOSED, CLOZE_UNOPENED, CLOZE_NESTED, CLOZE_SPLIT_FORMULA };

/* A cloze text that has been read. Empty if zero-initialized; free with cloze_done. */
struct cloze {
    struct cloze_piece *pieces;
    size_t count, capacity;
    struct buf texts;
    struct cloze_found {
        enum cloze_fault fault;
        size_t at; /* offset in the text as written */
    } * faults;
    size_t fault_count, fault_capacity;
};

/* Reads cloze text into *cloze, replacing any text that it holds. If memory runs out, returns
 * false, and *cloze has no gaps. */
bool cloze_read(struct cloze *cloze, const char *text);
void cloze_done(struct cloze *cloze);

/* Like markdown_places (text/md_places.h), except that a formula whose braces are unbalanced,
 * because a gap splits it, is not marked as a formula. Leaves `places` empty if the text has no
 * dollar sign. Returns false if memory ran out. */
bool cloze_places(const char *text, struct buf *places);

/* Returns the lowest gap number greater than `after`, or 0 if there is none. Start with 0. */
int cloze_next_gap(const struct cloze *cloze, int after);

/* Appends the text with each gap that has the number `gap` as [...] or [hint], and all other gaps
 * filled in. A backslash follows a bracket where Markdown would take it for a link or a link's
 * definition. */
void cloze_question(const struct cloze *cloze, int gap, struct buf *question);

/* Appends the question of a card, for styled_marked and text/one_line.h. Encloses each bracket of
 * the gap that the card asks for, or the first [...] if the card has no cloze text, in TEXT_MARK
 * and TEXT_MARK_END. */
void cloze_mark_question(const struct card *card, struct buf *out);
/* Appends the card's question as one line that fits into `width` columns. */
void cloze_one_line(const struct card *card, int width, struct buf *out);

/* Appends a cloze text with all gaps filled in, and those with the number `gap` marked, either by
 * TEXT_MARK and TEXT_MARK_END (text/text.h), which styled_marked reads, or by brackets. Returns
 * false, with nothing appended, if there is no such gap. */
enum cloze_marks { CLOZE_MARKS, CLOZE_BRACKETS };
bool cloze_reveal(const char *text, int gap, enum cloze_marks marks, struct buf *out);

/* Appends the contents of the gaps with that number, separated by an ellipsis. */
void cloze_answer(const struct cloze *cloze, int gap, struct buf *answer);

/* Appends the text in Anki's notation: each gap with its number. Inserts a space wherever Anki
 * would wrongly see a gap begin or end. */
void cloze_number(const char *text, struct buf *numbered);

/* Appends cloze text that yields these cards, which must be sorted by variant (the gap number). It
 * is the text stored with one of the cards or, if they were stored without, a text rebuilt from
 * their questions. Returns false, with nothing appended, if no such text is found; true if memory
 * ran out, with text->failed set. */
bool cloze_rebuild(const struct card *cards, size_t count, struct buf *text);

#endif
