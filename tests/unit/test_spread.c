/* From intervals to days. Ranges were worked out by hand; weights come from the reference below,
 * which follows Anki's description in double precision and shares nothing with the module but the
 * seed. */
#include "base/buf.h"
#include "base/random.h"
#include "model/spread.h"

#include "test.h"

#include <math.h>

#define THURSDAY 0 /* 1970-01-01 */

/* ---- the reference ---- */

struct ref_days {
    int first, count;
    double weights[4000];
    double sum;
};

static double ref_part(double interval, double from, double to, double factor)
{
    return factor * fmax(0, fmin(interval, to) - from);
}

static void ref_range(double interval, int *min, int *max)
{
    interval = fmin(fmax(interval, 1), 36500);
    double delta = interval < 2.5
                       ? 0
                       : 1 + ref_part(interval, 2.5, 7, .15) + ref_part(interval, 7, 20, .1) +
                             ref_part(interval, 20, INFINITY, .05);
    *min = (int)fmin(fmax(round(interval - delta), 1), 36500);
    *max = (int)fmin(fmax(round(interval + delta), 1), 36500);
}

static double ref_easy_load(enum easy_day easy)
{
    return easy == EASY_MINIMUM ? .0001 : easy == EASY_REDUCED ? .5 : 1;
}

static enum easy_day ref_easy(const struct spread *spread, int day)
{
    return spread->easy[(day + 7000 * 7 - 4) % 7]; /* day 4 was a Monday */
}

static double ref_easy_modifier(const struct spread *spread, const struct spread_load *load,
    const struct ref_days *days, int at)
{
    double due = 0, percent = 0;
    enum easy_day easy = ref_easy(spread, load->today + days->first + at);
    if (easy != EASY_REDUCED)
        return ref_easy_load(easy);
    for (int i = 0; i < days->count; i++) {
        due += load->due[days->first + i];
        percent += ref_easy_load(ref_easy(spread, load->today + days->first + i));
    }
    double here = load->due[days->first + at];
    return here / .5 * (percent - .5) > due - here ? .0001 : 1;
}

static double ref_sibling_modifier(const struct spread_card *card, int day)
{
    static const double by_distance[] = {.000001, .2, .4, .6, .8};
    double modifier = 1;
    for (size_t i = 0; i < card->sibling_count; i++)
        if (abs(card->siblings[i] - day) < 5)
            modifier *= by_distance[abs(card->siblings[i] - day)];
    return modifier;
}

/* For a card that is rated today. */
static void ref_weigh(const struct spread *spread, const struct spread_load *load,
    const struct spread_card *card, double interval, struct ref_days *days)
{
    int last;
    ref_range(interval, &days->first, &last);
    days->count = last - days->first + 1;
    days->sum = 0;
    for (int i = 0; i < days->count; i++) {
        int target = days->first + i;
        double weight = 1;
        if (interval < 91) {
            int due = load->due[target];
            double modifier = ref_easy_modifier(spread, load, days, i) *
                              ref_sibling_modifier(card, load->today + target);
            if (due > 0 || modifier < 1)
                weight = pow(1. / (due > 0 ? due : 1), 2.15) * pow(1. / target, 3) * modifier;
        }
        days->weights[i] = weight;
        days->sum += weight;
    }
}

/* ---- what the tests share ---- */

static uint64_t test_state;

static double test_random(void)
{
    return (double)(random_mix(20, ++test_state) >> 11) / 9007199254740992.;
}

static int test_below(int n)
{
    return (int)(test_random() * n);
}

static const struct spread fuzzy = {.fuzz = true};

/* The days of a card that is rated on the day of the load. */
static int days_of(
    const struct spread *spread, const struct spread_load *load, int64_t card_id, float interval)
{
    struct spread_card card = {.card_id = card_id, .reviews = 5, .rated = load->today};
    return spread_days(spread, load, &card, interval);
}

static void assert_range(float interval, int min, int max)
{
    int got_min, got_max;
    spread_range(interval, &got_min, &got_max);
    assert_int_equal(got_min, min);
    assert_int_equal(got_max, max);
}

/* ---- ranges and rounding ---- */

static void test_spread__ranges_by_hand(void **state)
{
    (void)state;
    assert_range(1, 1, 1);
    assert_range(2.4f, 2, 2);
    assert_range(2.5f, 2, 4);          /* 1: 1.5 to 3.5 */
    assert_range(7, 5, 9);             /* 1 + .675: 5.325 to 8.675 */
    assert_range(20, 17, 23);          /* 1 + .675 + 1.3: 17.025 to 22.975 */
    assert_range(100, 93, 107);        /* 1 + .675 + 1.3 + 4: 93.025 to 106.975 */
    assert_range(36500, 34673, 36500); /* 1 + .675 + 1.3 + 1824: from 34673.025 */
}

