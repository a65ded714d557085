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

#define LOG_BITS 16 /* logarithms are in units of 2^-16 */

/* The logarithm to base 2, for number >= 1. */
static uint32_t spread_log(uint32_t number)
{
    uint32_t whole = 31, log = 0;
    while (!(number >> whole))
        whole--;
    uint64_t mantissa = (uint64_t)number << (31 - whole); /* 1 to 2, in units of 2^-31 */
    for (int bit = 0; bit < LOG_BITS; bit++) {
        mantissa = mantissa * mantissa >> 31;
        uint32_t carry = (uint32_t)(mantissa >> 32);
        mantissa >>= carry;
        log = log << 1 | carry;
    }
    return whole << LOG_BITS | log;
}

/* 2 to the power of -log, in units of 2^-27, so that a window's sum has at most 31 bits. */
static uint64_t spread_power(uint64_t log)
{
    /* 2 to the power of -1/2, -1/4, ..., in units of 2^-32 */
    static const uint64_t roots[] = {3037000500, 3611622603, 3938502376, 4112874773, 4202935003,
        4248701965, 4271771996, 4283353945, 4289156690, 4292061010, 4293513907, 4294240540,
        4294603903, 4294785595, 4294876445, 4294921870};
    uint64_t power = UINT64_C(1) << 32;
    for (size_t bit = 0; bit < sizeof roots / sizeof *roots; bit++)
        if (log >> (LOG_BITS - 1 - bit) & 1)
            power = power * roots[bit] >> 32;
    uint64_t whole = log >> LOG_BITS;
    return whole <= 27 ? power >> (5 + whole) : 0;
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
    int min = spread_quotient(units, UNIT), max = min;
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
