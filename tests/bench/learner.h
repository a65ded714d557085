/* A simulated learner: a year of new cards and reviews under one scheduler. What the learner
 * remembers is decided by a memory of its own, which no scheduler sees: FSRS-6 in double precision,
 * straight from the published formulas, with the learner's weights and with stabilities that
 * differ from card to card. The same seed gives the same year. */
#ifndef BENCH_LEARNER_H
#define BENCH_LEARNER_H

#include "base/random.h"
#include "model/scheduler.h"
#include "model/spread.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEAR_DAYS  365
#define YEAR_NEW   20 /* cards a day */
#define YEAR_CARDS (YEAR_DAYS * YEAR_NEW)
#define YEAR_FIRST 20000 /* its first study day */

/* Seconds at a card. */
#define SECONDS_RECALLED 8
#define SECONDS_NOT      20 /* new, or forgotten */

/* ---- the true memory ---- */

#define TRUE_WEIGHTS 21
#define TRUE_NOISE   0.5 /* standard deviation of the logarithm of a card's own factor */

struct true_memory {
    double stability, difficulty;
    double factor; /* of the stability, the card's own */
    int last;      /* the day on which it was last shown */
};

enum true_grade { TRUE_AGAIN = 1, TRUE_HARD, TRUE_GOOD, TRUE_EASY };

