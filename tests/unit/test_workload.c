/* The forecast of work, compared with schedules worked out by hand. With ratings that are certain,
 * the result is certain, too. */
#include "report/habits.h"
#include "report/workload.h"

#include "fsrs_reference.h"
#include "model/fsrs.h"
#include "test.h"

#include <limits.h>
#include <math.h>

#define DAY 20484

static const struct regime sm2;

/* Always this rating, and this one for repeats; a rating takes 1 s in the first band, 2 s in the
 * next, and so on. */
static struct chances certain(int rating, int repeat)
{
    struct chances chances;
    for (int row = 0; row < HABIT_ROWS; row++) {
        for (int i = 0; i < RATINGS; i++)
            chances.up_to[row][i] =
                i + 1 >= (row == HABIT_REPEAT ? repeat : rating) ? CHANCE_ONE : 0;
        chances.ms[row] = (row + 1) * 1000;
    }
    return chances;
}

/* Ratings of 1 to 5 in equal shares. */
static struct chances any(void)
{
    struct chances chances;
    for (int row = 0; row < HABIT_ROWS; row++) {
        for (uint32_t i = 0; i < RATINGS; i++)
            chances.up_to[row][i] = CHANCE_ONE / RATINGS * (i + 1);
        chances.ms[row] = 1000;
    }
    return chances;
}

static int64_t work_of(const struct workload *w, int run, int day, enum work work)
{
    return w->work[(run * w->days + day) * WORKS + (int)work];
}

static int64_t total(const struct workload *w, int run, enum work work)
{
    int64_t sum = 0;
    for (int day = 0; day < w->days; day++)
        sum += work_of(w, run, day, work);
    return sum;
}

/* One new card, rated as said: reviews on these days alone, each of so many ratings and ms. */
static void check_one_card(const struct chances *chances, const int *days, const int *ms, int each)
{
    struct workload workload;
    const struct workload_plan plan = {.regimes = &sm2,
        .chances = chances,
        .first_day = DAY,
        .days = 100,
        .runs = 2,
        .caps = {20, CAP_UNSET},
        .supply = 1};
    assert_true(workload_run(&workload, &plan));
    for (int run = 0; run < 2; run++) {
        int at = 0;
        for (int day = 0; day < 100; day++) {
            bool rated = days[at] == day;
            assert_int_equal(work_of(&workload, run, day, WORK_NEW), day == 0);
            assert_int_equal(work_of(&workload, run, day, WORK_REVIEWS), rated && day > 0);
            assert_int_equal(work_of(&workload, run, day, WORK_RATINGS), rated ? each : 0);
            assert_int_equal(work_of(&workload, run, day, WORK_MS), rated ? ms[at] : 0);
            at += rated;
        }
        assert_int_equal(days[at], -1);
    }
    workload_done(&workload);
}

static void test_workload__all_4(void **state)
{
    (void)state;
    /* ease stays 2.50: intervals 1, 6, 15, 38 (37.5), 95 */
    static const int days[] = {0, 1, 7, 22, 60, -1};
    static const int ms[] = {1000, 2000, 3000, 4000, 5000};
    struct chances chances = certain(4, 4);
    check_one_card(&chances, days, ms, 1);
}

static void test_workload__all_3_with_a_repeat_each(void **state)
{
    (void)state;
    /* ease 2.36 2.22 2.08 1.94: intervals 1, 6, 13 (12.48), 26 (25.22), 47 (1.80 * 26 = 46.8) */
    static const int days[] = {0, 1, 7, 20, 46, 93, -1};
    static const int ms[] = {11000, 12000, 13000, 14000, 15000, 15000};
    struct chances chances = certain(3, 5);
    check_one_card(&chances, days, ms, 2);
}

