/* FSRS-6. The expected numbers of `known` were worked out in double precision, by a program of the
 * published formulas that shares nothing with the module; their bits are those that gcc 12 and
 * clang 14 gave at -O0 to -O3, with and without AVX2 and fused products: every machine has to give
 * them. */
#include "base/buf.h"
#include "model/fsrs.h"
#include "model/lanes.h"
#include "model/scheduler.h"

#include "test.h"

#include <math.h>

/* some other weights, in units of 1/10,000 */
static const int32_t other_weights[FSRS_WEIGHTS] = {4120, 6931, 31065, 112956, 70133, 6334, 15194,
    1210, 15722, 3666, 12960, 10835, 1614, 4629, 8483, 2014, 24729, 9425, 5912, 2658, 4042};

static struct weights fsrs_weights_of(const int32_t *units)
{
    return scheduler_weights(scheduler_numbered(SCHEDULER_FSRS), units);
}

static uint32_t fsrs_bits(float x)
{
    return lanes_to_bits(x);
}

enum { STABILITY, DIFFICULTY, RECALL, DUE, NUMBERS };

static void fsrs_numbers(const struct weights *weights, struct memory memory, int days, int rating,
    float retention, float numbers[NUMBERS])
{
    struct memory after = fsrs_rate(weights, memory, days, (enum rating)rating);
    numbers[STABILITY] = after.state[MEMORY_STABILITY];
    numbers[DIFFICULTY] = after.state[MEMORY_DIFFICULTY];
    numbers[RECALL] = fsrs_predict(weights, memory, days);
    numbers[DUE] = fsrs_due(weights, memory, retention);
}

/* stability, difficulty, days and rating; after it: stability, difficulty, recall, and the interval
 * for a retention of 0.85 */
