/* Where a card stands in its deck's file, for an editor to open there. */
#ifndef STUDY_CARD_LINE_H
#define STUDY_CARD_LINE_H

#include "base/err.h"
#include "store/cards.h"

/* The line, from 1, of the deck file at path in which the card's entry begins: the one with its id,
 * or else its question, or else at its place. In a file with mistakes it is the line of the first:
 * that is what there is to edit. Errors: ERR_IO, ERR_MEMORY. */
enum err_code card_place(
    const char *path, const struct stored_card *card, unsigned *line, struct err *err);

#endif