static inline double true_clamp(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

static inline double true_curve(const double *w, double days, double stability)
{
    return pow(1 + (pow(0.9, -1 / w[20]) - 1) * days / stability, -w[20]);
}

/* The probability that the card is recalled on that day. */
static inline double true_recall(const double *w, const struct true_memory *memory, int day)
{
    return true_curve(w, day - memory->last, memory->stability * memory->factor);
}

static inline double true_first_difficulty(const double *w, int grade)
{
    return w[4] - exp(w[5] * (grade - 1)) + 1;
}

static inline double true_next_stability(
    const double *w, const struct true_memory *memory, int grade, int days)
{
    double s = memory->stability, d = memory->difficulty, r = true_curve(w, days, s);
    if (days == 0) {
        double growth = exp(w[17] * (grade - 3 + w[18])) * pow(s, -w[19]);
        return s * (grade > TRUE_AGAIN && growth < 1 ? 1 : growth);
    }
    if (grade == TRUE_AGAIN)
        return fmin(w[11] * pow(d, -w[12]) * (pow(s + 1, w[13]) - 1) * exp(w[14] * (1 - r)),
            s / exp(w[17] * w[18]));
    return s * (1 + exp(w[8]) * (11 - d) * pow(s, -w[9]) * (exp(w[10] * (1 - r)) - 1) *
                        (grade == TRUE_HARD ? w[15] : 1) * (grade == TRUE_EASY ? w[16] : 1));
}

static inline double true_next_difficulty(const double *w, double d, int grade)
{
    double next = d + (10 - d) / 9 * (-w[6] * (grade - 3));
    return w[7] * true_first_difficulty(w, TRUE_EASY) + (1 - w[7]) * next;
}

static inline void true_show(
    const double *w, struct true_memory *memory, int grade, int day, bool first)
{
    double stability =
        first ? w[grade - 1] : true_next_stability(w, memory, grade, day - memory->last);
    double difficulty = first ? true_first_difficulty(w, grade)
                              : true_next_difficulty(w, memory->difficulty, grade);
    memory->stability = true_clamp(stability, 0.001, 36500);
    memory->difficulty = true_clamp(difficulty, 1, 10);
    memory->last = day;
}

/* ---- a year ---- */

struct learner {
    const char *name;
    const double *memory; /* TRUE_WEIGHTS weights */
    double slips;         /* the share of answers that get a rating of the other kind */
    bool says_partly;     /* rates 3 what was forgotten */
};

/* How a year's cards are scheduled. */
struct method {
    const struct scheduler *scheduler;
    struct weights weights;
    float retention;
    struct spread spread;
};

struct year_card {
    struct true_memory mind;
    struct memory memory; /* what the scheduler makes of the ratings */
    int ratings, last;    /* how many, and the day of the last one; days count from 0 */
    int next;             /* the next card due on the same day, or -1 */
};

struct year_rating {
    int card, day, rating;
};

/* Free with year_done. */
struct year {
    const struct learner *learner;
    const struct method *method;
    uint64_t seed;
    struct year_card *cards; /* YEAR_CARDS */
    int due[YEAR_DAYS];      /* the first card of each day's list, or -1 */
    struct spread_load load;
    struct year_rating *log;
    size_t log_count, log_capacity;

    double minutes; /* a day, on average */
    double known;   /* how many cards are recalled the day after, on average */
    double recall;  /* the share of reviews that are recalled; first showings and repeats apart */
    int reviews;
};

static inline void year_done(struct year *year)
{
    free(year->cards);
    free(year->log);
}

static inline void *year_memory(void *old, size_t bytes)
{
    void *memory = realloc(old, bytes);
    if (!memory) {
        fputs("learners: no memory\n", stderr);
        exit(2);
    }
    return memory;
}

/* From 0 to 1: the same for a card's nth showing, whatever the scheduler. */
static inline double year_chance(const struct year *year, int card, int showing, int what)
{
    uint64_t value = ((uint64_t)card << 24) + ((uint64_t)showing << 4) + (uint64_t)what;
    return ((double)(random_mix(year->seed, value) >> 11) + 0.5) / 9007199254740992.;
}
enum { CHANCE_RECALL, CHANCE_GRADE, CHANCE_SLIP, CHANCE_ANGLE, CHANCE_LENGTH };

static inline enum true_grade year_first_grade(double chance)
{
    return chance < .25   ? TRUE_AGAIN
           : chance < .35 ? TRUE_HARD
           : chance < .85 ? TRUE_GOOD
                          : TRUE_EASY;
}

static inline enum true_grade year_grade(double chance)
{
    return chance < .10 ? TRUE_HARD : chance < .85 ? TRUE_GOOD : TRUE_EASY;
}

/* The rating that the learner gives. */
static inline int year_press(const struct year *year, enum true_grade grade, double slip)
{
    bool slips = slip < year->learner->slips;
    if (grade == TRUE_AGAIN)
        return slips ? RATING_WELL : year->learner->says_partly ? RATING_PARTLY : RATING_NOT_AT_ALL;
    return slips ? RATING_NOT_AT_ALL : (int)grade + 1;
}

static inline void year_rate(struct year *year, int index, int rating, int day)
{
    struct year_card *card = &year->cards[index];
    const struct method *method = year->method;
    card->memory = card->ratings == 0
                       ? method->scheduler->start(&method->weights, (enum rating)rating)
                       : method->scheduler->rate(
                             &method->weights, card->memory, day - card->last, (enum rating)rating);
    card->ratings++;
    card->last = day;
    if (year->log_count == year->log_capacity) {
        year->log_capacity = year->log_capacity * 2 + 4096;
        year->log = year_memory(year->log, year->log_capacity * sizeof *year->log);
    }
    year->log[year->log_count++] = (struct year_rating){index, day, rating};
}

/* Shows the card once; false if it is asked again today. */
static inline bool year_show(struct year *year, int index, int day, bool repeat)
{
    struct year_card *card = &year->cards[index];
    bool first = card->ratings == 0;
    int showing = card->ratings;
    double chance = year_chance(year, index, showing, CHANCE_GRADE);
    enum true_grade grade = first ? year_first_grade(chance) : year_grade(chance);
    if (repeat)
        grade = TRUE_GOOD; /* the answer was seen minutes ago */
    else if (!first) {
        if (year_chance(year, index, showing, CHANCE_RECALL) >=
            true_recall(year->learner->memory, &card->mind, day))
            grade = TRUE_AGAIN;
        year->reviews++;
        year->recall += grade > TRUE_AGAIN;
    }
    year->minutes += (first || grade == TRUE_AGAIN ? SECONDS_NOT : SECONDS_RECALLED) / 60.;
    true_show(year->learner->memory, &card->mind, (int)grade, day, first);
    int rating = year_press(year, grade, year_chance(year, index, showing, CHANCE_SLIP));
    year_rate(year, index, rating, day);
    return !rating_asks_again((enum rating)rating);
}

/* All of a card's showings on a day, and its next due day. */
static inline void year_study(struct year *year, int index, int day)
{
    struct year_card *card = &year->cards[index];
    int reviews = card->ratings;
    for (bool done = false, repeat = false; !done; repeat = true)
        done = year_show(year, index, day, repeat);
    const struct method *method = year->method;
    struct spread_card spread = {.card_id = index, .reviews = reviews, .rated = year->load.today};
    float interval = method->scheduler->due(&method->weights, card->memory, method->retention);
    int days = spread_days(&method->spread, &year->load, &spread, interval);
    if (days < SPREAD_LOAD_DAYS)
        year->load.due[days]++;
    if (day + days >= YEAR_DAYS)
        return;
    card->next = year->due[day + days];
    year->due[day + days] = index;
}

static inline void year_begin(
    struct year *year, const struct learner *learner, const struct method *method, uint64_t seed)
{
    *year = (struct year){.learner = learner, .method = method, .seed = seed};
    year->cards = year_memory(NULL, YEAR_CARDS * sizeof *year->cards);
    for (int i = 0; i < YEAR_DAYS; i++)
        year->due[i] = -1;
    for (int i = 0; i < YEAR_CARDS; i++) {
        double length = sqrt(-2 * log(year_chance(year, i, 0, CHANCE_LENGTH)));
        double angle = 2 * acos(-1) * year_chance(year, i, 0, CHANCE_ANGLE);
        year->cards[i] = (struct year_card){.mind.factor = exp(TRUE_NOISE * length * cos(angle))};
    }
}

static inline void year_run(
    struct year *year, const struct learner *learner, const struct method *method, uint64_t seed)
{
    year_begin(year, learner, method, seed);
    for (int day = 0; day < YEAR_DAYS; day++) {
        year->load.today = YEAR_FIRST + day;
        for (int index = year->due[day], next; index >= 0; index = next) {
            next = year->cards[index].next;
            year_study(year, index, day);
        }
        for (int i = 0; i < YEAR_NEW; i++)
            year_study(year, day * YEAR_NEW + i, day);
        memmove(year->load.due, year->load.due + 1, sizeof year->load.due - sizeof(int));
        year->load.due[SPREAD_LOAD_DAYS - 1] = 0;
    }
    for (int i = 0; i < YEAR_CARDS; i++)
        year->known += true_recall(learner->memory, &year->cards[i].mind, YEAR_DAYS);
    year->recall /= year->reviews;
    year->minutes /= YEAR_DAYS;
}

#endif
