/* The review log as statistics read it: ratings that were not undone, without card text. */
#ifndef STORE_LOG_H
#define STORE_LOG_H

#include "base/date.h"
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

/* Call `take` for each rating on the study days from `since` to `until` (INT_MIN and INT_MAX for
 * all), in the order of the log or, for log_read_by_day, by day, until it returns false. */
typedef bool log_row_fn(void *context, const struct log_row *row);
enum err_code log_read(
    struct store *store, int since, int until, log_row_fn *take, void *context, struct err *err);
enum err_code log_read_by_day(
    struct store *store, int since, int until, log_row_fn *take, void *context, struct err *err);

/* A card's last rating before a review, not counting repeats and crams; 0 if there is none. */
enum err_code log_rating_before(
    struct store *store, int64_t card_id, int64_t review_id, int *rating, struct err *err);

/* An upper bound on the number of ratings. */
enum err_code log_size(struct store *store, int64_t *size, struct err *err);

#define CLOCK_DRIFT_MS 60000 /* clocks may differ by this much without being wrong */
/* The time of the last rating, including imported ones; utc_ms is 0 if there is none. */
enum err_code log_last(struct store *store, struct moment *last, struct err *err);

/* Find the lowest and highest review ids in a range of study days. If there are none, *first is
 * greater than *last. */
enum err_code log_bounds(
    struct store *store, int since, int until, int64_t *first, int64_t *last, struct err *err);

#endif
