/* SM-2. The expected values were worked out by hand from the published text (P. A. Wozniak,
 * "Optimization of learning", 1990, chapter 3.2), or come from the reference implementation below,
 * which follows that text in fractions and shares nothing with the module. */
#include "base/buf.h"
#include "model/sm2.h"

#include "test.h"

static void assert_sm2(struct sm2 got, int repetitions, int interval, int ease)
{
    assert_int_equal(got.repetitions, repetitions);
    assert_int_equal(got.interval, interval);
    assert_int_equal(got.ease, ease);
}

static void test_sm2__words(void **state)
{
    (void)state;
    assert_string_equal(rating_words(RATING_NOT_AT_ALL), "Not at all");
    assert_string_equal(rating_words(RATING_BARELY), "Barely");
    assert_string_equal(rating_words(RATING_PARTLY), "Partly");
    assert_string_equal(rating_words(RATING_WELL), "Well");
    assert_string_equal(rating_words(RATING_PERFECTLY), "Perfectly");
}

static void test_sm2__only_1_and_2_are_lapses(void **state)
{
    (void)state;
    assert_true(rating_is_lapse(RATING_NOT_AT_ALL));
    assert_true(rating_is_lapse(RATING_BARELY));
    assert_false(rating_is_lapse(RATING_PARTLY));
    assert_false(rating_is_lapse(RATING_WELL));
    assert_false(rating_is_lapse(RATING_PERFECTLY));
}

static void test_sm2__below_4_is_asked_again(void **state)
{
    (void)state;
    assert_true(rating_asks_again(RATING_NOT_AT_ALL));
    assert_true(rating_asks_again(RATING_BARELY));
    assert_true(rating_asks_again(RATING_PARTLY));
    assert_false(rating_asks_again(RATING_WELL));
    assert_false(rating_asks_again(RATING_PERFECTLY));
}

static void test_sm2__new_is_never_rated(void **state)
{
    (void)state;
    assert_sm2(sm2_new(), 0, 0, 250);
}

static void test_sm2__golden(void **state)
{
    static const struct {
        enum rating rating;
        int repetitions, interval, ease;
    } steps[] = {
        {4, 1, 1, 250}, {5, 2, 6, 260}, {3, 3, 15, 246}, /* 6 * 2.46 = 14.76 */
        {4, 4, 37, 246},                                 /* 15 * 2.46 = 36.90 */
        {2, 1, 1, 246}, {4, 2, 6, 246}, {4, 3, 15, 246}, {4, 4, 37, 246},
        {5, 5, 95, 256}, /* 37 * 2.56 = 94.72 */
    };
    struct sm2 sm2 = sm2_new();
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(steps); i++) {
        sm2 = sm2_rate(sm2, steps[i].rating);
        assert_sm2(sm2, steps[i].repetitions, steps[i].interval, steps[i].ease);
    }
}

struct rate_case {
    struct sm2 before;
    enum rating rating;
    struct sm2 after;
};

static void assert_cases(const struct rate_case *cases, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        assert_sm2(sm2_rate(cases[i].before, cases[i].rating), cases[i].after.repetitions,
            cases[i].after.interval, cases[i].after.ease);
}

static void test_sm2__every_rating_of_a_new_card(void **state)
{
    static const struct rate_case cases[] = {
        {{0, 0, 250}, 1, {1, 1, 250}},
        {{0, 0, 250}, 2, {1, 1, 250}},
        {{0, 0, 250}, 3, {1, 1, 236}},
        {{0, 0, 250}, 4, {1, 1, 250}},
        {{0, 0, 250}, 5, {1, 1, 260}},
    };

    (void)state;
    assert_cases(cases, COUNT(cases));
}

static void test_sm2__every_rating_after_the_first(void **state)
{
    static const struct rate_case cases[] = {
        {{1, 1, 236}, 1, {1, 1, 236}},
        {{1, 1, 236}, 2, {1, 1, 236}},
        {{1, 1, 236}, 3, {2, 6, 222}},
        {{1, 1, 236}, 4, {2, 6, 236}},
        {{1, 1, 236}, 5, {2, 6, 246}},
    };

    (void)state;
    assert_cases(cases, COUNT(cases));
}