static const struct {
    int other; /* weights */
    float stability, difficulty;
    int days, rating;
    double numbers[NUMBERS];
    uint32_t bits[NUMBERS];
} known[] = {
    {0, 250, 10, 0, 2, {61.721035, 9.9852284, 1, 476.60653},
        {0x4276e257, 0x411fc37f, 0x3f800000, 0x43ee4d9e}},
    {0, 3000, 8.125f, 1, 3, {3000.3564, 8.740516, 0.99994962, 5719.2784},
        {0x453b85b2, 0x410bd927, 0x3f7ffcb3, 0x45b2ba36}},
    {1, 0.0199999996f, 5.5f, 3, 4, {3.9592179, 4.9949543, 0.2133938, 0.033239599},
        {0x407d63d3, 0x409fd6aa, 0x3e5a83e8, 0x3d08263b}},
    {0, 250, 1, 9, 5, {301.63351, 1, 0.99466601, 476.60653},
        {0x4396d12c, 0x3f800000, 0x3f7ea26e, 0x43ee4d9e}},
    {0, 31, 8.125f, 40, 2, {2.3581465, 9.3689286, 0.88155532, 59.09921},
        {0x4016ebdf, 0x4115e722, 0x3f61ad9c, 0x426c6593}},
    {1, 0.0199999996f, 5.5f, 365, 3, {1.1444936, 5.6627306, 0.030917875, 0.033239599},
        {0x3f927ec4, 0x40b53516, 0x3cfd477e, 0x3d08263b}},
    {0, 0.00100000005f, 1, 10000, 4, {0.22175233, 1, 0.083546693, 0.0019064262},
        {0x3e63130f, 0x3f800000, 0x3dab1a87, 0x3af9e107}},
    {0, 2.30649996f, 8.125f, 0, 5, {3.946054, 7.4836907, 1, 4.3971718},
        {0x407c8c26, 0x40ef7a65, 0x3f800000, 0x408cb59f}},
    {1, 250, 5.5f, 1, 2, {9.8015835, 6.3305069, 0.99951893, 415.49499},
        {0x411cd34c, 0x40ca9383, 0x3f7fe079, 0x43cfbf56}},
    {0, 8.5f, 2.75f, 3, 3, {15.467763, 5.1723405, 0.95521475, 16.204622},
        {0x41777bf0, 0x40a583d0, 0x3f7488f4, 0x4181a30f}},
    {0, 0.00100000005f, 1, 9, 4, {0.16993469, 1, 0.24636413, 0.0019064262},
        {0x3e2e035f, 0x3f800000, 0x3e7c46e0, 0x3af9e107}},
    {1, 0.699999988f, 8.125f, 40, 5, {40.126948, 7.0240891, 0.31078227, 1.163386},
        {0x422081ff, 0x40e0c556, 0x3e9f1eda, 0x3f94e9d1}},
    {0, 31, 8.125f, 365, 2, {3.3033739, 9.3689286, 0.67706073, 59.09921},
        {0x40536a7a, 0x4115e722, 0x3f2d53da, 0x426c6593}},
    {0, 31, 1, 10000, 3, {439.85466, 4.010609, 0.41142039, 59.09921},
        {0x43dbed68, 0x408056e8, 0x3ed2a5b1, 0x426c6593}},
    {1, 3000, 8.125f, 0, 4, {3000, 7.3023293, 1, 4985.9399},
        {0x453b8000, 0x40e9acae, 0x3f800000, 0x459bcf81}},
    {0, 36500, 1, 1, 5, {36500, 1, 0.99999586, 69584.554},
        {0x470e9400, 0x3f800000, 0x3f7fffbb, 0x4787e844}},
    {0, 31, 2.75f, 3, 2, {2.1213186, 7.6022027, 0.98612088, 59.09921},
        {0x4007c3af, 0x40f3453e, 0x3f7c726b, 0x426c6593}},
    {1, 250, 5.5f, 9, 3, {250.98503, 5.6627306, 0.99569911, 415.49499},
        {0x437afc2b, 0x40b53516, 0x3f7ee623, 0x43cfbf56}},
    {0, 2.30649996f, 10, 40, 4, {6.6314687, 9.9852284, 0.64037086, 4.3971718},
        {0x40d434fe, 0x411fc37f, 0x3f23ef58, 0x408cb59f}},
    {0, 31, 8.125f, 365, 5, {210.55116, 7.4836907, 0.67706073, 59.09921},
        {0x43528d19, 0x40ef7a65, 0x3f2d53da, 0x426c6593}},
    {1, 250, 1, 10000, 2, {22.285612, 3.7105595, 0.35558285, 415.49499},
        {0x41b248f1, 0x406d79cf, 0x3eb60ef6, 0x43cfbf56}},
    {0, 31, 8.125f, 0, 3, {31, 8.740516, 1, 59.09921},
        {0x41f80000, 0x410bd927, 0x3f800000, 0x426c6593}},
    {0, 36500, 8.125f, 1, 4, {36500, 8.1121034, 0.99999586, 69584.554},
        {0x470e9400, 0x4101cb2d, 0x3f7fffbb, 0x4787e844}},
    {1, 36500, 8.125f, 3, 5, {36500, 7.0240891, 0.99999011, 60662.269},
        {0x470e9400, 0x40e0c556, 0x3f7fff5a, 0x476cf63e}},
};

static void test_fsrs__known_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(known); i++) {
        struct weights weights = fsrs_weights_of(known[i].other ? other_weights : fsrs_defaults);
        struct memory memory = {{known[i].stability, known[i].difficulty}};
        float numbers[NUMBERS];
        fsrs_numbers(&weights, memory, known[i].days, known[i].rating, 0.85f, numbers);
        for (size_t j = 0; j < NUMBERS; j++) {
            double error = fabs(numbers[j] / known[i].numbers[j] - 1);
            if (error > 4e-6)
                fail_msg("row %zu, number %zu: %.9g, not %.9g", i, j, (double)numbers[j],
                    known[i].numbers[j]);
            assert_int_equal(fsrs_bits(numbers[j]), known[i].bits[j]);
        }
    }
}

static uint32_t fsrs_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

