/* What a load would change: two states of the database, the one as it is and the one as a load
 * would leave it (two stores open with STORE_READ, one of which has loaded), compared. */
#ifndef REPORT_LOAD_PREVIEW_H
#define REPORT_LOAD_PREVIEW_H

#include "base/err.h"
#include "store/cards.h"
#include "store/decks.h"
#include "store/store.h"

#include <stdbool.h>

enum card_change {
    CARD_UNCHANGED,
    CARD_NEW,
    CARD_EDITED,
    CARD_RETIRED,
    CARD_BACK,  /* retired before; perhaps edited, too */
    CARD_MOVED, /* from another deck; perhaps edited, too */
};

/* Told of decks, and behind each of its cards that change. Of what is new, before has
 * the card_id 0, or the id NULL. Everything lasts until the call returns, decks until the next
 * deck. Return false to stop. */
struct load_preview_sink {
    bool (*deck)(void *context, const struct deck_facts *before, const struct deck_facts *after);
    bool (*card)(void *context, enum card_change change, const struct stored_card *before,
        const struct stored_card *after);
    void *context;
};

/* Tell of every deck, and of the cards that are not the same: those of its file in its order, then
 * those that would be retired. */
enum err_code load_preview_report(struct store *before, struct store *after,
    const struct load_preview_sink *sink, struct err *err);

#endif