static void test_sm2__every_rating_after_the_second(void **state)
{
    static const struct rate_case cases[] = {
        {{2, 6, 250}, 1, {1, 1, 250}}, {{2, 6, 250}, 2, {1, 1, 250}},
        {{2, 6, 250}, 3, {3, 15, 236}}, /* 14.16 */
        {{2, 6, 250}, 4, {3, 15, 250}}, /* 15 and nothing to round up */
        {{2, 6, 250}, 5, {3, 16, 260}}, /* 15.60 */
    };

    (void)state;
    assert_cases(cases, COUNT(cases));
}

static void test_sm2__every_rating_of_a_mature_card(void **state)
{
    static const struct rate_case cases[] = {
        {{4, 37, 246}, 1, {1, 1, 246}}, {{4, 37, 246}, 2, {1, 1, 246}},
        {{4, 37, 246}, 3, {5, 86, 232}}, /* 85.84 */
        {{4, 37, 246}, 4, {5, 92, 246}}, /* 91.02 */
        {{4, 37, 246}, 5, {5, 95, 256}}, /* 94.72 */
    };

    (void)state;
    assert_cases(cases, COUNT(cases));
}

static void test_sm2__lapse_starts_over(void **state)
{
    static const struct rate_case cases[] = {
        {{1, 1, 182}, 1, {1, 1, 182}},
        {{1, 1, 182}, 2, {1, 1, 182}},
        {{1, 1, 182}, 3, {2, 6, 168}},
        {{1, 1, 182}, 4, {2, 6, 182}},
        {{1, 1, 182}, 5, {2, 6, 192}},
    };
    struct sm2 sm2 = {9, 400, 182};

    (void)state;
    sm2 = sm2_rate(sm2, RATING_BARELY);
    assert_sm2(sm2, 1, 1, 182);
    assert_cases(cases, COUNT(cases));
    sm2 = sm2_rate(sm2, RATING_WELL);
    sm2 = sm2_rate(sm2, RATING_WELL);
    assert_sm2(sm2, 3, 11, 182); /* 10.92 */
}

static void test_sm2__lapses_leave_ease_alone(void **state)
{
    struct sm2 sm2 = {3, 15, 246};
    int i;

    (void)state;
    for (i = 0; i < 50; i++)
        sm2 = sm2_rate(sm2, i % 3 ? RATING_NOT_AT_ALL : RATING_BARELY);
    assert_sm2(sm2, 1, 1, 246);
}

/* Products that are whole, and that 1.34, 1.36, ... in floating point would round up by one. */
static void test_sm2__whole_products_are_not_rounded_up(void **state)
{
    static const struct rate_case cases[] = {
        {{5, 75, 136}, 4, {6, 102, 136}}, {{5, 350, 136}, 4, {6, 476, 136}},
        {{5, 1450, 134}, 4, {6, 1943, 134}}, {{5, 2825, 220}, 4, {6, 6215, 220}},
        {{5, 2500, 324}, 4, {6, 8100, 324}}, {{5, 2150, 374}, 4, {6, 8041, 374}},
        {{5, 100, 130}, 4, {6, 130, 130}}, {{5, 101, 130}, 4, {6, 132, 130}}, /* 131.30 */
    };

    (void)state;
    assert_cases(cases, COUNT(cases));
}

static void test_sm2__ease_stops_at_the_floor(void **state)
{
    static const struct {
        int interval, ease;
    } steps[] = {
        {1, 236}, {6, 222}, {13, 208}, /* 12.48 */
        {26, 194},                     /* 25.22 */
        {47, 180},                     /* 46.80 */
        {79, 166},                     /* 78.02 */
        {121, 152},                    /* 120.08 */
        {167, 138},                    /* 166.98 */
        {218, 130},                    /* 1.24 is below the floor; 167 * 1.30 = 217.10 */
        {284, 130},                    /* 283.40 */
    };
    struct sm2 sm2 = sm2_new();
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(steps); i++) {
        sm2 = sm2_rate(sm2, RATING_PARTLY);
        assert_sm2(sm2, (int)i + 1, steps[i].interval, steps[i].ease);
    }
}

