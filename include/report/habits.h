/* Rating habits: how often each rating is given and how long it takes, counted from a log by the
 * card's interval, and the resulting probabilities. Integer arithmetic, no I/O. */
#ifndef REPORT_HABITS_H
#define REPORT_HABITS_H

#include "report/figures.h"
#include "store/log.h"

#include <stdint.h>

/* Band 0 holds new cards; the others begin at these intervals (in days, before the rating). Repeats
 * have a separate row. Crams are not counted, because they are not part of the schedule. */
#define HABIT_BANDS 9
extern const int habit_from[HABIT_BANDS]; /* 0, 1, 2, 7, 21, 61, 181, 366, 731 */
enum { HABIT_REPEAT = HABIT_BANDS, HABIT_ROWS };

struct habits {
    int64_t ratings[HABIT_ROWS][RATINGS];
    int64_t spent_ms[HABIT_ROWS];
};

int habit_band(int interval);
void habits_add(struct habits *habits, const struct log_row *row);
/* Returns the number of ratings added. */
int64_t habits_count(const struct habits *habits);

/* Cumulative probabilities of ratings, and the mean time per rating. */
#define CHANCE_ONE (UINT32_C(1) << 24)
struct chances {
    uint32_t up_to[HABIT_ROWS]
                  [RATINGS]; /* P(rating <= 1), P(rating <= 2), ...; in units of 1/CHANCE_ONE */
    int64_t ms[HABIT_ROWS];
};

/* Rating frequencies, smoothed with HABIT_WEIGHT pseudo-ratings. In the bands of due cards, these
 * follow this learner's frequencies over all such bands; elsewhere, those of an average learner.
 * Mean times are smoothed with this learner's mean over all ratings. */
#define HABIT_WEIGHT 20
struct chances habits_chances(const struct habits *habits);

#endif
