/* Computes learning statistics from the ratings and the present state of cards. Does no I/O: add
 * cards and ratings, then read the figures. Add only ratings that were not undone, in log order. */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include "model/schedule.h"
#include "report/memories.h"
#include "store/export.h"
#include "store/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RATINGS 5
#define STATES  (STATE_MATURE + 1)

/* A study day on which something happened. */
struct day_figures {
    int day;
    int ratings; /* of all kinds, including repeats and crams */
    int new, due, repeats, crams;
    int lapses; /* among the ratings of new and due cards */
    int64_t spent_ms;
    struct recall {
        int due, recalled; /* reviews of due cards, and those rated 3 or more */
    } young, mature;       /* by the previous interval: under 21 days; 21 or more */
    int moved[STATES];     /* net change in the number of cards in each state */
};

struct card_figures {
    int64_t spent_ms; /* time spent on all ratings of the card */
    int ratings, lapses;
    bool present; /* the card is in its deck's file */
};

/* A card that took a lot of time; the strings belong to struct stats. */
struct costly_card {
    int64_t card_id;
    const char *name, *deck, *question;
    const char *marked; /* the question with its gap marked (cloze_mark_question) */
};
#define COSTLIEST_MAX 20

/* The smallest interval in each bucket. Ease buckets are 0.10 wide; the last is 3.00 and above. */
#define INTERVAL_BUCKETS 12
extern const int interval_from[INTERVAL_BUCKETS];
#define EASE_BUCKETS 18

#define GLANCE_DAYS   371  /* daily pages show at most a year, beginning on a Monday */
#define FORECAST_DAYS 1461 /* days ahead for which due cards are counted by day */

struct figures {
    int since, until, today; /* set by the caller: days, inclusive; INT_MIN, INT_MAX for all */

    struct day_figures *days; /* days with ratings, or with cards added or retired; sorted */
    size_t day_count, day_capacity, last_used;

    int ratings[STATES + 1][RATINGS]; /* by state before the rating; the last row counts repeats */
    struct recall next[RATINGS];      /* recall at the review after each rating, 1 to 5 */
    struct hour_figures {
        int ratings;
        struct recall recall;
        int64_t spent_ms;
    } hours[24]; /* local time when rated */

    struct card_figures *cards; /* indexed by card_id */
    int64_t card_count;
    int states[STATES]; /* how many present cards are in each state now */
    int intervals[INTERVAL_BUCKETS], eases[EASE_BUCKETS];
    struct memories memories;
    int backlog; /* overdue cards */
    int due[FORECAST_DAYS];

    /* set by the caller: the cards left for a session now, and the costliest */
    size_t left_new, left_repeat, left_due;
    struct costly_card costliest[COSTLIEST_MAX];
    size_t costliest_count;

    bool glance; /* set by the caller: older ratings were not read (report/stats.h) */
    bool failed; /* out of memory: the figures are incomplete */
};

/* Set `since`, `until` and `today` first. Card ids must be below card_count. False if out of
 * memory. */
bool figures_begin(struct figures *figures, int64_t card_count);
void figures_done(struct figures *figures);

/* Adds a card, present or retired. `regime` is what is in force for its deck. */
void figures_add_card(
    struct figures *figures, const struct card_numbers *card, const struct regime *regime);
/* Adds a rating made on the day `since` or later. Ratings made after the day `until` are needed
 * too, because the states on that day are computed backwards from the present. rating_before is the
 * card's previous rating, ignoring repeats and crams; 0 if there is none. */
void figures_add_rating(struct figures *figures, const struct log_row *row, int rating_before);

/* Returns the first day of the period that contains `day`. Weeks begin on Monday. */
enum period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH };
int period_of(enum period period, int day);
/* Returns the first day of the next period. */
int period_next(enum period period, int start);

/* Sums the days from `first` to `last`, inclusive. */
struct day_figures figures_sum(const struct figures *figures, int first, int last);
/* Streaks of days with ratings: the current one, which ends today or yesterday, and the longest.
 * Also the number of days with ratings. */
struct streaks {
    int now, longest, days;
};
struct streaks figures_streaks(const struct figures *figures);

/* The share hits / tries in tenths of a percent, rounded, with its 95% confidence interval: E. B.
 * Wilson, "Probable inference, the law of succession, and statistical inference", 1927. All three
 * are NO_SHARE if tries is 0. */
#define NO_SHARE INT64_MIN
struct share {
    int64_t value, low, high;
};
struct share share_of(int hits, int tries);

/* Finds the present cards that took the most time, up to `max` of them, longest first. Returns how
 * many. */
size_t figures_costly(const struct figures *figures, int64_t *card_ids, size_t max);

#endif
