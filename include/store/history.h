/* The history of a card, in memory. */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include "base/err.h"
#include "store/changes.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* The ratings and changes of a card that were not undone, the oldest first. Zero-initialized, it is
 * empty; free with card_history_done. */
struct card_history {
    struct event *events;
    size_t count, capacity;
};
void card_history_done(struct card_history *history);

/* Read a card's history over what *history held. */
enum err_code card_history_read(
    struct store *store, int64_t card_id, struct card_history *history, struct err *err);

#endif