static void test_spread__ranges_of_what_is_no_interval(void **state)
{
    (void)state;
    assert_range(0.001f, 1, 1);
    assert_range(-5, 1, 1);
    assert_range(NAN, 1, 1);
    assert_range(INFINITY, 34673, 36500);
}

static void test_spread__ranges_as_the_reference_has_them(void **state)
{
    (void)state;
    for (float interval = .5f; interval < 40000; interval *= 1.0007f) {
        int min, max;
        ref_range(interval, &min, &max);
        assert_range(interval, min, max);
    }
}

static void test_spread__without_fuzz_intervals_are_rounded(void **state)
{
    struct spread spread = {.easy = {EASY_MINIMUM, EASY_MINIMUM, EASY_REDUCED}};
    struct spread_load load = {.today = 20000, .due = {[8] = 1000, [9] = 1000, [10] = 1000}};

    (void)state;
    assert_int_equal(days_of(&spread, &load, 1, 0.2f), 1);
    assert_int_equal(days_of(&spread, &load, 1, 1.4f), 1);
    assert_int_equal(days_of(&spread, &load, 1, 1.5f), 2);
    assert_int_equal(days_of(&spread, &load, 1, 2.5f), 3);
    assert_int_equal(days_of(&spread, &load, 1, 9.49f), 9);
    assert_int_equal(days_of(&spread, &load, 1, 366.5f), 367);
    assert_int_equal(days_of(&spread, &load, 1, 36499.6f), 36500);
    assert_int_equal(days_of(&spread, &load, 1, 1e9f), 36500);
    assert_int_equal(days_of(&spread, &load, 1, NAN), 1);
}

static void test_spread__short_intervals_are_not_fuzzed(void **state)
{
    struct spread_load load = {.today = 20000, .due = {[1] = 50, [2] = 50}};

    (void)state;
    for (int64_t card = 0; card < 200; card++) {
        assert_int_equal(days_of(&fuzzy, &load, card, 1.2f), 1);
        assert_int_equal(days_of(&fuzzy, &load, card, 2.49f), 2);
    }
}

/* ---- draws ---- */

static void test_spread__the_seed_is_card_and_reviews(void **state)
{
    struct spread_load load = {.today = 20000};
    struct spread_card card = {.card_id = 7, .reviews = 3, .rated = 20000};
    int by_card = 0, by_reviews = 0;

    (void)state;
    int days = spread_days(&fuzzy, &load, &card, 500);
    assert_int_equal(spread_days(&fuzzy, &load, &card, 500), days);
    for (int i = 1; i <= 20; i++) {
        struct spread_card other = card, later = card;
        other.card_id += i;
        later.reviews += i;
        by_card += spread_days(&fuzzy, &load, &other, 500) != days;
        by_reviews += spread_days(&fuzzy, &load, &later, 500) != days;
    }
    assert_in_range(by_card, 15, 20);
    assert_in_range(by_reviews, 15, 20);
}

/* A due count of each size, and some empty days. */
static void make_load(struct spread_load *load)
{
    load->today = test_below(40000) - 100;
    int largest = 1 << test_below(16);
    for (int i = 0; i < SPREAD_LOAD_DAYS; i++)
        load->due[i] = test_below(4) == 0 ? 0 : test_below(largest);
}

/* The day taken is the one whose share of the reference's weights contains the draw. The module's
 * whole numbers may move the border by a ten-thousandth. */
static void test_spread__days_as_the_reference_draws_them(void **state)
{
    static struct ref_days days;
    int balanced = 0;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        struct spread spread = {.fuzz = true};
        struct spread_load load;
        make_load(&load);
        for (int weekday = 0; weekday < 7; weekday++)
            spread.easy[weekday] = (enum easy_day)(test_below(2) * test_below(3));
        int siblings[] = {load.today + test_below(99), load.today + test_below(99)};
        struct spread_card card = {.card_id = i,
            .reviews = test_below(50),
            .rated = load.today,
            .siblings = siblings,
            .sibling_count = (size_t)test_below(3)};
        float interval = (float)exp(test_random() * log(400));
        ref_weigh(&spread, &load, &card, interval, &days);

        int at = spread_days(&spread, &load, &card, interval) - days.first;
        assert_in_range(at, 0, days.count - 1);
        double draw = (double)(random_mix((uint64_t)card.card_id, (uint64_t)card.reviews) >> 32) /
                      4294967296.;
        double before = 0;
        for (int j = 0; j < at; j++)
            before += days.weights[j] / days.sum;
        assert_true(before - 1e-4 <= draw);
        assert_true(draw <= before + days.weights[at] / days.sum + 1e-4);
        balanced += interval >= 2.5 && interval < 91;
    }
    assert_in_range(balanced, 50000, 70000);
}

