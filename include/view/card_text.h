/* The text of a card as lines: its question and hint, and once revealed its answer and note. Kept
 * from one drawing to the next, as a card may have a mebibyte of text. */
#ifndef VIEW_CARD_TEXT_H
#define VIEW_CARD_TEXT_H

#include "model/card.h"
#include "text/styled.h"

#include <stdbool.h>
#include <stdint.h>

/* The caller owns the struct; all of it zero has no lines, links_work of styled aside. */
struct card_text {
    struct styled styled;
    int question; /* lines that the question and its hint take */
    uint64_t of;  /* what the lines were made of, as a hash */
};

/* A card as far as it is shown: its hint or not, its answer and note or not. */
struct card_face {
    const struct card *card;
    bool hint, answer;
};

/* Make the lines for a card, in columns of that width; roomy has blank lines between the parts.
 * Does nothing where they are made already. */
void card_text_lay(struct card_text *text, const struct card_face *face, int width, bool roomy);
void card_text_done(struct card_text *text);

#endif