static void test_sm2__ease_near_the_floor(void **state)
{
    static const struct rate_case cases[] = {
        {{1, 1, 145}, 3, {2, 6, 131}},
        {{1, 1, 144}, 3, {2, 6, 130}},
        {{1, 1, 143}, 3, {2, 6, 130}},
        {{1, 1, 130}, 3, {2, 6, 130}},
        {{1, 1, 130}, 4, {2, 6, 130}},
        {{1, 1, 130}, 5, {2, 6, 140}}, /* the floor holds no memory of what was cut off */
        {{1, 1, 130}, 2, {1, 1, 130}},
        {{1, 1, 130}, 1, {1, 1, 130}},
    };

    (void)state;
    assert_cases(cases, COUNT(cases));
}

static void test_sm2__ease_has_no_ceiling(void **state)
{
    struct sm2 sm2 = sm2_new();
    int i;

    (void)state;
    for (i = 1; i <= 10000; i++) {
        sm2 = sm2_rate(sm2, RATING_PERFECTLY);
        assert_int_equal(sm2.ease, 250 + 10 * i);
        assert_int_equal(sm2.repetitions, i);
    }
    /* The longest interval times an ease of 1002.50 is more than 32 bits hold. */
    assert_int_equal(sm2.interval, 1000000);
}

static void test_sm2__interval_stops_at_the_longest(void **state)
{
    static const struct rate_case cases[] = {
        {{9, 399999, 250}, 4, {10, 999998, 250}}, /* 999997.5 */
        {{9, 400000, 250}, 4, {10, 1000000, 250}},
        {{9, 400001, 250}, 4, {10, 1000000, 250}},
        {{9, 999999, 130}, 4, {10, 1000000, 130}},
        {{9, 1000000, 130}, 3, {10, 1000000, 130}},
        {{9, 1000000, 250}, 5, {10, 1000000, 260}},
        {{9, 1000000, 250}, 2, {1, 1, 250}},
    };

    (void)state;
    assert_int_equal(INTERVAL_LONGEST, 1000000);
    assert_cases(cases, COUNT(cases));
}

/* The reference. A history is ratings from the first to the newest; everything is worked out from
 * the whole of it, nothing is carried along. The published numbers are all multiples of 1/50:
 * EF = 125/50, 0.1 = 5/50, 0.08 = 4/50, 0.02 = 1/50, 1.3 = 65/50. */
#define REF_UNIT 50

/* EF in fiftieths after the first count ratings. */
static int64_t ref_ease(const int *history, size_t count)
{
    int64_t ease = 125;
    size_t i;

    for (i = 0; i < count; i++) {
        int64_t q = history[i];

        if (q < 3)
            continue;
        ease = ease + (5 - (5 - q) * (4 + (5 - q) * 1));
        if (ease < 65)
            ease = 65;
    }
    return ease;
}

/* Which repetition of its item the last of count ratings is; one below 3 begins the item anew. */
static size_t ref_repetition(const int *history, size_t count)
{
    size_t n = 1;

    while (n < count && history[count - n] >= 3)
        n++;
    return n;
}

static int64_t ref_interval(const int *history, size_t count)
{
    size_t n = ref_repetition(history, count);
    int64_t fiftieths, whole;

    if (n == 1)
        return 1;
    if (n == 2)
        return 6;
    fiftieths = ref_interval(history, count - 1) * ref_ease(history, count);
    whole = fiftieths / REF_UNIT;
    return whole * REF_UNIT == fiftieths ? whole : whole + 1;
}

/* Steele, Lea and Flood's splitmix64: the same histories on every machine. */
static uint64_t random_state;