static void test_workload__lapses_come_back_every_day(void **state)
{
    (void)state;
    struct chances chances = certain(2, 4);
    struct workload workload;
    const struct workload_plan plan = {.regimes = &sm2,
        .chances = &chances,
        .first_day = DAY,
        .days = 10,
        .runs = 1,
        .caps = {3, CAP_UNSET},
        .supply = SIZE_MAX};
    assert_true(workload_run(&workload, &plan));
    for (int day = 0; day < 10; day++) {
        assert_int_equal(work_of(&workload, 0, day, WORK_NEW), 3);
        assert_int_equal(work_of(&workload, 0, day, WORK_REVIEWS), 3 * day);
        assert_int_equal(work_of(&workload, 0, day, WORK_RATINGS), 2 * 3 * (day + 1));
    }
    workload_done(&workload);
}

static void test_workload__cards_there_are(void **state)
{
    (void)state;
    /* one a day: the one due first goes first, in whatever order they came. Of what band it is,
     * the time tells. All 5s: they come back after the ten days */
    static const struct workload_card cards[] = {
        {.sm2 = {4, 400, 250}, .due = DAY - 1}, /* 8 s */
        {.sm2 = {3, 70, 250}, .due = DAY - 9},  /* 6 s */
        {.sm2 = {3, 15, 250}, .due = DAY + 1},  /* 4 s */
        {.sm2 = {3, 30, 250}, .due = DAY + 99}, /* not in these days */
        {.sm2 = {3, 25, 250}, .due = DAY - 4},  /* 5 s */
    };
    static const int ms[] = {6000, 5000, 8000, 4000, 0, 0, 0, 0, 0, 0};
    static const int left[] = {2, 2, 1, 0, 0, 0, 0, 0, 0, 0};
    struct chances chances = certain(5, 5);
    struct workload workload;
    const struct workload_plan plan = {.cards = cards,
        .regimes = &sm2,
        .card_count = 5,
        .chances = &chances,
        .first_day = DAY,
        .days = 10,
        .runs = 1,
        .caps = {0, 1},
        .supply = 7};
    assert_true(workload_run(&workload, &plan));
    for (int day = 0; day < 10; day++) {
        assert_int_equal(work_of(&workload, 0, day, WORK_MS), ms[day]);
        assert_int_equal(work_of(&workload, 0, day, WORK_LEFT), left[day]);
        assert_int_equal(work_of(&workload, 0, day, WORK_NEW), 0);
    }
    workload_done(&workload);
}

static void test_workload__today_is_what_is_left_of_it(void **state)
{
    (void)state;
    struct chances chances = certain(4, 4);
    struct workload workload;
    const struct workload_plan plan = {.regimes = &sm2,
        .chances = &chances,
        .first_day = DAY,
        .days = 3,
        .runs = 1,
        .caps = {20, 30},
        .new_used = 5,
        .due_used = 17,
        .supply = 100};
    assert_true(workload_run(&workload, &plan));
    assert_int_equal(work_of(&workload, 0, 0, WORK_NEW), 8); /* 30 - 22, less than 20 - 5 */
    assert_int_equal(work_of(&workload, 0, 1, WORK_NEW), 20);
    assert_int_equal(work_of(&workload, 0, 1, WORK_REVIEWS), 8);
    workload_done(&workload);
}

static void test_workload__caps_hold_and_nothing_is_lost(void **state)
{
    (void)state;
    struct workload_card cards[500];
    struct chances chances = any();
    struct workload workload;
    for (int i = 0; i < 500; i++)
        cards[i] = (struct workload_card){
            .sm2 = {3, 1 + i % 90, 130 + i % 120}, .due = DAY - 40 + i % 100};
    const struct workload_plan plan = {.cards = cards,
        .regimes = &sm2,
        .card_count = 500,
        .chances = &chances,
        .first_day = DAY,
        .days = 200,
        .runs = 9,
        .caps = {7, 60},
        .supply = 1000};
    assert_true(workload_run(&workload, &plan));
    for (int run = 0; run < 9; run++) {
        assert_true(total(&workload, run, WORK_NEW) <= 1000);
        for (int day = 0; day < 200; day++) {
            int64_t new = work_of(&workload, run, day, WORK_NEW);
            int64_t reviews = work_of(&workload, run, day, WORK_REVIEWS);
            int64_t ratings = work_of(&workload, run, day, WORK_RATINGS);
            assert_true(new <= 7 && new + reviews <= 60);
            assert_true(ratings >= new + reviews);
            assert_int_equal(work_of(&workload, run, day, WORK_MS), ratings * 1000);
            if (work_of(&workload, run, day, WORK_LEFT) > 0) /* only for the cap's sake */
                assert_int_equal(new + reviews, 60);
        }
    }
    workload_done(&workload);
}

