/* Previews a load: compares the database with a copy into which the decks were loaded. Both
 * stores are open with STORE_READ. */
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
    CARD_BACK,  /* no longer retired; perhaps also edited */
    CARD_MOVED, /* moved from another deck; perhaps also edited */
};

/* Receives each deck, then the cards in it that change. If a card is new, before->card_id is 0; if
 * a deck is new, before->id is NULL. Cards are valid until the call returns, decks until the next
 * deck. Return false to stop. */
struct load_preview_sink {
    bool (*deck)(void *context, const struct deck_facts *before, const struct deck_facts *after);
    bool (*card)(void *context, enum card_change change, const struct stored_card *before,
        const struct stored_card *after);
    void *context;
};

/* Reports every deck, then its changed cards in file order, then its retired cards. */
enum err_code load_preview_report(struct store *before, struct store *after,
    const struct load_preview_sink *sink, struct err *err);

#endif
