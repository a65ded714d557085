/* Every formula of FSRS against fsrs_reference.h, an independent version in double precision, from
 * random states, weights, grades and gaps. The bounds are what float32 leaves of the digits. */
#include "model/fsrs.h"
#include "model/scheduler.h"

#include "test.h"
#include "unit/fsrs_reference.h"

#define ROUNDS  200000
#define EPSILON 1.2e-7 /* of float32 */
/* exp and log of arguments up to some 10, and a handful of roundings; measured: below 3e-6 */
#define BOUND 5e-6

static uint64_t chance_state;

/* 0 to 1 */
static double chance(void)
{
    chance_state = chance_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(chance_state >> 11) / 9007199254740992.0;
}

static double chance_between(double low, double high)
{
    return low + chance() * (high - low);
}

/* as often between 0.001 and 0.01 as between 1,000 and 10,000 */
static double chance_scaled(double low, double high)
{
    return exp(chance_between(log(low), log(high)));
}

/* One weight in eight is at a bound. */
static struct weights chance_weights(const struct scheduler *fsrs, double *w)
{
    int32_t units[WEIGHTS_MAX] = {0};
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        double low = fsrs->lowest[i], high = fsrs->highest[i];
        int kind = (int)(chance() * 16);
        units[i] = (int32_t)(kind == 0   ? low
                             : kind == 1 ? high
                             : i < 4     ? chance_scaled(low, high)
                                         : chance_between(low, high));
    }
    if (chance() < 0.2)
        memcpy(units, fsrs->defaults, sizeof *units * FSRS_WEIGHTS);
    struct weights weights = scheduler_weights(fsrs, units);
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        assert_true(
            fabs((double)weights.w[i] - units[i] / 10000.0) <= EPSILON * units[i] / 10000.0);
        w[i] = (double)weights.w[i];
    }
    return weights;
}

static void check(const char *what, double ours, double theirs, double bound, int round)
{
    if (!(fabs(ours - theirs) <= bound * fabs(theirs)))
        fail_msg("round %d, %s: drill %.9g, the reference %.9g: a relative difference of %.1e, "
                 "more than %.1e",
            round, what, ours, theirs, fabs(ours / theirs - 1), bound);
}

/* D0(4) may be large, and cancel. */
static double difficulty_bound(const double *w)
{
    return BOUND + EPSILON * 4 * w[7] * fabs(reference_first_difficulty(w, 4));
}

/* A lapse: (S + 1)^w13 - 1 cancels where w13 or S is small. Otherwise: 1 - R cancels where R is
 * near 1, and the growth may multiply that by up to thousands. */
static double stability_bound(
    const double *w, struct fsrs_reference before, double after, int days, int grade)
{
    if (days == 0)
        return BOUND;
    double power = pow(before.s + 1, w[13]);
    if (grade == 1)
        return BOUND + 4 * EPSILON * power / (power - 1);
    double rise = exp(w[10] * (1 - reference_recall(w, before.s, days)));
    double steepness = (1 + w[10]) * rise * exp(w[8]) * (11 - before.d) * pow(before.s, -w[9]);
    return BOUND + EPSILON * steepness * (grade == 4 ? w[16] : 1) * before.s / after;
}

static void test_fsrs_reference__start(void **state)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    double w[WEIGHTS_MAX];
    (void)state;
    chance_state = 1;
    for (int round = 0; round < ROUNDS / 10; round++) {
        struct weights weights = chance_weights(fsrs, w);
        for (int rating = 1; rating <= 5; rating++) {
            int grade = rating == 1 ? 1 : rating - 1; /* 1 and 2 are Again */
            struct memory ours = fsrs->start(&weights, (enum rating)rating);
            struct fsrs_reference theirs = reference_start(w, grade);
            double cancels = EPSILON * exp(w[5] * (grade - 1));
            check("first stability", (double)ours.state[MEMORY_STABILITY], theirs.s, BOUND, round);
            check("first difficulty", (double)ours.state[MEMORY_DIFFICULTY], theirs.d,
                BOUND + 4 * cancels, round);
        }
    }
}

