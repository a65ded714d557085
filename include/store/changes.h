/* What is done to cards by hand: suspend one, bury it until tomorrow, set when it is due, and so
 * on (model/schedule.h). Changes are kept like reviews, and taken back like them. Each call is one
 * transaction, as in store/reviews.h; calls within store_begin are part of that one. */
#ifndef STORE_CHANGES_H
#define STORE_CHANGES_H

#include "base/date.h"
#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* A change as it is asked for. */
struct changing {
    int64_t card_id;
    const struct schedule *seen; /* the card's when it was read; NULL to change it in any case */
    struct change change;        /* change_id and day are the store's to fill in */
    struct moment at;
};

/* Change a card. *after, which may be NULL, is the new schedule, and its last_change the new
 * change's id (but that of an imported one, which store_undo passes over). ERR_STALE, with nothing
 * written, when there is no such card, or when it is not as it was seen. */
enum err_code store_change(
    struct store *store, const struct changing *changing, struct schedule *after, struct err *err);

/* Take back a change, and fold the card's other events anew. ERR_STALE, with nothing written, when
 * there is none of that id, or it was taken back already. */
enum err_code store_change_undo(
    struct store *store, int64_t change_id, struct moment at, struct err *err);

/* An event of a card's history: a rating or a change, that stands. */
struct event {
    bool is_change;
    struct review review; /* unless it is a change */
    int64_t spent_ms;
    struct change change; /* where it is one */
    int64_t at_ms;        /* UTC */
    int offset_min;       /* local time minus UTC */
    struct schedule after;
};
/* The study day of an event. */
int event_day(const struct event *event);
/* Call take for each event of a card, from the first to the last; it returns false to stop. */
typedef bool event_fn(void *context, const struct event *event);
enum err_code store_history(
    struct store *store, int64_t card_id, event_fn *take, void *context, struct err *err);

#endif
