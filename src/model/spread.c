#include "model/spread.h"

#include "base/random.h"
#include "model/sm2.h"

#include <assert.h>
#include <stdlib.h>

#define UNIT      INT64_C(65536) /* of intervals, a day: a power of two, so that products are exact */
#define FUZZ_FROM (UNIT * 5 / 2) /* 2.5 days */

static int64_t spread_units(float interval)
{
    static_assert(SPREAD_LONGEST <= INTERVAL_LONGEST, "SM-2 can go on from every interval");
    if (!(interval > 1)) /* or not a number */
        return UNIT;
    return interval < SPREAD_LONGEST ? (int64_t)(interval * UNIT) : SPREAD_LONGEST * UNIT;
}

static int64_t spread_least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Halves are rounded up. Both numbers are positive. */
static int spread_quotient(int64_t number, int64_t divisor)
{
    return (int)((number + divisor / 2) / divisor);
}

int spread_whole(float interval)
{
    return spread_quotient(spread_units(interval), UNIT);
}

/* How far fuzz moves an interval either way, in hundredths of a unit: a day, and a share of the
 * days in each of three parts of the interval. */
static int64_t spread_reach(int64_t units)
{
    static const struct {
        int64_t from, to;
        int percent;
    } parts[] = {
        {FUZZ_FROM, 7 * UNIT, 15},
        {7 * UNIT, 20 * UNIT, 10},
        {20 * UNIT, SPREAD_LONGEST * UNIT, 5},
    };
    if (units < FUZZ_FROM)
        return 0;
    int64_t reach = 100 * UNIT;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && units > parts[i].from; i++)
        reach += parts[i].percent * (spread_least(units, parts[i].to) - parts[i].from);
    return reach;
}

void spread_range(float interval, int *min, int *max)
{
    int64_t units = spread_units(interval);
    int64_t reach = spread_reach(units);
    *min = spread_quotient(100 * units - reach, 100 * UNIT);
    *max = spread_quotient(100 * units + reach, 100 * UNIT);
    if (*max > SPREAD_LONGEST)
        *max = SPREAD_LONGEST;
}

/* ---- load balancing ---- */

/* The days that a balanced interval can become: from 84 to 98 for the longest. */
#define WINDOW_MAX 15

struct spread_window {
    int first, count; /* days after the rating */
    int due[WINDOW_MAX];
    enum easy_day easy[WINDOW_MAX];
};

/* Logarithms are to base 2, and have 16 bits after the point. Between the values of a table,
 * logarithms and powers are interpolated. */
#define LOG_BITS   16
#define TABLE_BITS 5
#define STEP_BITS  (LOG_BITS - TABLE_BITS)

static uint32_t spread_between(const uint32_t *table, uint32_t fraction)
{
    const uint32_t *at = table + (fraction >> STEP_BITS);
    int64_t step = (int64_t)at[1] - at[0];
    return (uint32_t)(at[0] + step * (fraction & ((1 << STEP_BITS) - 1)) / (1 << STEP_BITS));
}

/* The logarithm of a number >= 1. */
static uint32_t spread_log(uint32_t number)
{
    /* of 1, 1 + 1/32, ..., 2 */
    static const uint32_t logs[] = {0, 2909, 5732, 8473, 11136, 13727, 16248, 18704, 21098, 23433,
        25711, 27936, 30109, 32234, 34312, 36346, 38336, 40286, 42196, 44068, 45904, 47705, 49472,
        51207, 52911, 54584, 56229, 57845, 59434, 60997, 62534, 64047, 65536};
    uint32_t whole = 0;
    while (number >> whole > 1)
        whole++;
    uint32_t fraction = (uint32_t)(((uint64_t)number << LOG_BITS >> whole) - (1 << LOG_BITS));
    return (whole << LOG_BITS) + spread_between(logs, fraction);
}

/* 2 to the power of -log, in units of 2^-27, so that a window's sum has at most 31 bits. */
static uint64_t spread_power(uint64_t log)
{
    /* of 0, 1/32, ..., 1 */
    static const uint32_t powers[] = {134217728, 131341719, 128527337, 125773261, 123078199,
        120440887, 117860087, 115334589, 112863206, 110444781, 108078177, 105762284, 103496017,
        101278310, 99108125, 96984442, 94906266, 92872620, 90882551, 88935126, 87029429, 85164568,
        83339667, 81553870, 79806339, 78096253, 76422812, 74785228, 73182735, 71614580, 70080027,
        68578357, 67108864};
    uint64_t whole = log >> LOG_BITS;
    return whole <= 27 ? spread_between(powers, log & ((1 << LOG_BITS) - 1)) >> whole : 0;
}

