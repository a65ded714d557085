/* A card's text, laid out in lines. The lines are kept between frames, because a card may hold a
 * mebibyte. */
#ifndef VIEW_CARD_TEXT_H
#define VIEW_CARD_TEXT_H

#include "deck/cloze.h"
#include "model/card.h"
#include "text/styled.h"
#include "text/typed.h"

#include <stdbool.h>
#include <stdint.h>

/* Zero-initialize it, except styled.links_work and styled.wide. */
struct card_text {
    struct styled styled;
    int answer;                /* the line where the answer begins */
    int blanks;                /* the blank lines that would set off all parts */
    int shown;                 /* how many of them are among the lines */
    struct typed_result typed; /* what was typed, compared with the answer */
    uint64_t hash;             /* a hash of everything else that the lines depend on */
};

/* Which parts of a card are shown besides the question. */
struct card_face {
    const struct card *card;
    bool hint, answer;
    const char *typed; /* what was typed, to be compared with the answer; NULL for nothing */
    const struct typed_rules *rules; /* of this comparison; not NULL with typed */
};

/* Appends the whole sentence of a cloze card, with its answer in place. Returns false, with nothing
 * appended, for a card without cloze text, and if the answer is empty. */
bool card_text_sentence(const struct card *card, enum cloze_marks marks, struct buf *sentence);

/* Lays out a card in `width` columns. Leaves out blank lines between its parts, the last first, as
 * long as it has more than `rows` lines. Does nothing if the lines are up to date. */
void card_text_lay(struct card_text *text, const struct card_face *face, int width, int rows);
void card_text_done(struct card_text *text);

#endif
