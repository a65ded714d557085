/* The events behind a card's schedule: its reviews and changes, in the order of their ids. The
 * card's row caches the schedule that they add up to. Call the writers within a transaction
 * (store_begin). */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "base/date.h"
#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <sqlite3.h>

/* A row's schedule: the first SCHEDULE_COLUMNS columns of every statement that reads one. */
#define SCHEDULE_COLUMNS 18
struct schedule row_schedule(sqlite3_stmt *row);

/* The schedule in a card's row; its last_review is -1 if there is no such card. */
enum err_code read_schedule(struct store *store, int64_t id, struct schedule *s, struct err *err);
enum err_code write_schedule(
    struct store *store, int64_t card_id, const struct schedule *schedule, struct err *err);
/* What is in force for the card's deck. */
enum err_code read_regime(
    struct store *store, int64_t card_id, struct regime *regime, struct err *err);
/* The schedule that a card's events add up to. */
enum err_code replay_fold(
    struct store *store, int64_t card_id, struct schedule *schedule, struct err *err);
/* Recompute a card's row from its events. */
enum err_code replay_schedule(struct store *store, int64_t card_id, struct err *err);

/* Write the schedule of a card after changes or imported reviews. If the scheduler in force has a
 * memory, it is replayed, and *schedule is set to the result. */
enum err_code write_changed(
    struct store *store, int64_t card_id, struct schedule *schedule, struct err *err);

/* Log a change and apply it to *s, but for its memory. If review_id is not 0, that rating made the
 * change; otherwise, the change was made by hand or imported. `extra` is the rest of another
 * program's schedule, or NULL. */
enum err_code write_change(struct store *store, int64_t card_id, struct change change,
    int64_t review_id, struct moment at, const char *extra, struct schedule *s, struct err *err);

/* Merge two cards. With the first call, the row of `card` takes over the text and position of
 * `other`, whose row is deleted. With the second, `card` takes over the events of `other`, and they
 * are replayed. */
enum err_code take_over_texts(struct store *store, int64_t card, int64_t other, struct err *err);
enum err_code take_over_history(struct store *store, int64_t card, int64_t other, struct err *err);

#endif
