/* Editing a card in its deck's file, with the user's editor. */
#ifndef CMD_EDIT_H
#define CMD_EDIT_H

#include "base/err.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/store.h"

/* Open the user's editor at the card, wait for it to end, and read the deck again; a terminal that
 * is open is given back meanwhile. *report is what that changed. On failure nothing of the deck was
 * read, and *problem says why: with a mistake in the file, the first, with its line. */
enum err_code edit_card(struct store *store, const struct stored_card *card,
    struct load_report *report, struct err *problem);

#endif
