/* Editing deck files with the user's editor. */
#ifndef CMD_EDIT_H
#define CMD_EDIT_H

#include "base/err.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/store.h"

/* Run the user's editor at the card's line, then reload the deck and fill *report with the changes.
 * An open terminal is lent to the editor. On failure the stored deck is unchanged and *problem says
 * why; if the file has mistakes, *problem names the first one and its line. */
enum err_code edit_card(struct store *store, const struct stored_card *card,
    struct load_report *report, struct err *problem);

/* The same for the whole file at path, which may be NULL: at its first mistake, or else at its top.
 */
enum err_code edit_deck(
    struct store *store, const char *path, struct load_report *report, struct err *problem);

#endif