static void test_workload__the_same_for_a_seed(void **state)
{
    (void)state;
    struct chances chances = any();
    struct workload one, same, other;
    struct workload_plan plan = {.regimes = &sm2,
        .chances = &chances,
        .first_day = DAY,
        .days = 120,
        .runs = 5,
        .caps = {10, CAP_UNSET},
        .supply = SIZE_MAX,
        .seed = 3};
    size_t size = 5 * 120 * WORKS * sizeof *one.work;
    assert_true(workload_run(&one, &plan));
    assert_true(workload_run(&same, &plan));
    plan.seed = 4;
    assert_true(workload_run(&other, &plan));
    assert_memory_equal(one.work, same.work, size);
    assert_memory_not_equal(one.work, other.work, size);
    assert_memory_not_equal(one.work, one.work + 120 * WORKS, size / 5); /* nor are runs alike */
    workload_done(&one);
    workload_done(&same);
    workload_done(&other);
}

static void test_workload__fewer_runs_of_much_work(void **state)
{
    (void)state;
    static const struct {
        size_t enough;
        int runs;
    } cases[] = {{0, 50}, {1, RUNS_MIN}, {3000, 30}, {3001, 31}, {1000000, 50}};
    struct chances chances = certain(4, 4); /* 100 ratings a run */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct workload workload;
        const struct workload_plan plan = {.regimes = &sm2,
            .chances = &chances,
            .first_day = DAY,
            .days = 1,
            .runs = 50,
            .caps = {100, CAP_UNSET},
            .supply = SIZE_MAX,
            .enough = cases[i].enough};
        assert_true(workload_run(&workload, &plan));
        assert_int_equal(workload.runs, cases[i].runs);
        workload_done(&workload);
    }
}

static void test_workload__chances_are_met(void **state)
{
    (void)state;
    /* new cards alone, a fifth of each rating, repeats likewise: 3 of 5 are repeated, and each
     * repeat with a chance of 3 in 5 again: 1 / (1 - 3/5) = 2.5 ratings a card. Of 40,000 cards
     * the mean is off by 0.01 or so (sqrt(3.75 / 40000)) */
    struct chances chances = any();
    struct workload workload;
    const struct workload_plan plan = {.regimes = &sm2,
        .chances = &chances,
        .first_day = DAY,
        .days = 1,
        .runs = 40,
        .caps = {1000, CAP_UNSET},
        .supply = SIZE_MAX};
    int64_t ratings = 0;
    assert_true(workload_run(&workload, &plan));
    for (int run = 0; run < 40; run++)
        ratings += total(&workload, run, WORK_RATINGS);
    assert_in_range(ratings, 98000, 102000);
    workload_done(&workload);
}

/* ---- sums ---- */

/* ---- a scheduler with a memory ---- */

static struct regime fsrs(int retention)
{
    const struct scheduler *scheduler = scheduler_numbered(SCHEDULER_FSRS);
    return (struct regime){scheduler, retention, scheduler_weights(scheduler, scheduler->defaults)};
}

/* Plays days with cards that are all the same or, without any, with one new card. */
static struct workload play(const struct regime *regime, const struct chances *chances,
    const struct workload_card *card, size_t count, int days)
{
    struct workload workload;
    struct workload_card *cards = calloc(count + 1, sizeof *cards);
    assert_non_null(cards);
    for (size_t i = 0; i < count; i++)
        cards[i] = *card;
    const struct workload_plan plan = {.cards = cards,
        .card_count = count,
        .regimes = regime,
        .chances = chances,
        .first_day = DAY,
        .days = days,
        .runs = 1,
        .caps = {1, CAP_UNSET},
        .supply = count ? 0 : 1};
    assert_true(workload_run(&workload, &plan));
    free(cards);
    return workload;
}

