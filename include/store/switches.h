/* Puts schedulers, retentions and weights into force, and takes that back. The log is then folded
 * again: cards get the memory that their ratings add up to, and keep their due days. Each call is
 * one transaction. A new row of the log gets the given time, or a later one if an earlier row was
 * written while the clock was ahead. */
#ifndef STORE_SWITCHES_H
#define STORE_SWITCHES_H

#include "base/date.h"
#include "base/err.h"
#include "model/scheduler.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the user wants for a deck. */
struct regime_wish {
    int64_t deck_id;
    int scheduler; /* SCHEDULER_... */
    int retention; /* in units of 1/RETENTION_UNIT */
};

/* The decks with rated cards that got another scheduler; to others, it makes no difference yet. */
struct switched {
    size_t count;
    size_t to_sm2;   /* how many of them switched to SM-2 */
    int64_t deck_id; /* the last of them; 0 if there is none */
};

/* Put wishes into force, as one step for undo. A wish that is the deck's last one is passed over,
 * even if it was undone, so that undoing holds until the user wants something else. Writes nothing
 * if there is nothing to log. */
enum err_code store_set_regimes(struct store *store, const struct regime_wish *wishes, size_t count,
    struct moment at, struct switched *switched, struct err *err);

/* What store_set_regimes would switch. Writes nothing. */
enum err_code store_preview_regimes(struct store *store, const struct regime_wish *wishes,
    size_t count, struct switched *switched, struct err *err);

/* Put weights into force, in units of 1/WEIGHT_UNIT: for these decks as their own or, if count is
 * 0, for all decks without their own. If units is NULL, the decks give up their own. */
enum err_code store_set_weights(struct store *store, const int64_t *deck_ids, size_t count,
    const struct scheduler *scheduler, const int32_t *units, bool imported, struct moment at,
    struct err *err);

/* The last switch that was not undone: what came into force at one time. */
struct regime_switch {
    struct moment at; /* utc_ms is 0 if there is none */
    size_t decks;
    int scheduler;
    int64_t deck_id; /* one of the decks */
};
enum err_code store_last_switch(struct store *store, struct regime_switch *last, struct err *err);
/* Whether the switch came after an event. Compares their times, unless the switch's time is still
 * to come because a clock was ahead; then compares study days, and on the same day the event counts
 * as the later one. */
bool regime_switch_is_after(
    const struct regime_switch *last, struct moment event, struct moment now);
/* Undo it. ERR_STALE, with nothing written, if it was undone since it was read. */
enum err_code store_undo_switch(
    struct store *store, const struct regime_switch *last, struct moment at, struct err *err);

#endif
