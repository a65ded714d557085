#include "exchange/mochi.h"

#include <math.h>

static bool mochi_is_time(int64_t ms)
{
    return ms > 0 && ms / 1000 < UINT32_MAX;
}

static int mochi_days(const json_t *interval)
{
    double days = floor(json_number_value(interval) + 0.5);
    return !(days > 0) ? 0 : days < INTERVAL_LONGEST ? (int)days : INTERVAL_LONGEST;
}

/* A duration in seconds. */
static int64_t mochi_spent(const json_t *duration)
{
    double seconds = json_number_value(duration);
    return seconds > 0 && seconds < 86400 ? (int64_t)(seconds * 1000) : 0;
}

/* Mochi has two answers. "Remembered" becomes the rating that leaves the ease unchanged. */
static enum rating mochi_rating(const json_t *review)
{
    return mochi_is(review, "remembered?") ? RATING_WELL : RATING_NOT_AT_ALL;
}

/* Sets the schedule that the last review led to. Mochi omits the interval of a first review. */
static void mochi_take_schedule(
    struct import_schedule *schedule, const json_t *last, int64_t at_ms, int successes)
{
    int64_t due_ms = mochi_time(mochi_get(last, "due"));
    int interval = mochi_days(mochi_get(last, "interval"));
    if (!mochi_is_time(due_ms))
        due_ms = at_ms + (interval ? interval : 1) * MS_A_DAY;
    if (!mochi_is_time(due_ms))
        return;
    schedule->due = (struct import_due){(int)(due_ms / MS_A_DAY), due_ms};
    if (!interval)
        interval = schedule->due.day - (int)(at_ms / MS_A_DAY);
    schedule->sm2 = (struct sm2){successes ? successes : 1,
        interval < 1                  ? 1
        : interval < INTERVAL_LONGEST ? interval
                                      : INTERVAL_LONGEST,
        EASE_FIRST};
}

bool mochi_send_reviews(
    struct import_sink *sink, int variant, const json_t *reviews, bool suspended)
{
    struct import_schedule schedule = {
        .variant = variant, .sm2 = sm2_new(), .due = {.day = NO_DAY}, .suspended = suspended};
    struct import_review before = {0};
    int successes = 0;
    size_t i;
    json_t *review;
    json_array_foreach(reviews, i, review)
    {
        struct import_review one = {.variant = variant,
            .at_ms = mochi_time(mochi_get(review, "date")),
            .kind = REVIEW_DUE,
            .rating = mochi_rating(review),
            .spent_ms = mochi_spent(mochi_get(review, "duration")),
            .interval_before = before.interval,
            .interval = mochi_days(mochi_get(review, "interval"))};
        if (!mochi_is_time(one.at_ms) || one.at_ms < before.at_ms)
            continue;
        if (!before.at_ms)
            one.kind = REVIEW_NEW;
        else if (mochi_is(review, "rereview?") ||
                 (rating_is_lapse(before.rating) &&
                     one.at_ms / MS_A_DAY == before.at_ms / MS_A_DAY))
            one.kind = REVIEW_REPEAT;
        bool lapsed = rating_is_lapse(one.rating);
        successes = lapsed ? 0 : successes + 1;
        schedule.lapses += lapsed && one.kind != REVIEW_REPEAT;
        if (!sink->review(sink->context, &one))
            return false;
        mochi_take_schedule(&schedule, review, one.at_ms, successes);
        before = one;
    }
    return (schedule.due.day == NO_DAY && !suspended) || sink->schedule(sink->context, &schedule);
}