static void test_workload__fsrs_gives_the_days(void **state)
{
    (void)state;
    struct chances chances = certain(4, 4);
    double w[FSRS_WEIGHTS];
    for (int i = 0; i < FSRS_WEIGHTS; i++)
        w[i] = fsrs_defaults[i] / 10000.0;
    for (int retention = 8000; retention <= 9500; retention += 500) {
        struct regime regime = fsrs(retention);
        struct workload workload = play(&regime, &chances, NULL, 0, 300);
        struct fsrs_reference memory = reference_start(w, 3);
        int last = 0, next = 0, reviews = 0;
        for (int day = 0; day < 300; day++) {
            assert_int_equal(work_of(&workload, 0, day, WORK_RATINGS), day == next);
            if (day != next)
                continue;
            if (day > 0)
                memory = reference_rate(w, memory, day - last, 3);
            last = day;
            next = day + (int)fmax(1, round(reference_interval(w, memory.s, retention / 1e4)));
            reviews++;
        }
        assert_true(reviews >= 3);
        workload_done(&workload);
    }
}

/* The habits say that two in five are forgotten, the memory that 1 - recall are. A repeat gets a
 * 4, so that ratings below 4 are the ratings beyond one a card. */
static void test_workload__memory_says_what_is_recalled(void **state)
{
    (void)state;
    struct regime regime = fsrs(9000);
    struct chances chances = any();
    memcpy(chances.up_to[HABIT_REPEAT], certain(4, 4).up_to[0], sizeof chances.up_to[0]);
    double w[FSRS_WEIGHTS];
    for (int i = 0; i < FSRS_WEIGHTS; i++)
        w[i] = fsrs_defaults[i] / 10000.0;
    static const int days[] = {1, 10, 60, 2000};
    for (size_t i = 0; i < 4; i++) {
        double recall = reference_recall(w, 10, days[i]);
        const struct workload_card card = {
            .due = DAY, .past = {.memory = {{10, 5}}, .day = DAY - days[i]}};
        struct workload workload = play(&regime, &chances, &card, 40000, 1);
        double below = (double)work_of(&workload, 0, 0, WORK_RATINGS) / 40000 - 1;
        assert_true(fabs(below - (1 - recall + recall / 3)) < 0.01);
        workload_done(&workload);
    }
}

static void test_workload__what_is_known_at_the_end(void **state)
{
    (void)state;
    struct regime regime = fsrs(9000);
    struct chances chances = certain(4, 4);
    const struct workload_card card = {
        .due = DAY + 50, .past = {.memory = {{10, 5}}, .day = DAY - 7}};
    struct workload workload = play(&regime, &chances, &card, 1000, 4);
    for (int day = 0; day < 4; day++) /* 10 days after, with a stability of 10 days */
        assert_int_equal(work_of(&workload, 0, day, WORK_KNOWN), day == 3 ? 900 : 0);
    workload_done(&workload);
}

/* Without a retention, SM-2 gives the days: 1, 6, 15, 38. */
static void test_workload__sm2_with_a_memory(void **state)
{
    (void)state;
    struct regime regime = fsrs(0);
    struct chances chances = certain(4, 4);
    struct workload workload = play(&regime, &chances, NULL, 0, 61);
    for (int day = 0; day < 61; day++)
        assert_int_equal(work_of(&workload, 0, day, WORK_RATINGS),
            day == 0 || day == 1 || day == 7 || day == 22 || day == 60);
    assert_int_equal(work_of(&workload, 0, 60, WORK_KNOWN), 1);
    workload_done(&workload);
}