static unsigned random_below(unsigned bound)
{
    uint64_t z = (random_state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (unsigned)((z >> 32) % bound);
}

#define HISTORY_LONGEST 25

/* Evenly drawn ratings would seldom run past the third success: most histories draw their lapses
 * more rarely, some have none. */
static size_t history_draw(int history[HISTORY_LONGEST])
{
    size_t length = 1 + random_below(HISTORY_LONGEST), i;
    unsigned lapses_in_30 = random_below(13);

    for (i = 0; i < length; i++) {
        if (random_below(30) < lapses_in_30)
            history[i] = 1 + (int)random_below(2);
        else
            history[i] = 3 + (int)random_below(3);
    }
    return length;
}

static void fail_history(const int *history, size_t count, struct sm2 got)
{
    char text[HISTORY_LONGEST + 1];
    size_t i;

    for (i = 0; i < count; i++)
        text[i] = (char)('0' + history[i]);
    text[count] = '\0';
    fail_msg("ratings %s: got repetition %d interval %d ease %d, published %zu %lld %lld", text,
        got.repetitions, got.interval, got.ease, ref_repetition(history, count),
        (long long)ref_interval(history, count), (long long)ref_ease(history, count) * 2);
}

static void test_sm2__reference_gives_the_golden_sequence(void **state)
{
    static const int history[] = {4, 5, 3, 4, 2, 4, 4, 4, 5};
    static const int intervals[] = {1, 6, 15, 37, 1, 6, 15, 37, 95};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(history); i++)
        assert_int_equal(ref_interval(history, i + 1), intervals[i]);
    assert_int_equal(ref_ease(history, COUNT(history)) * 2, 256);
}

static void test_sm2__matches_the_published_text(void **state)
{
    size_t compared = 0, mature = 0, floored = 0, lapsed = 0;
    int round;

    (void)state;
    random_state = 1990;
    for (round = 0; round < 100000; round++) {
        int history[HISTORY_LONGEST];
        size_t length = history_draw(history), count;
        struct sm2 sm2 = sm2_new();

        for (count = 1; count <= length; count++) {
            int64_t interval = ref_interval(history, count);

            if (interval > INTERVAL_LONGEST)
                break;
            sm2 = sm2_rate(sm2, (enum rating)history[count - 1]);
            if (sm2.interval != interval || sm2.ease != ref_ease(history, count) * 2 ||
                sm2.repetitions != (int)ref_repetition(history, count))
                fail_history(history, count, sm2);
            compared++;
            mature += interval > 1000;
            floored += sm2.ease == EASE_FLOOR;
            lapsed += history[count - 1] < 3;
        }
    }
    /* The drawing must have reached what it is there for. */
    assert_true(compared > 1000000);
    assert_true(mature > 50000);
    assert_true(floored > 1000);
    assert_true(lapsed > 100000);
}

/* Every history there is up to eight ratings, so nothing hides in a rare order. */
static void test_sm2__matches_in_every_short_history(void **state)
{
    int history[8] = {0}, number;

    (void)state;
    for (number = 0; number < 390625; number++) { /* 5^8 */
        struct sm2 sm2 = sm2_new();
        int rest = number;
        size_t i;

        for (i = 0; i < COUNT(history); i++, rest /= 5) {
            history[i] = 1 + rest % 5;
            sm2 = sm2_rate(sm2, (enum rating)history[i]);
        }
        if (sm2.interval != ref_interval(history, 8) || sm2.ease != ref_ease(history, 8) * 2)
            fail_history(history, 8, sm2);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sm2__words),
        cmocka_unit_test(test_sm2__only_1_and_2_are_lapses),
        cmocka_unit_test(test_sm2__below_4_is_asked_again),
        cmocka_unit_test(test_sm2__new_is_never_rated),
        cmocka_unit_test(test_sm2__golden),
        cmocka_unit_test(test_sm2__every_rating_of_a_new_card),
        cmocka_unit_test(test_sm2__every_rating_after_the_first),
        cmocka_unit_test(test_sm2__every_rating_after_the_second),
        cmocka_unit_test(test_sm2__every_rating_of_a_mature_card),
        cmocka_unit_test(test_sm2__lapse_starts_over),
        cmocka_unit_test(test_sm2__lapses_leave_ease_alone),
        cmocka_unit_test(test_sm2__whole_products_are_not_rounded_up),
        cmocka_unit_test(test_sm2__ease_stops_at_the_floor),
        cmocka_unit_test(test_sm2__ease_near_the_floor),
        cmocka_unit_test(test_sm2__ease_has_no_ceiling),
        cmocka_unit_test(test_sm2__interval_stops_at_the_longest),
        cmocka_unit_test(test_sm2__reference_gives_the_golden_sequence),
        cmocka_unit_test(test_sm2__matches_the_published_text),
        cmocka_unit_test(test_sm2__matches_in_every_short_history),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
