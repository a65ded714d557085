/* The work to come: days of reviewing played through many times, with ratings by chance as somebody
 * gives them, and SM-2 as it is. Pure: the same for the same numbers on every machine. */
#ifndef REPORT_WORKLOAD_H
#define REPORT_WORKLOAD_H

#include "model/caps.h"
#include "report/dataset.h"
#include "report/habits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A card that has been rated. */
struct workload_card {
    struct sm2 sm2;
    int due; /* study day, also one that has passed */
};

/* What is to be played through. The more ratings, the closer runs are to each other, and the fewer
 * tell as much. */
#define RUNS_MIN 20
struct workload_plan {
    const struct workload_card *cards;
    size_t card_count;
    const struct chances *chances;
    int first_day, days, runs; /* days and runs >= 1 */
    struct caps caps;          /* of each day */
    size_t new_used, due_used; /* of the caps of the first day */
    size_t supply;             /* new cards there are; SIZE_MAX for no end, where there is a cap */
    uint64_t seed;
    size_t enough; /* ratings, after which there are no more runs than RUNS_MIN; 0 for no end */
};

/* What a day of one run has come to. */
enum work {
    WORK_NEW,     /* new cards rated */
    WORK_REVIEWS, /* due cards rated */
    WORK_RATINGS, /* all ratings: repeats, too */
    WORK_MS,      /* time */
    WORK_LEFT,    /* due cards that the cap has kept for the next day */
    WORKS
};

/* The caller owns the struct, and frees what it holds with workload_done. */
struct workload {
    int first_day, days, runs; /* runs: those that were played */
    int64_t *work;             /* run by run, day by day, WORKS each */
};

/* A card is rated on the day it is due; where a cap keeps cards for later, those due first go
 * first. One rated below 4 is repeated on the same day until it gets more. False when memory runs
 * out. */
bool workload_run(struct workload *workload, const struct workload_plan *plan);
void workload_done(struct workload *workload);

/* Of the runs' values, the one in the middle, and those above a tenth and nine tenths of them. */
struct middle {
    int64_t low, median, high;
};
/* Work on a mean day from one day to another, both included and counted from 0; in tenths. */
struct middle workload_mean(
    const struct workload *workload, enum work work, int first, int last, int64_t *capacity);

/* The columns of its sheets. */
enum workload_column {
    WORKLOAD_FROM,
    WORKLOAD_NEW,
    WORKLOAD_REVIEWS, /* each of these and the next two is followed by its low and high */
    WORKLOAD_RATINGS = WORKLOAD_REVIEWS + 3,
    WORKLOAD_MINUTES = WORKLOAD_RATINGS + 3,
    WORKLOAD_LEFT = WORKLOAD_MINUTES + 3,
    WORKLOAD_COLUMNS
};

/* Make a dataset with a row for each period: the work of a mean day in it. Sheets of days have
 * whole numbers of cards. False when memory runs out. */
bool workload_dataset(const struct workload *workload, enum period period, struct dataset *dataset);

#endif
