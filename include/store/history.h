/* The history of a card: its ratings and changes that were not undone, the oldest first. */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A rating or a change. */
struct event {
    bool is_change;
    struct review review; /* set for a rating */
    int64_t spent_ms;
    struct change change; /* set for a change */
    int64_t at_ms;        /* UTC */
    int offset_min;       /* local time minus UTC */
    struct schedule after;
    float predicted; /* set for a rating by card_history_memory: the recall predicted that day, 0 to
                        1; 0 if nothing was known about the card, or it was rated that day before */
};
/* The study day of an event. */
int event_day(const struct event *event);
/* Call `take` for each event of a card, until it returns false. */
typedef bool event_fn(void *context, const struct event *event);
enum err_code store_history(
    struct store *store, int64_t card_id, event_fn *take, void *context, struct err *err);

/* A card's whole history, in memory. Empty if zero-initialized; free with card_history_done. */
struct card_history {
    struct event *events;
    size_t count, capacity;
    struct regime regime; /* in force for the card, if card_history_show was told so */
};
void card_history_done(struct card_history *history);

/* Read a card's history into *history, replacing its contents. */
enum err_code card_history_read(
    struct store *store, int64_t card_id, struct card_history *history, struct err *err);

/* The same for people to read, under what is in force for the card: if that has a memory, with the
 * memory after each event. */
enum err_code card_history_show(struct store *store, int64_t card_id, const struct regime *regime,
    struct card_history *history, struct err *err);

/* Compute the memory after each event, in the order of time, under a regime with a memory. *last is
 * the schedule that the whole history adds up to. */
enum err_code card_history_memory(struct card_history *history, const struct regime *regime,
    struct schedule *last, struct err *err);

#endif