static struct memory chance_memory(void)
{
    struct memory memory = {{0}};
    memory.state[MEMORY_STABILITY] = (float)chance_scaled(0.001, 36500);
    memory.state[MEMORY_DIFFICULTY] = (float)chance_between(1, 10);
    return memory;
}

static void rate_checked(const struct scheduler *fsrs, bool is_same_day, int round)
{
    double w[WEIGHTS_MAX];
    struct weights weights = chance_weights(fsrs, w);
    struct memory memory = chance_memory();
    struct fsrs_reference reference = {
        (double)memory.state[MEMORY_STABILITY], (double)memory.state[MEMORY_DIFFICULTY]};
    int days = is_same_day ? 0 : (int)chance_scaled(1, 4000);
    for (int rating = 1; rating <= 5; rating++) {
        int grade = rating == 1 ? 1 : rating - 1;
        struct memory ours = fsrs->rate(&weights, memory, days, (enum rating)rating);
        struct fsrs_reference theirs = reference_rate(w, reference, days, grade);
        check(is_same_day ? "stability on the same day" : "stability",
            (double)ours.state[MEMORY_STABILITY], theirs.s,
            stability_bound(w, reference, theirs.s, days, grade), round);
        check("difficulty", (double)ours.state[MEMORY_DIFFICULTY], theirs.d, difficulty_bound(w),
            round);
    }
}

static void test_fsrs_reference__rate(void **state)
{
    (void)state;
    chance_state = 2;
    for (int round = 0; round < ROUNDS; round++)
        rate_checked(scheduler_numbered(SCHEDULER_FSRS), false, round);
}

static void test_fsrs_reference__rate_on_the_same_day(void **state)
{
    (void)state;
    chance_state = 3;
    for (int round = 0; round < ROUNDS / 4; round++)
        rate_checked(scheduler_numbered(SCHEDULER_FSRS), true, round);
}

static void test_fsrs_reference__due_and_predict(void **state)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    double w[WEIGHTS_MAX];
    (void)state;
    chance_state = 4;
    for (int round = 0; round < ROUNDS; round++) {
        struct weights weights = chance_weights(fsrs, w);
        struct memory memory = chance_memory();
        double s = (double)memory.state[MEMORY_STABILITY];
        float retention = (float)chance_between(0.70, 0.99);
        int days = (int)chance_scaled(1, 4000) - (chance() < 0.1);
        double power = pow((double)retention, -1 / w[20]);
        check("interval", (double)fsrs->due(&weights, memory, retention),
            reference_interval(w, s, (double)retention), BOUND + 4 * EPSILON * power / (power - 1),
            round);
        check("recall", (double)fsrs->predict(&weights, memory, days), reference_recall(w, s, days),
            BOUND, round);
    }
}

/* memory_state_from_sm2 of fsrs-rs, for a retention of 0.9 */
static void test_fsrs_reference__take_over(void **state)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    double w[WEIGHTS_MAX];
    (void)state;
    chance_state = 5;
    for (int round = 0; round < ROUNDS / 4; round++) {
        struct weights weights = chance_weights(fsrs, w);
        struct sm2 sm2 = {3, (int)chance_scaled(1, 36500), (int)chance_between(130, 400)};
        struct memory ours = fsrs->take_over(&weights, sm2);
        double s = sm2.interval, growth = exp(w[8]) * pow(s, -w[9]) * (exp(0.1 * w[10]) - 1);
        double d = 11 - (sm2.ease / 100.0 - 1) / growth, part = 11 - d;
        check("stability from SM-2", (double)ours.state[MEMORY_STABILITY], s, BOUND, round);
        check("difficulty from SM-2", (double)ours.state[MEMORY_DIFFICULTY],
            reference_clamp(d, 1, 10), BOUND + 8 * EPSILON * part / (0.1 * w[10]), round);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fsrs_reference__start),
        cmocka_unit_test(test_fsrs_reference__rate),
        cmocka_unit_test(test_fsrs_reference__rate_on_the_same_day),
        cmocka_unit_test(test_fsrs_reference__due_and_predict),
        cmocka_unit_test(test_fsrs_reference__take_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
