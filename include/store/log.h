/* The review log as statistics read it: ratings that stand, in numbers alone. */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include "base/err.h"
#include "model/schedule.h"
#include "model/sm2.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

struct log_row {
    int64_t review_id, card_id;
    int64_t reviewed_ms;
    int offset_min, study_day;
    enum review_kind kind;
    enum rating rating;
    int64_t spent_ms;
    int interval_before, interval_after;
};

/* Read the ratings of study days, both included (INT_MIN and INT_MAX for all), calling take for
 * each, which returns false to stop: in the order in which they were given, or day by day. */
typedef bool log_row_fn(void *context, const struct log_row *row);
enum err_code log_read(
    struct store *store, int since, int until, log_row_fn *take, void *context, struct err *err);
enum err_code log_read_by_day(
    struct store *store, int since, int until, log_row_fn *take, void *context, struct err *err);

/* The rating that a card had before a review, repeats and crams not counted; 0 where it had none.
 */
enum err_code log_rating_before(
    struct store *store, int64_t card_id, int64_t review_id, int *rating, struct err *err);

/* About how many ratings there are: no fewer than there are. */
enum err_code log_size(struct store *store, int64_t *size, struct err *err);

/* The ids between which the ratings of study days are; first > last where there are none. */
enum err_code log_bounds(
    struct store *store, int since, int until, int64_t *first, int64_t *last, struct err *err);

#endif