/* One number for the bits of many. */
static void test_fsrs__the_same_bits_everywhere(void **state)
{
    struct weights weights[] = {fsrs_weights_of(fsrs_defaults), fsrs_weights_of(other_weights)};
    uint32_t seed = 1, hash = 0;

    (void)state;
    for (int i = 0; i < 40000; i++) {
        float stability = 0.001f + (float)(fsrs_random(&seed) % 1000003) * 0.03f;
        float difficulty = 1 + 9 * (float)(fsrs_random(&seed) % 65537) / 65536;
        struct memory memory = {{stability, difficulty}};
        int days = fsrs_random(&seed) % 3 ? (int)(fsrs_random(&seed) % 400) : 0;
        int rating = 1 + (int)(fsrs_random(&seed) % 5);
        float retention = 0.7f + 0.0001f * (float)(fsrs_random(&seed) % 2900);
        float numbers[NUMBERS];
        fsrs_numbers(&weights[i % 2], memory, days, rating, retention, numbers);
        for (size_t j = 0; j < NUMBERS; j++)
            hash = hash * 31 + fsrs_bits(numbers[j]);
    }
    assert_int_equal(hash, 0x4b76f296);
}

static double units_in_the_last_place(float got, double wanted)
{
    int exponent;
    if (wanted == 0)
        return got == 0 ? 0 : INFINITY;
    frexp(wanted, &exponent);
    return fabs(got - wanted) / ldexp(1, exponent - 24);
}

static void test_fsrs__exp_is_libm_s(void **state)
{
    double worst = 0;

    (void)state;
    for (float x = -87; x < 88; x += 0.00171f) {
        double error = units_in_the_last_place(lanes_exp(x), exp((double)x));
        worst = error > worst ? error : worst;
    }
    assert_true(worst < 1);
    assert_int_equal(fsrs_bits(lanes_exp(0)), fsrs_bits(1));
}

static void test_fsrs__log_is_libm_s(void **state)
{
    double worst = 0;

    (void)state;
    for (uint32_t bits = 0x00800000; bits < 0x7f800000; bits += 20011) {
        double error =
            units_in_the_last_place(lanes_log(lanes_of_bits(bits)), log(lanes_of_bits(bits)));
        worst = error > worst ? error : worst;
    }
    for (float x = 0.5f; x < 2; x += 0.0000131f) {
        double error = units_in_the_last_place(lanes_log(x), log((double)x));
        worst = error > worst ? error : worst;
    }
    assert_true(worst < 1.5);
    assert_int_equal(fsrs_bits(lanes_log(1)), fsrs_bits(0));
}

static void test_fsrs__ratings_as_grades(void **state)
{
    (void)state;
    assert_int_equal(fsrs_grade(RATING_NOT_AT_ALL), FSRS_AGAIN);
    assert_int_equal(fsrs_grade(RATING_BARELY), FSRS_AGAIN);
    assert_int_equal(fsrs_grade(RATING_PARTLY), FSRS_HARD);
    assert_int_equal(fsrs_grade(RATING_WELL), FSRS_GOOD);
    assert_int_equal(fsrs_grade(RATING_PERFECTLY), FSRS_EASY);
}

static void assert_near(float got, double wanted)
{
    if (!(fabs(got - wanted) <= 2e-6 * fabs(wanted)))
        fail_msg("%.9g, not %.9g", (double)got, wanted);
}

/* w0 to w3, and w4 - exp(w5 (grade - 1)) + 1: 6.4133, 5.1122, 2.1181, and -4.77, which is 1 */
static void test_fsrs__first_rating(void **state)
{
    static const double stability[] = {0.212, 0.212, 1.2931, 2.3065, 8.2956};
    static const double difficulty[] = {6.4133, 6.4133, 5.11217071, 2.11810397, 1};
    struct weights weights = fsrs_weights_of(fsrs_defaults);

    (void)state;
    for (int rating = 1; rating <= 5; rating++) {
        struct memory memory = fsrs_start(&weights, (enum rating)rating);
        assert_near(memory.state[MEMORY_STABILITY], stability[rating - 1]);
        assert_near(memory.state[MEMORY_DIFFICULTY], difficulty[rating - 1]);
    }
}

static void test_fsrs__stability_is_when_recall_is_90_percent(void **state)
{
    static const int days[] = {1, 10, 365, 36500};

    (void)state;
    for (size_t i = 0; i < COUNT(days); i++) {
        struct weights weights = fsrs_weights_of(i % 2 ? other_weights : fsrs_defaults);
        struct memory memory = {{(float)days[i], 5}};
        assert_near(fsrs_predict(&weights, memory, days[i]), 0.9);
        assert_near(fsrs_due(&weights, memory, 0.9f), days[i]);
        assert_near(fsrs_predict(&weights, memory, 0), 1);
    }
}