static void test_workload__new_cards_of_two_decks(void **state)
{
    (void)state;
    /* a first 5: under SM-2 back after 1 day, then 6; under FSRS after 8.2956 */
    struct regime regimes[] = {{0}, fsrs(9000)};
    static const uint32_t news[] = {0, 0, 1};
    static const int reviews[] = {[1] = 4, [7] = 4, [8] = 2};
    struct chances chances = certain(5, 5);
    struct workload workload;
    const struct workload_plan plan = {.regimes = regimes,
        .new_regimes = news,
        .new_count = 3,
        .chances = &chances,
        .first_day = DAY,
        .days = 9,
        .runs = 1,
        .caps = {6, CAP_UNSET},
        .supply = 6};
    assert_true(workload_run(&workload, &plan));
    for (int day = 0; day < 9; day++)
        assert_int_equal(work_of(&workload, 0, day, WORK_REVIEWS), reviews[day]);
    workload_done(&workload);
}

static void test_workload__the_middle_of_runs(void **state)
{
    (void)state;
    /* 11 runs of two days; on the first day run i has 10 - i ratings of 6 s, on the second 1 more
     */
    int64_t work[11 * 2 * WORKS] = {0}, capacity[11];
    struct workload workload = {DAY, 2, 11, work};
    struct dataset dataset = {0};
    for (int run = 0; run < 11; run++)
        for (int day = 0; day < 2; day++) {
            int64_t *of = &work[(run * 2 + day) * WORKS];
            of[WORK_RATINGS] = 10 - run + day;
            of[WORK_MS] = of[WORK_RATINGS] * 6000;
        }
    struct middle middle = workload_mean(&workload, WORK_RATINGS, 0, 0, capacity);
    assert_int_equal(middle.low, 10);
    assert_int_equal(middle.median, 50);
    assert_int_equal(middle.high, 90);
    middle = workload_mean(&workload, WORK_RATINGS, 0, 1, capacity);
    assert_int_equal(middle.low, 15);
    assert_int_equal(middle.median, 55);
    assert_int_equal(middle.high, 95);
    assert_true(workload_dataset(&workload, PERIOD_DAY, &dataset));
    assert_int_equal(dataset.row_count, 2);
    assert_int_equal(dataset_value(&dataset, 1, WORKLOAD_FROM), DAY + 1);
    assert_int_equal(dataset_value(&dataset, 1, WORKLOAD_RATINGS), 6);
    assert_int_equal(dataset_value(&dataset, 1, WORKLOAD_RATINGS + 1), 2);
    assert_int_equal(dataset_value(&dataset, 1, WORKLOAD_RATINGS + 2), 10);
    assert_int_equal(dataset_value(&dataset, 1, WORKLOAD_MINUTES), 6); /* 36 s */
    assert_true(workload_dataset(&workload, PERIOD_MONTH, &dataset));
    assert_int_equal(dataset.row_count, 2); /* 2026-01-31, and then February */
    dataset_done(&dataset);
}

/* ---- habits ---- */

static void add(struct habits *habits, enum review_kind kind, int before, int rating, int64_t ms)
{
    const struct log_row row = {
        .kind = kind, .interval_before = before, .rating = (enum rating)rating, .spent_ms = ms};
    habits_add(habits, &row);
}

static void test_habits__nothing_known(void **state)
{
    (void)state;
    struct habits habits = {0};
    struct chances chances = habits_chances(&habits);
    assert_int_equal(chances.up_to[0][0], CHANCE_ONE / 10);
    assert_int_equal(chances.up_to[3][1], CHANCE_ONE / 10);
    for (int row = 0; row < HABIT_ROWS; row++) {
        assert_int_equal(chances.up_to[row][RATINGS - 1], CHANCE_ONE);
        assert_int_equal(chances.ms[row], 8000);
    }
}

