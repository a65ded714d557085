/* Cards and decks named on the command line. */
#ifndef CMD_CARDS_H
#define CMD_CARDS_H

#include "base/err.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/store.h"

#include <stdbool.h>

/* Read the card that `word` names. Among several, prefer retired cards if `retired` is set, else
 * present ones. ERR_USAGE if there is none, or if there are several; *err then lists unambiguous
 * names. */
enum err_code named_card(
    struct store *store, const char *word, bool retired, struct stored_card *card, struct err *err);

/* Append the decks with this id or name. ERR_USAGE if there are none. */
enum err_code named_decks(
    struct store *store, const char *word, struct known_decks *decks, struct err *err);

/* Append a line of safe text: the card's name, question, deck and reviews. The question is cut so
 * that the line fits into `width` columns; the line is longer only if the rest alone does not
 * fit. */
void card_line(const struct stored_card *card, int width, struct buf *out);

/* Append "3 retired cards and their 41 ratings"; `noun` is "card" or "retired card". */
void history_words(size_t cards, size_t ratings, const char *noun, struct buf *out);

#endif
