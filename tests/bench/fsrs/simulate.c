/* simulate CARDS DAYS SEED - write the histories of a simulated learner, in the format that
 * tests/bench/fsrs/README.md describes. SM-2 schedules, as drill does it; FSRS-6 with known weights
 * forgets. Each card's stability carries a lognormal noise of 0.5, and 1 % of the ratings are
 * slips: any of the four grades. The same arguments give the same log. */
#include "model/sm2.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define REVIEWS_MOST 50
#define NOISE        0.5
#define SLIPS        0.01
#define REPEATS_MOST 4 /* on one day */

/* The learner: not the defaults, so that there is something to learn. */
static const double w[21] = {0.4, 1.1, 3.2, 12.0, 6.6, 0.75, 2.6, 0.02, 1.72, 0.20, 0.95, 1.6, 0.07,
    0.30, 1.4, 0.5, 1.9, 0.45, 0.12, 0.10, 0.19};

struct review {
    uint32_t card, day, days, tick; /* tick: the order of a day's reviews */
    uint8_t grade;
    uint32_t order;
};
static struct review *reviews;
static size_t count, room;

static uint64_t state;
static double simulate_uniform(void)
{
    state += 0x9e3779b97f4a7c15u; /* splitmix64 */
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static double simulate_normal(void)
{
    return sqrt(-2 * log(simulate_uniform())) * cos(6.283185307179586 * simulate_uniform());
}

static double simulate_clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double simulate_recall(double days, double s)
{
    return pow(1 + (pow(0.9, -1 / w[20]) - 1) * days / s, -w[20]);
}

/* The stability and difficulty after a grade. */
static void simulate_learn(double *s, double *d, uint32_t days, int g)
{
    double r = simulate_recall(days, *s), old = *s;
    if (days == 0) {
        double e = exp(w[17] * (g - 3 + w[18])) * pow(old, -w[19]);
        *s = old * (g >= 2 && e < 1 ? 1 : e);
    } else if (g == 1) {
        double forgot = w[11] * pow(*d, -w[12]) * (pow(old + 1, w[13]) - 1) * exp(w[14] * (1 - r));
        *s = fmin(forgot, old / exp(w[17] * w[18]));
    } else {
        double grown = exp(w[8]) * (11 - *d) * pow(old, -w[9]) * (exp(w[10] * (1 - r)) - 1);
        *s = old * (1 + grown * (g == 2 ? w[15] : 1) * (g == 4 ? w[16] : 1));
    }
    *s = simulate_clamp(*s, 0.001, 36500);
    double moved = *d + (10 - *d) / 9 * -w[6] * (g - 3);
    *d = simulate_clamp(w[7] * (w[4] - exp(w[5] * 3) + 1) + (1 - w[7]) * moved, 1, 10);
}

static int simulate_passed(double d)
{
    double u = simulate_uniform(), hard = 0.04 + 0.02 * d;
    return u < hard ? 2 : u < 0.93 ? 3 : 4;
}

static void simulate_add(uint32_t card, uint32_t day, uint32_t days, uint32_t tick, int grade)
{
    if (count == room) {
        room = room ? room * 2 : 1 << 16;
        reviews = realloc(reviews, room * sizeof *reviews);
        if (!reviews)
            exit(1);
    }
    reviews[count++] = (struct review){card, day, days, tick, (uint8_t)grade, 0};
}

static void simulate_card(uint32_t card, uint32_t horizon)
{
    double noise = exp(NOISE * simulate_normal()), s = 0, d = 0;
    struct sm2 sm2 = sm2_new();
    uint32_t day = (uint32_t)(simulate_uniform() * horizon / 4), last = day;
    for (int n = 0; n < REVIEWS_MOST && day < horizon;) {
        uint32_t tick = (uint32_t)(simulate_uniform() * 1e6);
        for (int again = 0; again < REPEATS_MOST && n < REVIEWS_MOST; again++, n++) {
            uint32_t days = day - last;
            int grade;
            if (n == 0) {
                double u = simulate_uniform();
                grade = u < 0.25 ? 1 : u < 0.40 ? 2 : u < 0.90 ? 3 : 4;
            } else {
                double r = days ? simulate_recall(days, s * noise) : 0.85;
                grade = simulate_uniform() < r ? simulate_passed(d) : 1;
            }
            if (simulate_uniform() < SLIPS)
                grade = 1 + (int)(simulate_uniform() * 4);
            if (n == 0) {
                s = w[grade - 1];
                d = simulate_clamp(w[4] - exp(w[5] * (grade - 1)) + 1, 1, 10);
            } else {
                simulate_learn(&s, &d, days, grade);
            }
            simulate_add(card, day, days, tick + (uint32_t)again * 1000, grade);
            if (again == 0)
                sm2 = sm2_rate(sm2, (enum rating)(grade + 1));
            last = day;
            if (grade >= 3)
                again = REPEATS_MOST;
        }
        day += (uint32_t)sm2.interval;
        if (simulate_uniform() < 0.15)
            day += (uint32_t)(simulate_uniform() * 0.2 * sm2.interval + 1); /* late */
    }
}

static int simulate_by_time(const void *a, const void *b)
{
    const struct review *x = *(struct review *const *)a, *y = *(struct review *const *)b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->tick != y->tick)
        return x->tick < y->tick ? -1 : 1;
    return x < y ? -1 : 1;
}

int main(int argc, char **argv)
{
    uint32_t cards = argc > 1 ? (uint32_t)atol(argv[1]) : 34000;
    uint32_t days = argc > 2 ? (uint32_t)atol(argv[2]) : 2000;
    state = argc > 3 ? (uint64_t)atoll(argv[3]) : 15;
    for (uint32_t card = 0; card < cards; card++)
        simulate_card(card, days);
    struct review **sorted = malloc((count + 1) * sizeof *sorted);
    if (!sorted)
        return 1;
    for (size_t i = 0; i < count; i++)
        sorted[i] = &reviews[i];
    qsort(sorted, count, sizeof *sorted, simulate_by_time);
    for (size_t i = 0; i < count; i++)
        sorted[i]->order = (uint32_t)i;
    /* the first four fifths of what is scored: later reviews on another day than the one before */
    size_t scored = 0, train = 0;
    for (size_t i = 0; i < count; i++)
        scored += reviews[i].days > 0;
    for (size_t seen = 0; train < count && seen < scored / 5 * 4; train++)
        seen += sorted[train]->days > 0;
    for (size_t i = 0; i < count;) {
        size_t end = i, held = i;
        for (; end < count && reviews[end].card == reviews[i].card; end++)
            held += reviews[end].order < train;
        printf("%u %zu", reviews[i].card + 1, held - i);
        for (; i < end; i++)
            printf(" %u:%u:%d", reviews[i].order, reviews[i].days, reviews[i].grade);
        putchar('\n');
    }
    free(sorted);
    free(reviews);
    return 0;
}
