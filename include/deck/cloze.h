/* Cloze text: "ReLU is {{max(0, x)}}". A gap is {{text}} or {{text::hint}}, numbered by its
 * position, or Anki's {{c2::text}}, which gives the number. Gaps with the same number share a card.
 * A backslash before {{, and within a gap before :: or }}, makes these plain text; the cards do not
 * show it. Within a formula, all is LaTeX: there a gap ends at the }} that leaves its braces
 * paired. A formula that is whole within a gap does not end it, either. Unpaired braces are plain
 * text. */
#ifndef DECK_CLOZE_H
#define DECK_CLOZE_H

#include "base/buf.h"
#include "model/card.h"

#include <stdbool.h>
#include <stddef.h>

#define CLOZE_GAPS_MAX 500 /* the highest gap number in a deck */

/* Plain text, and the gap behind it: offsets in the texts of struct cloze, without backslashes. The
 * plain text begins where the previous piece ends; then come the gap's text and its hint. */
struct cloze_piece {
    size_t text, hint, end;
    int number;        /* 0 if no gap follows the plain text */
    bool in_formula;   /* the gap is within a formula */
    size_t at, behind; /* offsets of the gap in the cloze text as it is written, with its braces */
};

/* What is probably not meant as it is read; see deck/check.h. */
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

/* Reads cloze text into *cloze, which may hold another one. Returns false if memory ran out; then
 * it has no gaps. */
bool cloze_read(struct cloze *cloze, const char *text);
void cloze_done(struct cloze *cloze);

/* Sets places as markdown_places (text/md_places.h) does; but a formula whose braces do not pair,
 * since a gap splits it, is text. Only formulas are sure to be set. Returns false if memory ran
 * out. */
bool cloze_places(const char *text, struct buf *places);

/* Returns the lowest gap number greater than after (start with 0); 0 if there is none. */
int cloze_next_gap(const struct cloze *cloze, int after);

/* Appends the text with the gaps numbered gap as [...] or [hint], and other gaps filled in. A
 * backslash follows a bracket where Markdown would take it for a link or a link's definition. */
void cloze_question(const struct cloze *cloze, int gap, struct buf *question);

/* Appends a cloze text with all gaps filled in, and the text of those numbered gap marked: by
 * TEXT_MARK and TEXT_MARK_END (text/text.h), for styled_marked, or by brackets. Returns false, with
 * nothing appended, if there is no such gap. */
enum cloze_marks { CLOZE_MARKS, CLOZE_BRACKETS };
bool cloze_reveal(const char *text, int gap, enum cloze_marks marks, struct buf *out);

/* Appends the contents of the gaps with that number, separated by an ellipsis. */
void cloze_answer(const struct cloze *cloze, int gap, struct buf *answer);

/* Appends the text in Anki's notation: each gap with its number. A space parts what Anki would take
 * for the end of a gap, or for the beginning of one. */
void cloze_number(const char *text, struct buf *numbered);

/* Appends cloze text that yields these cards, which must be sorted by variant (the gap number):
 * that of one of the cards or, for cards that were stored without it, one made from their
 * questions. Returns false, with nothing appended, if no such text is found; true if memory ran
 * out, which text->failed tells. */
bool cloze_rebuild(const struct card *cards, size_t count, struct buf *text);

#endif
