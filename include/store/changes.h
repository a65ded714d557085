/* Changes to cards by hand: suspend a card, bury it until tomorrow, set its due day, and so on
 * (model/schedule.h). Changes are logged and undone like reviews. Each call is one transaction, as
 * in store/reviews.h; calls within store_begin are part of its transaction. */
#ifndef STORE_CHANGES_H
#define STORE_CHANGES_H

#include "base/date.h"
#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* A request to change a card. */
struct changing {
    int64_t card_id;
    const struct schedule *seen; /* the schedule as last read; NULL to change the card regardless */
    struct change change;        /* store_change fills in change_id and day */
    struct moment at;
};

/* Change a card. *after, if not NULL, is set to the new schedule. Its last_change is the id of the
 * new change, unless the change is imported: store_undo skips imported changes. ERR_STALE, with
 * nothing written, if there is no such card, or if it was rated or changed since `seen` was
 * read. */
enum err_code store_change(
    struct store *store, const struct changing *changing, struct schedule *after, struct err *err);

/* Undo a change, and replay the card's other events. ERR_STALE, with nothing written, if there is
 * no such change or it was already undone. */
enum err_code store_change_undo(struct store *store, int64_t id, struct moment at, struct err *err);

/* Set the due days of cards, as one step for undo. */
struct due_move {
    int64_t card_id;
    int due;
};
enum err_code store_move_due(struct store *store, const struct due_move *moves, size_t count,
    struct moment at, struct err *err);

#endif