static int spread_due(const struct spread_load *load, int64_t day)
{
    int64_t ahead = day - load->today;
    assert(ahead >= 0);
    return ahead < SPREAD_LOAD_DAYS ? load->due[ahead] : 0; /* beyond when the clock was set back */
}

static enum easy_day spread_easy(const struct spread *spread, int64_t day)
{
    return spread->easy[((day + 3) % 7 + 7) % 7]; /* 1970-01-01 was a Thursday */
}

/* A reduced day counts as a normal one until it has its share, then as one for as few as possible.
 * Its share is half of what a normal day of the window has. */
static void spread_decide_reduced(struct spread_window *window)
{
    static const int shares[] = {[EASY_NORMAL] = 10000, [EASY_REDUCED] = 5000, [EASY_MINIMUM] = 1};
    int64_t due = 0, share = 0;
    for (int i = 0; i < window->count; i++) {
        due += window->due[i];
        share += shares[window->easy[i]];
    }
    for (int i = 0; i < window->count; i++) {
        if (window->easy[i] != EASY_REDUCED)
            continue;
        int64_t of_others = (due - window->due[i]) * shares[EASY_REDUCED];
        int64_t of_day = window->due[i] * (share - shares[EASY_REDUCED]);
        window->easy[i] = of_day > of_others ? EASY_MINIMUM : EASY_NORMAL;
    }
}

/* What makes a day less likely, apart from its load: the logarithm of a divisor. */
static uint64_t spread_penalty(enum easy_day easy, const struct spread_card *card, int64_t day)
{
    uint64_t penalty = easy == EASY_MINIMUM ? spread_log(10000) : 0;
    for (size_t i = 0; i < card->sibling_count; i++) {
        int64_t apart = llabs(card->siblings[i] - day);
        if (apart == 0)
            penalty += spread_log(1000000);
        else if (apart < 5) /* fifths */
            penalty += spread_log(5) - spread_log((uint32_t)apart);
    }
    return penalty;
}

/* The logarithm of 1 / weight, where weight = due^-2.15 * days^-3 / penalty. A day without cards
 * weighs 1 if there is no penalty, and otherwise as much as a day with one card: Anki lets it weigh
 * 1 in any case, so that every easy day gets a card. */
static uint64_t spread_burden(int days, int due, uint64_t penalty)
{
    if (due <= 0 && penalty == 0)
        return 0;
    uint32_t load = due > 1 ? spread_log((uint32_t)due) : 0;
    return load * 215 / 100 + 3 * spread_log((uint32_t)days) + penalty;
}

static int spread_draw(const uint64_t *weights, int count, uint64_t draw)
{
    uint64_t sum = 0;
    for (int i = 0; i < count; i++)
        sum += weights[i];
    uint64_t left = draw * sum >> 32;
    int chosen = 0;
    while (left >= weights[chosen])
        left -= weights[chosen++];
    assert(chosen < count);
    return chosen;
}

static int spread_balance(struct spread_window *window, const struct spread *spread,
    const struct spread_load *load, const struct spread_card *card, uint64_t draw)
{
    uint64_t burdens[WINDOW_MAX], weights[WINDOW_MAX] = {0}, least = UINT64_MAX;
    for (int i = 0; i < window->count; i++) {
        int64_t day = (int64_t)card->rated + window->first + i;
        window->due[i] = spread_due(load, day);
        window->easy[i] = spread_easy(spread, day);
    }
    spread_decide_reduced(window);
    for (int i = 0; i < window->count; i++) {
        int days = window->first + i;
        uint64_t penalty = spread_penalty(window->easy[i], card, (int64_t)card->rated + days);
        burdens[i] = spread_burden(days, window->due[i], penalty);
        least = burdens[i] < least ? burdens[i] : least;
    }
    for (int i = 0; i < window->count; i++)
        weights[i] = spread_power(burdens[i] - least);
    return window->first + spread_draw(weights, window->count, draw);
}

int spread_days(const struct spread *spread, const struct spread_load *load,
    const struct spread_card *card, float interval)
{
    int64_t units = spread_units(interval);
    int passed = load->today - card->rated;
    int min = spread_whole(interval), max = min;
    if (spread->fuzz)
        spread_range(interval, &min, &max);
    min = min > passed ? min : passed;
    max = max > passed ? max : passed;
    int count = max - min + 1;
    uint64_t draw = random_mix((uint64_t)card->card_id, (uint64_t)card->reviews) >> 32;
    if (units >= (SPREAD_BALANCED_MAX + 1) * UNIT)
        return min + (int)(draw * (uint64_t)count >> 32);
    assert(count <= WINDOW_MAX);
    struct spread_window window = {.first = min, .count = count};
    return spread_balance(&window, spread, load, card, draw);
}
