/* Cards as the command line names them. */
#ifndef CMD_CARDS_H
#define CMD_CARDS_H

#include "base/err.h"
#include "store/cards.h"
#include "store/store.h"

#include <stdbool.h>

/* Read the card that a word names: where several are called that, the one that is retired, or
 * present, as wanted. ERR_USAGE where no card is, or several are, and then says what to write. */
enum err_code named_card(
    struct store *store, const char *word, bool retired, struct stored_card *card, struct err *err);

/* Append a card's line: what it is called, its question, deck and reviews. Safe text of at most
 * width columns where that has room for the rest. */
void card_line(const struct stored_card *card, int width, struct buf *out);

/* Append "3 retired cards and their 41 ratings"; noun is "card" or "retired card". */
void history_words(size_t cards, size_t ratings, const char *noun, struct buf *out);

#endif