static void test_habits__a_log(void **state)
{
    (void)state;
    struct habits habits = {0};
    for (int i = 0; i < 80; i++)
        add(&habits, REVIEW_DUE, 10, 4, 5000);
    add(&habits, REVIEW_CRAM, 10, 1, 99000); /* tells nothing */
    assert_int_equal(habits_count(&habits), 80);
    struct chances chances = habits_chances(&habits);
    /* in all bands: 4 has (80 + 20 * 0.5) / 100 = 0.9; 1, 2, 3, 5 have 0.01 0.01 0.03 0.05. In
     * this band: 3 or less 20 * 0.05 / 100, 4 or less 1 - 20 * 0.05 / 100 */
    int band = habit_band(10);
    assert_int_equal(chances.up_to[band][2], CHANCE_ONE / 100);
    assert_int_equal(chances.up_to[band][3], (int64_t)CHANCE_ONE * 99 / 100);
    assert_int_equal(chances.up_to[band + 1][2], (int64_t)CHANCE_ONE * 5 / 100);
    assert_int_equal(chances.up_to[0][0], CHANCE_ONE / 10); /* new cards: nothing is known */
    /* a rating takes (80 * 5 + 20 * 8) / 100 = 5.6 s; here (80 * 5 + 20 * 5.6) / 100 */
    assert_int_equal(chances.ms[0], 5600);
    assert_int_equal(chances.ms[band], 5120);
}

static void test_habits__bands(void **state)
{
    (void)state;
    static const int bands[][2] = {{0, 0}, {1, 1}, {2, 2}, {6, 2}, {7, 3}, {20, 3}, {21, 4},
        {60, 4}, {61, 5}, {180, 5}, {181, 6}, {365, 6}, {366, 7}, {730, 7}, {731, 8}, {9999, 8}};
    struct habits habits = {0};
    for (size_t i = 0; i < sizeof bands / sizeof *bands; i++)
        assert_int_equal(habit_band(bands[i][0]), bands[i][1]);
    add(&habits, REVIEW_NEW, 0, 3, 1);
    add(&habits, REVIEW_REPEAT, 1, 5, 2);
    add(&habits, REVIEW_DUE, 1, 2, 4);
    assert_int_equal(habits.ratings[0][2], 1);
    assert_int_equal(habits.ratings[HABIT_REPEAT][4], 1);
    assert_int_equal(habits.ratings[1][1], 1);
    assert_int_equal(habits.spent_ms[HABIT_REPEAT], 2);
}

static bool counts_down(void *context)
{
    return (*(int *)context)-- > 0;
}

/* A caller that has seen enough ends the runs. */
static void test_workload__ends_early(void **state)
{
    (void)state;
    struct workload workload;
    struct chances chances = certain(4, 4);
    int left = 3;
    const struct workload_plan plan = {.regimes = &sm2,
        .chances = &chances,
        .first_day = DAY,
        .days = 10,
        .runs = 50,
        .caps = {20, CAP_UNSET},
        .supply = 1,
        .go_on = counts_down,
        .context = &left};
    assert_true(workload_run(&workload, &plan));
    assert_int_equal(workload.runs, 3);
    workload_done(&workload);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_workload__all_4),
        cmocka_unit_test(test_workload__all_3_with_a_repeat_each),
        cmocka_unit_test(test_workload__lapses_come_back_every_day),
        cmocka_unit_test(test_workload__cards_there_are),
        cmocka_unit_test(test_workload__today_is_what_is_left_of_it),
        cmocka_unit_test(test_workload__caps_hold_and_nothing_is_lost),
        cmocka_unit_test(test_workload__the_same_for_a_seed),
        cmocka_unit_test(test_workload__fewer_runs_of_much_work),
        cmocka_unit_test(test_workload__chances_are_met),
        cmocka_unit_test(test_workload__fsrs_gives_the_days),
        cmocka_unit_test(test_workload__memory_says_what_is_recalled),
        cmocka_unit_test(test_workload__what_is_known_at_the_end),
        cmocka_unit_test(test_workload__sm2_with_a_memory),
        cmocka_unit_test(test_workload__new_cards_of_two_decks),
        cmocka_unit_test(test_workload__the_middle_of_runs),
        cmocka_unit_test(test_habits__nothing_known),
        cmocka_unit_test(test_habits__a_log),
        cmocka_unit_test(test_habits__bands),
        cmocka_unit_test(test_workload__ends_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