/* Asserts that 10,000 cards fall on the days as the weights say. `limit` is the value that
 * chi-square exceeds in one of a thousand such tests. */
static void assert_distribution(
    const struct spread *spread, const struct spread_load *load, float interval, double limit)
{
    static struct ref_days days;
    struct spread_card card = {.rated = load->today};
    int counts[400] = {0};
    double chi_square = 0;

    ref_weigh(spread, load, &card, interval, &days);
    for (int64_t i = 0; i < 10000; i++)
        counts[days_of(spread, load, 1000 + i, interval) - days.first]++;
    for (int i = 0; i < days.count; i++) {
        double expected = 10000 * days.weights[i] / days.sum;
        assert_true(expected > 5);
        chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    assert_true(chi_square < limit);
}

static void test_spread__cards_fall_as_the_weights_say(void **state)
{
    struct spread_load load = {.today = 20000, /* a Friday */
        .due = {[27] = 42, [28] = 25, [29] = 60, [30] = 33, [31] = 20, [32] = 71, [33] = 28}};

    (void)state;
    assert_range(30, 27, 33);
    assert_distribution(&fuzzy, &load, 30, 22.46); /* 6 degrees of freedom */
}

static void test_spread__cards_fall_as_easy_days_say(void **state)
{
    struct spread_load load = {.today = 20000, /* a Friday, so that day 30 is a Sunday */
        .due = {[27] = 300, [28] = 280, [29] = 140, [30] = 3, [31] = 250, [32] = 350, [33] = 310}};
    struct spread spread = {.fuzz = true, .easy = {[5] = EASY_REDUCED, [6] = EASY_MINIMUM}};

    (void)state;
    assert_distribution(&spread, &load, 30, 22.46);
}

static void test_spread__long_intervals_fall_evenly(void **state)
{
    struct spread_load load = {.today = 20000};
    struct spread spread = {.fuzz = true, .easy = {EASY_MINIMUM, EASY_REDUCED}};
    for (int i = 0; i < SPREAD_LOAD_DAYS; i++)
        load.due[i] = 1 + 50 * (i % 5);

    (void)state;
    assert_range(91, 84, 98);
    assert_distribution(&spread, &load, 91, 36.12); /* 14 degrees of freedom */
}

static void test_spread__up_to_90_days_an_empty_day_takes_the_cards(void **state)
{
    struct spread_load load = {.today = 20000};
    int elsewhere = 0;
    for (int i = 0; i < SPREAD_LOAD_DAYS; i++)
        load.due[i] = i == 86 ? 0 : 40;

    (void)state;
    for (int64_t card = 0; card < 200; card++) {
        assert_int_equal(days_of(&fuzzy, &load, card, 90.9f), 86);
        elsewhere += days_of(&fuzzy, &load, card, 91) != 86;
    }
    assert_in_range(elsewhere, 150, 200);
}

static void test_spread__longer_intervals_are_not_earlier(void **state)
{
    struct spread spread = {.fuzz = true, .easy = {[6] = EASY_MINIMUM}};

    (void)state;
    for (int i = 0; i < 300; i++) {
        struct spread_load load;
        make_load(&load);
        int before = 0;
        for (float interval = 1; interval < 90; interval *= 1.02f) {
            int days = days_of(&spread, &load, i, interval);
            assert_true(days >= before);
            before = days;
        }
    }
}

/* ---- easy days, siblings, rescheduling ---- */

static void test_spread__the_first_day_was_a_thursday(void **state)
{
    struct spread spread = {.fuzz = true};
    struct spread_load load = {.today = THURSDAY};
    for (int i = 0; i < 7; i++)
        spread.easy[i] = i == 3 ? EASY_NORMAL : EASY_MINIMUM;
    for (int i = 0; i < SPREAD_LOAD_DAYS; i++)
        load.due[i] = 20;

    (void)state;
    for (int weeks = -3000; weeks <= 3000; weeks += 100)
        for (int64_t card = 0; card < 20; card++) {
            load.today = THURSDAY + 7 * weeks;
            assert_int_equal(days_of(&spread, &load, card, 7), 7); /* 5 to 9 */
            load.today = THURSDAY + 7 * weeks + 1;
            assert_int_equal(days_of(&spread, &load, card, 7), 6);
        }
}

/* Rates seven cards a day for 3,000 days, each due again some 30 days later, and counts these due
 * days by weekday. */
static void count_by_weekday(const struct spread *spread, int counts[7])
{
    struct spread_load load = {.today = 19000};
    for (int64_t card = 0; card < 21000; card++) {
        if (card % 7 == 0) {
            memmove(load.due, load.due + 1, sizeof load.due - sizeof *load.due);
            load.due[SPREAD_LOAD_DAYS - 1] = 0;
            load.today++;
        }
        int days = days_of(spread, &load, card, 30);
        load.due[days]++;
        counts[(load.today + days + 3) % 7]++;
    }
}

static void test_spread__easy_days_get_fewer_cards(void **state)
{
    struct spread spread = {.fuzz = true, .easy = {[5] = EASY_REDUCED, [6] = EASY_MINIMUM}};
    int counts[7] = {0};
    int normal = 0;

    (void)state;
    count_by_weekday(&spread, counts);
    for (int i = 0; i < 5; i++)
        normal += counts[i];
    normal /= 5;
    assert_in_range(counts[5], normal * 4 / 10, normal * 6 / 10);
    assert_in_range(counts[6], 0, normal / 10);
}

static void test_spread__a_range_of_easy_days_only_is_balanced_all_the_same(void **state)
{
    struct spread spread = {.fuzz = true};
    struct spread_load load = {.today = 20000};
    for (int i = 0; i < 7; i++)
        spread.easy[i] = EASY_MINIMUM;
    for (int i = 0; i < SPREAD_LOAD_DAYS; i++)
        load.due[i] = i == 8 ? 1 : 100;

    (void)state;
    for (int64_t card = 0; card < 100; card++)
        assert_int_equal(days_of(&spread, &load, card, 7), 8);
}

static void test_spread__siblings_keep_apart(void **state)
{
    struct spread_load load = {.today = 20000};
    int siblings[] = {20005, 20006, 20007, 20008};
    struct spread_card card = {
        .reviews = 2, .rated = 20000, .siblings = siblings, .sibling_count = COUNT(siblings)};
    for (int i = 0; i < SPREAD_LOAD_DAYS; i++)
        load.due[i] = i == 9 ? 100 : 20;

    (void)state;
    for (card.card_id = 0; card.card_id < 100; card.card_id++)
        assert_int_equal(spread_days(&fuzzy, &load, &card, 7), 9);
}

static void test_spread__no_day_is_before_today(void **state)
{
    struct spread_load load = {.today = 20000, .due = {[0] = 500, [1] = 20, [2] = 20, [3] = 20}};
    struct spread_card card = {.reviews = 2};
    int days[10] = {0};

    (void)state;
    for (card.card_id = 0; card.card_id < 300; card.card_id++) {
        card.rated = 20000 - 7; /* 5 to 9 days: today, tomorrow, or the day after */
        days[spread_days(&fuzzy, &load, &card, 7)]++;
        card.rated = 20000 - 60;
        assert_int_equal(spread_days(&fuzzy, &load, &card, 7), 60);
        card.rated = 20000 - 600;
        assert_int_equal(spread_days(&fuzzy, &load, &card, 91), 600);
        assert_int_equal(spread_days(&(struct spread){0}, &load, &card, 7), 600);
        card.rated = 20000 + 30; /* the clock was set back */
        assert_in_range(spread_days(&fuzzy, &load, &card, 85), 79, 91);
    }
    assert_int_equal(days[7] + days[8] + days[9], 300);
    assert_true(days[7] < 5);
    assert_true(days[8] > days[9] && days[9] > 90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spread__ranges_by_hand),
        cmocka_unit_test(test_spread__ranges_of_what_is_no_interval),
        cmocka_unit_test(test_spread__ranges_as_the_reference_has_them),
        cmocka_unit_test(test_spread__without_fuzz_intervals_are_rounded),
        cmocka_unit_test(test_spread__short_intervals_are_not_fuzzed),
        cmocka_unit_test(test_spread__the_seed_is_card_and_reviews),
        cmocka_unit_test(test_spread__days_as_the_reference_draws_them),
        cmocka_unit_test(test_spread__cards_fall_as_the_weights_say),
        cmocka_unit_test(test_spread__cards_fall_as_easy_days_say),
        cmocka_unit_test(test_spread__long_intervals_fall_evenly),
        cmocka_unit_test(test_spread__up_to_90_days_an_empty_day_takes_the_cards),
        cmocka_unit_test(test_spread__longer_intervals_are_not_earlier),
        cmocka_unit_test(test_spread__the_first_day_was_a_thursday),
        cmocka_unit_test(test_spread__easy_days_get_fewer_cards),
        cmocka_unit_test(test_spread__a_range_of_easy_days_only_is_balanced_all_the_same),
        cmocka_unit_test(test_spread__siblings_keep_apart),
        cmocka_unit_test(test_spread__no_day_is_before_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
