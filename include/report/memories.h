/* What cards under a scheduler with a memory (FSRS) are, and how well their recall was predicted.
 * Does no I/O. Add the present cards; then, for what needs the whole log, each card's history. The
 * predictions are those of the weights in force now, which also saw these ratings. */
#ifndef REPORT_MEMORIES_H
#define REPORT_MEMORIES_H

#include "model/past.h"
#include "model/recall_bins.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The smallest stability in each bucket, in days. Difficulties are in buckets of a half, from 1;
 * the recall now in buckets of a twentieth. */
#define STABILITY_BUCKETS 13
extern const int stability_from[STABILITY_BUCKETS];
#define DIFFICULTY_BUCKETS 18
#define RECALL_BUCKETS     20

#define PREDICTION_STEPS 1000
#define KNOWN_MAX        60

struct memories {
    size_t decks; /* that are under a scheduler with a memory */
    int stabilities[STABILITY_BUCKETS], difficulties[DIFFICULTY_BUCKETS], recalls[RECALL_BUCKETS];

    bool complete; /* the log was read: the members below are set */
    /* Reviews by the recall that was predicted, in thousandths, and their sums. */
    struct predicted_reviews {
        int64_t reviews, recalled;
        double predicted, loss; /* loss: the log loss */
    } predictions[PREDICTION_STEPS + 1];
    double rmse_bins; /* root mean square error in bins of interval, ratings and lapses */
    /* The cards that had been rated by the end of some days, and how many of them would have been
     * recalled then, as expected. */
    struct known {
        int day;
        int64_t cards;
        double recalled;
    } known[KNOWN_MAX];
    size_t known_count;
};

/* Adds a card that is in its deck's file. */
void memories_add_card(
    struct memories *memories, const struct regime *regime, const struct past *past, int today);

/* The days to look at when reading histories: ratings from `since` to `until` are compared with
 * their predictions, and what was known is computed for up to KNOWN_MAX days from `first` to
 * `last`, which are evenly spaced by whole weeks and end with `last`. */
struct memories_range {
    int since, until, first, last;
};
/* Begins to read histories; false when memory runs out. memories_end completes the figures, and
 * must follow. */
struct memories_reading {
    struct memories *memories;
    struct memories_range range;
    struct recall_bins *bins;
};
bool memories_begin(struct memories_reading *reading, struct memories *memories,
    const struct memories_range *range);
void memories_end(struct memories_reading *reading);

/* Adds a card's history. `past` is its memory now: the steps add up to it, or there are none, since
 * the card came with a schedule. The card was in its deck's file until the day before
 * `retired_day`. */
void memories_add_history(struct memories_reading *reading, const struct regime *regime,
    const struct memory_step *steps, size_t count, const struct past *past, int retired_day);

#endif
