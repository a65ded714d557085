/* The screen on which cards are written: new ones of a deck, or one that is in its file. */
#ifndef CMD_CARD_FORM_H
#define CMD_CARD_FORM_H

#include "base/err.h"
#include "deck/reader.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/store.h"
#include "study/settings.h"

#include <stddef.h>
#include <stdint.h>

struct card_form {
    /* set by the caller, who owns what they point to */
    struct store *store;
    const struct settings *settings;
    int64_t deck_id;
    const struct deck_entry *begun; /* what the fields begin with; may be NULL */
    const struct stored_card *card; /* the card to edit; NULL to write new ones */

    /* the outcome */
    size_t added;              /* entries written, or 1 if the card's entry was */
    struct load_report report; /* what loading the deck changed, in total */
};
/* Run the form until the user leaves it or a signal ends it; the terminal must be open. The deck is
 * loaded after each save. If a signal or an error ends it with a card that is not saved, print that
 * card, after closing the terminal. A failed save is told on the form; an error ends it. If the
 * card to edit cannot be found in the deck's file, return ERR_IO or ERR_MISTAKE, before anything is
 * shown. */
enum err_code card_form_run(struct card_form *card_form, struct err *err);
/* The same for new cards, from another screen: appends to its notice, as safe text, how many were
 * added, or why the form cannot open. ERR_STORE, ERR_MEMORY. */
enum err_code card_form_add(struct card_form *card_form, struct buf *notice, struct err *err);

#endif
