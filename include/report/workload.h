/* Simulates reviewing over the coming days, many times, drawing ratings at random. Under SM-2, the
 * learner's habits give the probability of each rating. Under a scheduler with a memory, the memory
 * gives the probability of recall, and the habits decide only which rating follows. Does no I/O;
 * the same input gives the same result on every machine. */
#ifndef REPORT_WORKLOAD_H
#define REPORT_WORKLOAD_H

#include "model/caps.h"
#include "model/past.h"
#include "report/dataset.h"
#include "report/habits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A card that has been rated. */
struct workload_card {
    struct sm2 sm2;
    int due;          /* study day; may be in the past */
    uint32_t regime;  /* its index in the plan's regimes */
    struct past past; /* its memory, if the regime has one */
};

#define RUNS_MIN 20
struct workload_plan {
    const struct workload_card *cards;
    size_t card_count;
    /* The regimes that cards refer to. If one has a scheduler but no retention, SM-2 sets the
     * intervals, and the scheduler only predicts recall. */
    const struct regime *regimes;
    /* The regimes of new cards, in order. The list repeats if there are more cards than entries; an
     * empty list means the first regime. */
    const uint32_t *new_regimes;
    size_t new_count;
    const struct chances *chances;
    int first_day, days, runs; /* days and runs >= 1 */
    struct caps caps;          /* per day */
    size_t new_used, due_used; /* cards already counted against the first day's caps */
    size_t supply;             /* number of new cards; SIZE_MAX: unlimited, which requires a cap */
    uint64_t seed;
    /* After this many ratings, RUNS_MIN runs are enough, since large runs differ little. 0:
     * simulate all runs. */
    size_t enough;
    bool (*go_on)(void *context); /* called before each run; false ends them. May be NULL */
    void *context;
};

/* The totals of a simulated day. */
enum work {
    WORK_NEW,     /* new cards rated */
    WORK_REVIEWS, /* due cards rated */
    WORK_RATINGS, /* all ratings, including repeats */
    WORK_MS,      /* time spent, in milliseconds */
    WORK_LEFT,    /* due cards that the cap leaves for the next day */
    WORK_KNOWN,   /* on the last day: the cards with a memory that would be recalled then */
    WORKS
};

/* The caller owns the struct, and frees it with workload_done. */
struct workload {
    int first_day, days, runs; /* runs: how many were simulated */
    int64_t *work;             /* WORKS values for each day of each run */
};

/* Cards are rated on the day they are due; if a cap defers some, the longest overdue go first. A
 * card rated below 4 is repeated the same day until it is rated 4 or 5. False if out of memory. */
bool workload_run(struct workload *workload, const struct workload_plan *plan);
void workload_done(struct workload *workload);

/* The 10th, 50th and 90th percentiles over the runs. */
struct middle {
    int64_t low, median, high;
};
/* Returns the mean work per day, in tenths, from day `first` to day `last`, inclusive; days are
 * counted from 0. `scratch` has room for a number per run. */
struct middle workload_mean(
    const struct workload *workload, enum work work, int first, int last, int64_t *scratch);

#define SETTLED_DAYS 30 /* a plan is judged by its average over the last days */
/* The first of the SETTLED_DAYS that end with `last`, or 0 if there are not as many. */
static inline int settled_first(int last)
{
    return last < SETTLED_DAYS ? 0 : last - SETTLED_DAYS + 1;
}

/* The columns of a workload's dataset. */
enum workload_column {
    WORKLOAD_FROM,
    WORKLOAD_NEW,
    WORKLOAD_REVIEWS, /* low and high columns follow this column and each of the next two */
    WORKLOAD_RATINGS = WORKLOAD_REVIEWS + 3,
    WORKLOAD_MINUTES = WORKLOAD_RATINGS + 3,
    WORKLOAD_LEFT = WORKLOAD_MINUTES + 3,
    WORKLOAD_COLUMNS
};

/* Makes a dataset with a row for each period: the average work per day, in whole cards if periods
 * are days. False if out of memory. */
bool workload_dataset(const struct workload *workload, enum period period, struct dataset *dataset);

/* The columns of a dataset that compares retentions. */
enum cost_column {
    COST_RETENTION, /* empty for the current schedulers */
    COST_MINUTES,   /* low and high columns follow this column and the next */
    COST_RATINGS = COST_MINUTES + 3,
    COST_KNOWN = COST_RATINGS + 3,
    COST_COLUMNS
};

/* workload_costs_begin sets up this dataset. workload_costs_add adds a row: the average day over
 * the last SETTLED_DAYS, and how many cards would be recalled on the last day. Pass a retention of
 * 0 for the current schedulers. */
void workload_costs_begin(struct dataset *costs);
void workload_costs_add(const struct workload *workload, int retention, struct dataset *costs);

#endif
