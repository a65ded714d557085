/* The figures of learning: what a history of ratings and the cards as they are now add up to. Pure:
 * ratings and cards in, one after the other, figures out. Ratings are those that stand; all of them
 * come in the order of the log. */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include "model/schedule.h"
#include "store/export.h"
#include "store/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RATINGS 5
#define STATES  (STATE_MATURE + 1)

/* A study day with something on it. */
struct day_figures {
    int day;
    int ratings; /* of every kind */
    int new, due, repeats, crams;
    int lapses; /* of new and due */
    int64_t spent_ms;
    struct recall {
        int due, recalled; /* reviews of due cards, and those rated 3 or more */
    } young, mature;       /* by the interval before: less than 21 days, or not */
    int moved[STATES];     /* cards that came into a state, less those that left it */
};

struct card_figures {
    int64_t spent_ms; /* on all its ratings */
    int ratings, lapses;
    bool present; /* in its deck's file */
};

/* A card on which much time went, in words. */
struct leech {
    int64_t card_id;
    const char *name, *deck, *question;
};
#define LEECHES_MAX 20

/* Buckets of intervals begin at these; buckets of ease have 0.10 each, the last all from 3.00 on.
 */
#define INTERVAL_BUCKETS 12
extern const int interval_from[INTERVAL_BUCKETS];
#define EASE_BUCKETS 18

/* Pages go back so many days at most where they show single ones: a year, from a Monday on. */
#define GLANCE_DAYS 371

/* Days ahead for which due cards are counted one by one. */
#define FORECAST_DAYS 1461

struct figures {
    /* the caller's: study days to look at, both included (INT_MIN and INT_MAX for all), and today
     */
    int since, until, today;

    struct day_figures *days; /* with ratings, cards added, or cards retired; by day */
    size_t day_count, day_room, last_used;

    int ratings[STATES + 1][RATINGS]; /* by the state before; the last row is repeats */
    struct recall next[RATINGS];      /* the review after a rating of 1 to 5 */
    struct hour_figures {
        int ratings;
        struct recall recall;
        int64_t spent_ms;
    } hours[24]; /* of the local time of then */

    struct card_figures *cards; /* by card_id */
    int64_t card_count;
    int states[STATES]; /* of present cards, now */
    int intervals[INTERVAL_BUCKETS], eases[EASE_BUCKETS];
    int backlog; /* cards overdue */
    int due[FORECAST_DAYS];

    /* the caller's: what a session would show now, and the cards of figures_costly */
    size_t left_new, left_repeat, left_due;
    struct leech leeches[LEECHES_MAX];
    size_t leech_count;

    bool glance; /* the caller's: the log was not read from its beginning, see report/stats.h */
    bool failed; /* memory ran out: something is missing */
};

/* Begin with the first three members set: room for cards with ids below card_count. False when
 * memory runs out. */
bool figures_begin(struct figures *figures, int64_t card_count);
void figures_done(struct figures *figures);

/* Add a card that is or was in a deck. */
void figures_add_card(struct figures *figures, const struct card_numbers *card);
/* Add a rating of a day from since on: also one later than until, which says what state a card was
 * in before. rating_before is the card's rating before this one, repeats and crams not counted; 0
 * for none. */
void figures_add_rating(struct figures *figures, const struct log_row *row, int rating_before);

/* The period of a day: itself, its week (from Monday), its month; by its first day. */
enum period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH };
int period_of(enum period period, int day);
/* The first day of the next period. */
int period_next(enum period period, int start);

/* Add up the days from first to last, both included. */
struct day_figures figures_sum(const struct figures *figures, int first, int last);
/* Days in a row with ratings, up to today or, where there are none today, yesterday; the most days
 * in a row; days with ratings. */
struct streaks {
    int now, longest, days;
};
struct streaks figures_streaks(const struct figures *figures);

/* The share of hits in tries, in tenths of a percent, rounded, and its 95% confidence interval: E.
 * B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927. NO_SHARE
 * where there were no tries. */
#define NO_SHARE INT64_MIN
struct share {
    int64_t value, low, high;
};
struct share share_of(int hits, int tries);

/* The cards on which most time went, by falling time: at most most ids; returns how many. */
size_t figures_costly(const struct figures *figures, int64_t *card_ids, size_t most);

#endif
