/* Computes all schedules in one pass over the log. Reads no index, and trusts no value. */
#ifndef STORE_FOLD_H
#define STORE_FOLD_H

#include "base/err.h"
#include "model/schedule.h"
#include "store/regimes.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A card, and the schedule that its log adds up to so far. */
struct folded_card {
    int64_t card_id;
    struct schedule schedule;
    const struct regime *regime; /* NULL under SM-2 */
    bool doubtful;               /* one of its events has a value out of range */
    bool late;                   /* its events are not in the order of time */
};

/* A deck under a scheduler with a memory. */
struct folded_deck {
    int64_t deck_id;
    struct regime regime;
};

/* An event of the log. */
struct folded_event {
    int64_t id;
    bool is_change, imported;
    int64_t at_ms; /* UTC */
    int offset_min, day;
};

struct fold {
    struct folded_card *cards; /* sorted by card_id */
    size_t count, capacity;
    struct folded_deck *decks; /* sorted by deck_id */
    size_t deck_count;
};

/* Compute all schedules from the log. Unless `take` is NULL, call it for each event in order of
 * number, including undone ones. Call fold_done even after an error. */
typedef void folded_event_fn(void *context, const struct folded_event *event);
enum err_code fold_log(
    struct store *store, struct fold *fold, folded_event_fn *take, void *context, struct err *err);
void fold_done(struct fold *fold);

/* Call `differs` for each card whose row does not hold the schedule that its log adds up to. */
typedef enum err_code fold_differs_fn(void *context, int64_t card_id, const struct schedule *row,
    const struct schedule *log, struct err *err);
enum err_code fold_compare(struct store *store, const struct fold *fold, fold_differs_fn *differs,
    void *context, struct err *err);

/* Compute all schedules from the log, and write those that differ from the card's row. Call it
 * within a transaction. *written, unless it is NULL, is the number of cards written. */
enum err_code fold_and_write(struct store *store, size_t *written, struct err *err);

#endif
