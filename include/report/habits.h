/* How somebody rates cards, and how long that takes: counted from a log, by how well a card was
 * known, and the chances that follow for ratings to come. Pure, in whole numbers. */
#ifndef REPORT_HABITS_H
#define REPORT_HABITS_H

#include "report/figures.h"
#include "store/log.h"

#include <stdint.h>

/* New cards, then cards by their interval before the rating: bands begin at these days. Repeats
 * have a row of their own. Crams tell of another way of studying, and count nowhere. */
#define HABIT_BANDS 9
extern const int habit_from[HABIT_BANDS]; /* 0, 1, 2, 7, 21, 61, 181, 366, 731 */
enum { HABIT_REPEAT = HABIT_BANDS, HABIT_ROWS };

struct habits {
    int64_t ratings[HABIT_ROWS][RATINGS];
    int64_t spent_ms[HABIT_ROWS];
};

int habit_band(int interval);
void habits_add(struct habits *habits, const struct log_row *row);
/* How many ratings they were learned from. */
int64_t habits_count(const struct habits *habits);

/* What a rating will be, and how long it will take. */
#define CHANCE_ONE (UINT32_C(1) << 24)
struct chances {
    uint32_t up_to[HABIT_ROWS][RATINGS]; /* of a rating of 1, of one up to 2, ...; in CHANCE_ONEs */
    int64_t ms[HABIT_ROWS];              /* for one rating */
};

/* The share of each rating, after HABIT_WEIGHT more as they are with most people; a band of
 * intervals after as many more as they are with this one in all bands, those included: where the
 * log says little, the rest speaks. Times likewise. */
#define HABIT_WEIGHT 20
struct chances habits_chances(const struct habits *habits);

#endif