/* S e with e = exp(0.5425 (grade - 3 + 0.0912)) 10^-0.0658. For Hard that would be 0.525, and for
 * Good 0.903: these are floored. */
static void test_fsrs__repeats_of_a_day(void **state)
{
    static const double growth[] = {0.305125, 0.305125, 1, 1, 1.553431};
    struct weights weights = fsrs_weights_of(fsrs_defaults);
    struct memory before = {{10, 5}};

    (void)state;
    for (int rating = 1; rating <= 5; rating++) {
        struct memory after = fsrs_rate(&weights, before, 0, (enum rating)rating);
        assert_true(fabs(after.state[MEMORY_STABILITY] / 10 - growth[rating - 1]) < 1e-4);
    }
}

/* A lapse leaves at most S / exp(w17 w18) of the stability S, however short the gap. */
static void test_fsrs__a_lapse_never_raises_stability(void **state)
{
    struct weights weights = fsrs_weights_of(fsrs_defaults);

    (void)state;
    for (float stability = 0.001f; stability < 36500; stability *= 1.7f) {
        struct memory before = {{stability, 1}};
        struct memory after = fsrs_rate(&weights, before, 1, RATING_BARELY);
        assert_true(after.state[MEMORY_STABILITY] <= stability);
    }
    struct memory low = {{0.01f, 1}};
    assert_near(fsrs_rate(&weights, low, 10000, RATING_BARELY).state[MEMORY_STABILITY],
        0.01 / exp(0.5425 * 0.0912));
}

static void test_fsrs__state_stays_in_bounds(void **state)
{
    static const float odd[] = {0, -1, NAN, INFINITY, -INFINITY, 1e-40f, 3e38f, 0.001f, 36500, 10};
    struct weights weights = fsrs_weights_of(fsrs_defaults);

    (void)state;
    for (size_t i = 0; i < COUNT(odd) * COUNT(odd); i++)
        for (int rating = 1; rating <= 5; rating++)
            for (int days = 0; days < 1 << 24; days = days * 17 + 1) {
                struct memory before = {{odd[i / COUNT(odd)], odd[i % COUNT(odd)]}};
                struct memory after = fsrs_rate(&weights, before, days, (enum rating)rating);
                assert_true(after.state[MEMORY_STABILITY] >= FSRS_STABILITY_MIN);
                assert_true(after.state[MEMORY_STABILITY] <= FSRS_STABILITY_MAX);
                assert_true(after.state[MEMORY_DIFFICULTY] >= 1);
                assert_true(after.state[MEMORY_DIFFICULTY] <= 10);
                fsrs_predict(&weights, before, days);
                fsrs_due(&weights, before, 0.9f);
            }
}

static void test_fsrs__weights_move_to_their_bounds(void **state)
{
    int32_t units[FSRS_WEIGHTS];
    struct weights weights;

    (void)state;
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        assert_in_range(fsrs_defaults[i], fsrs_lowest[i], fsrs_highest[i]);
        units[i] = i % 2 ? INT32_MAX : INT32_MIN;
    }
    weights = fsrs_weights_of(units);
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        assert_near(weights.w[i], (i % 2 ? fsrs_highest : fsrs_lowest)[i] / 1e4);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fsrs__known_numbers),
        cmocka_unit_test(test_fsrs__the_same_bits_everywhere),
        cmocka_unit_test(test_fsrs__exp_is_libm_s),
        cmocka_unit_test(test_fsrs__log_is_libm_s),
        cmocka_unit_test(test_fsrs__ratings_as_grades),
        cmocka_unit_test(test_fsrs__first_rating),
        cmocka_unit_test(test_fsrs__stability_is_when_recall_is_90_percent),
        cmocka_unit_test(test_fsrs__repeats_of_a_day),
        cmocka_unit_test(test_fsrs__a_lapse_never_raises_stability),
        cmocka_unit_test(test_fsrs__state_stays_in_bounds),
        cmocka_unit_test(test_fsrs__weights_move_to_their_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
