/* Changes to cards by hand: suspend a card, bury it until tomorrow, set when it is due, and so on
 * (model/schedule.h). Changes are logged and undone like reviews. Each call is one transaction, as
 * in store/reviews.h; calls within store_begin are part of its transaction. */
#ifndef STORE_CHANGES_H
#define STORE_CHANGES_H

#include "base/date.h"
#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* A request to change a card. */
struct changing {
    int64_t card_id;
    const struct schedule *seen; /* the card's when it was read; NULL to change it in any case */
    struct change change;        /* store_change fills in change_id and day */
    struct moment at;
};

/* Change a card. *after, if not NULL, is set to the new schedule; its last_change is the new
 * change's id, unless that is imported, since store_undo passes over imported ones. ERR_STALE, with
 * nothing written, when there is no such card or its schedule is not as seen. */
enum err_code store_change(
    struct store *store, const struct changing *changing, struct schedule *after, struct err *err);

/* Undo a change, and replay the card's other events. ERR_STALE, with nothing written, when there is
 * no change of that id or it was undone already. */
enum err_code store_change_undo(
    struct store *store, int64_t change_id, struct moment at, struct err *err);

/* An event of a card's history: a rating or a change that was not undone. */
struct event {
    bool is_change;
    struct review review; /* set unless it is a change */
    int64_t spent_ms;
    struct change change; /* set if it is one */
    int64_t at_ms;        /* UTC */
    int offset_min;       /* local time minus UTC */
    struct schedule after;
};
/* The study day of an event. */
int event_day(const struct event *event);
/* Call take for each event of a card, the oldest first; it returns false to stop. */
typedef bool event_fn(void *context, const struct event *event);
enum err_code store_history(
    struct store *store, int64_t card_id, event_fn *take, void *context, struct err *err);

#endif
