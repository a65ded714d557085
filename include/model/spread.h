/* From an interval as FSRS computes it to a whole number of days: fuzz, load balancing and easy
 * days. Without fuzz the interval is only rounded. The formulas and constants are Anki's
 * (rslib/src/scheduler/states/fuzz.rs and load_balancer.rs). SM-2 does not use this. Pure, in whole
 * numbers, so the same on every machine. */
#ifndef MODEL_SPREAD_H
#define MODEL_SPREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many cards should come due on a weekday. Fuzz avoids the days that are not normal where its
 * range has others; it never leaves its range for them. */
enum easy_day {
    EASY_NORMAL,
    EASY_REDUCED, /* at most half as many as on the normal days of the range */
    EASY_MINIMUM, /* as few as possible */
};

struct spread {
    bool fuzz;
    enum easy_day easy[7]; /* Monday first; ignored without fuzz */
};

#define SPREAD_LONGEST      36500 /* no interval is longer, in days */
#define SPREAD_BALANCED_MAX 90    /* longer intervals are fuzzed, but not balanced */
#define SPREAD_LOAD_DAYS    99    /* the range of a balanced interval ends before this day */

/* The cards that are due already, which load balancing evens out. All zeros balances nothing. */
struct spread_load {
    int today;                 /* the study day */
    int due[SPREAD_LOAD_DAYS]; /* how many cards are due n days from today; the card not counted */
};

/* The card whose next interval is wanted. Its id and the number of its reviews are the seed. */
struct spread_card {
    int64_t card_id;
    int reviews;         /* before the rating that gives this interval */
    int rated;           /* the study day of that rating: today, or earlier to reschedule */
    const int *siblings; /* due days of other cards of its entry, which it keeps away from */
    size_t sibling_count;
};

/* The days, counted from the rating, after which the card is due: 1 to SPREAD_LONGEST. The due day
 * is never before today, so it is today where the whole range has passed.
 *
 * A longer interval never gives an earlier day with the same seed and load, except where one of two
 * intervals is balanced and the other is not, or where the range has a reduced day. */
int spread_days(const struct spread *spread, const struct spread_load *load,
    const struct spread_card *card, float interval);

/* The days after which a card with that interval is due without fuzz: 1 to SPREAD_LONGEST. */
int spread_whole(float interval);

/* The days from *min to *max are those that spread_days can give for an interval, with or without
 * fuzz, when the card is rated today. */
void spread_range(float interval, int *min, int *max);

#endif
