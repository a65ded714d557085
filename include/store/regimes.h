/* What is in force for a deck: its scheduler, its retention and the scheduler's weights. What came
 * into force is logged, as ratings are; the latest in time that was not undone is in force. See
 * store/switches.h for how that changes. */
#ifndef STORE_REGIMES_H
#define STORE_REGIMES_H

#include "base/date.h"
#include "base/err.h"
#include "model/past.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is in force for a deck. Without a log of it: SM-2. Weights are the deck's own, else those
 * that all decks share, else the scheduler's defaults. */
enum err_code store_regime(
    struct store *store, int64_t deck_id, struct regime *regime, struct err *err);

/* The scheduler and the retention that came into force last, undone or not; no weights. */
enum err_code store_wanted(
    struct store *store, int64_t deck_id, struct regime *wanted, struct err *err);

/* Whether a row of the log can be read: the scheduler is known, and has a retention (0 is none)
 * unless it is SM-2; or weights, if they are not empty, are as many whole numbers in range as the
 * scheduler has. Only weights are for all decks. */
bool regime_is_readable(bool for_all, int scheduler, int retention, const char *weights);

/* The scheduler with these weights, the defaults if they are empty. False if they are NULL or
 * unreadable, or the scheduler has no weights. *regime has no retention. */
bool regime_of_weights(int scheduler, const char *weights, struct regime *regime);

/* The weights in force for a deck or, if deck_id is 0, for all decks without their own, in units of
 * 1/WEIGHT_UNIT. */
enum err_code store_weights(struct store *store, int64_t deck_id, const struct scheduler *scheduler,
    int32_t units[WEIGHTS_MAX], struct err *err);
/* Whether a deck has weights of its own. */
enum err_code store_has_own_weights(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, bool *own, struct err *err);

/* Whether some deck is under the scheduler. */
enum err_code store_is_in_force(
    struct store *store, const struct scheduler *scheduler, bool *in_force, struct err *err);
/* When shared weights were last trained here, as far as the log knows: not when a clock was ahead.
 * INT64_MIN if never. */
enum err_code store_last_trained(struct store *store, const struct scheduler *scheduler,
    struct moment now, int64_t *trained_ms, struct err *err);
/* How many ratings the log has from before that time, and in all, without crams. */
enum err_code store_count_ratings(
    struct store *store, int64_t before_ms, int64_t *before, int64_t *now, struct err *err);

/* Whether these weights are the last that were imported for the deck. */
enum err_code store_weights_were_imported(struct store *store, int64_t deck_id,
    const struct scheduler *scheduler, const int32_t *units, bool *imported, struct err *err);

#endif
