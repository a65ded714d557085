/* Schedules computed from a review log. The expected values were worked out by hand. */
#include "base/buf.h"
#include "model/schedule.h"

#include "test.h"

/* A day to count from: 2026-01-31. */
#define DAY 20484

static void assert_same_sm2(struct sm2 a, struct sm2 b)
{
    assert_int_equal(a.repetitions, b.repetitions);
    assert_int_equal(a.interval, b.interval);
    assert_int_equal(a.ease, b.ease);
}

/* One more review with the next id. */
static struct schedule add(
    struct schedule before, enum review_kind kind, enum rating rating, int day)
{
    struct review review = {
        .review_id = before.last_review + 1, .kind = kind, .rating = rating, .day = day};

    return schedule_add(before, &review);
}

/* A card that has run up an interval of 37 and ease 246, last rated 4 on DAY. */
static struct schedule mature_card(void)
{
    struct schedule card = schedule_new();

    card = add(card, REVIEW_NEW, RATING_WELL, DAY - 22);
    card = add(card, REVIEW_DUE, RATING_PERFECTLY, DAY - 21);
    card = add(card, REVIEW_DUE, RATING_PARTLY, DAY - 15);
    card = add(card, REVIEW_REPEAT, RATING_WELL, DAY - 15);
    return add(card, REVIEW_DUE, RATING_WELL, DAY);
}

static void test_schedule__kind_words(void **state)
{
    (void)state;
    assert_string_equal(review_kind_word(REVIEW_NEW), "new");
    assert_string_equal(review_kind_word(REVIEW_DUE), "review");
    assert_string_equal(review_kind_word(REVIEW_REPEAT), "repeat");
    assert_string_equal(review_kind_word(REVIEW_CRAM), "cram");
}

/* The log stores the numbers. */
static void test_schedule__kind_numbers_are_for_ever(void **state)
{
    (void)state;
    assert_int_equal(REVIEW_NEW, 1);
    assert_int_equal(REVIEW_DUE, 2);
    assert_int_equal(REVIEW_REPEAT, 3);
    assert_int_equal(REVIEW_CRAM, 4);
}

static void test_schedule__new_is_never_rated(void **state)
{
    struct schedule card = schedule_new();

    (void)state;
    assert_same_sm2(card.sm2, sm2_new());
    assert_int_equal(card.due, NO_DAY);
    assert_int_equal(card.repeat_day, NO_DAY);
    assert_int_equal(card.lapses, 0);
    assert_int_equal(card.reviews, 0);
    assert_int_equal(card.last_rating, 0);
    assert_int_equal(card.last_review, 0);
    assert_int_equal(schedule_state(&card), STATE_NEW);
    assert_int_equal(schedule_asks(&card, DAY), REVIEW_NEW);
    assert_int_equal(schedule_asks(&card, -DAY), REVIEW_NEW);
    assert_int_equal(schedule_asks(&card, 0), REVIEW_NEW);
}

static void test_schedule__first_rating(void **state)
{
    static const struct {
        enum rating rating;
        int ease, lapses, repeat_day;
    } cases[] = {
        {1, 250, 1, DAY},
        {2, 250, 1, DAY},
        {3, 236, 0, DAY},
        {4, 250, 0, NO_DAY},
        {5, 260, 0, NO_DAY},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        struct review review = {
            .review_id = 77, .kind = REVIEW_NEW, .rating = cases[i].rating, .day = DAY};
        struct schedule card = schedule_add(schedule_new(), &review);

        assert_int_equal(card.sm2.repetitions, 1);
        assert_int_equal(card.sm2.interval, 1);
        assert_int_equal(card.sm2.ease, cases[i].ease);
        assert_int_equal(card.due, DAY + 1);
        assert_int_equal(card.repeat_day, cases[i].repeat_day);
        assert_int_equal(card.lapses, cases[i].lapses);
        assert_int_equal(card.reviews, 1);
        assert_int_equal(card.last_rating, cases[i].rating);
        assert_int_equal(card.last_review, 77);
    }
}

static void test_schedule__golden_on_each_due_day(void **state)
{
    static const struct {
        enum rating rating;
        int interval, lapses;
    } steps[] = {{4, 1, 0}, {5, 6, 0}, {3, 15, 0}, {4, 37, 0}, {2, 1, 1}, {4, 6, 1}, {4, 15, 1},
        {4, 37, 1}, {5, 95, 1}};
    struct schedule card = schedule_new();
    int today = DAY;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(steps); i++) {
        enum review_kind kind = schedule_asks(&card, today);

        assert_int_equal(kind, i == 0 ? REVIEW_NEW : REVIEW_DUE);
        card = add(card, kind, steps[i].rating, today);
        assert_int_equal(card.sm2.interval, steps[i].interval);
        assert_int_equal(card.due, today + steps[i].interval);
        assert_int_equal(card.lapses, steps[i].lapses);
        assert_int_equal(card.reviews, i + 1);
        assert_int_equal(card.last_rating, steps[i].rating);
        today = card.due;
    }
    assert_int_equal(card.sm2.ease, 256);
    assert_int_equal(today, DAY + 1 + 6 + 15 + 37 + 1 + 6 + 15 + 37 + 95);
}

/* SM-2 multiplies the interval that was planned; waiting longer changes only where it starts. */
static void test_schedule__late_review_counts_from_its_own_day(void **state)
{
    struct schedule card = schedule_new();

    (void)state;
    card = add(card, REVIEW_NEW, RATING_WELL, DAY);
    card = add(card, REVIEW_DUE, RATING_WELL, DAY + 11);
    assert_int_equal(card.due, DAY + 17);
    card = add(card, REVIEW_DUE, RATING_WELL, DAY + 117);
    assert_int_equal(card.sm2.interval, 15);
    assert_int_equal(card.due, DAY + 132);
}

static void test_schedule__days_before_the_epoch(void **state)
{
    struct schedule card = schedule_new();

    (void)state;
    card = add(card, REVIEW_NEW, RATING_PARTLY, -3);
    assert_int_equal(card.due, -2);
    assert_int_equal(schedule_asks(&card, -3), REVIEW_REPEAT);
    assert_int_equal(schedule_asks(&card, -2), REVIEW_DUE);
    card = add(card, REVIEW_DUE, RATING_WELL, -2);
    assert_int_equal(card.due, 4);
    assert_int_equal(schedule_asks(&card, 0), REVIEW_NONE);
}

static void test_schedule__day_0_is_a_day(void **state)
{
    struct schedule card = schedule_new();

    (void)state;
    card = add(card, REVIEW_NEW, RATING_BARELY, 0);
    assert_int_equal(card.repeat_day, 0);
    assert_int_equal(schedule_asks(&card, 0), REVIEW_REPEAT);
    card = add(schedule_new(), REVIEW_NEW, RATING_WELL, -1);
    assert_int_equal(card.due, 0);
    assert_int_equal(schedule_asks(&card, 0), REVIEW_DUE);
}

static void test_schedule__lapse_starts_over(void **state)
{
    struct schedule card = mature_card();

    (void)state;
    assert_int_equal(card.sm2.interval, 37);
    card = add(card, REVIEW_DUE, RATING_NOT_AT_ALL, DAY + 37);
    assert_int_equal(card.sm2.repetitions, 1);
    assert_int_equal(card.sm2.interval, 1);
    assert_int_equal(card.sm2.ease, 246);
    assert_int_equal(card.due, DAY + 38);
    assert_int_equal(card.repeat_day, DAY + 37);
    assert_int_equal(card.lapses, 1);
    assert_int_equal(card.last_rating, 1);
    card = add(card, REVIEW_DUE, RATING_WELL, DAY + 38);
    assert_int_equal(card.due, DAY + 44);
    assert_int_equal(card.repeat_day, NO_DAY);
    assert_int_equal(card.lapses, 1);
}

static void test_schedule__lapses_add_up(void **state)
{
    struct schedule card = schedule_new();
    int i;

    (void)state;
    card = add(card, REVIEW_NEW, RATING_NOT_AT_ALL, DAY);
    for (i = 1; i < 9; i++)
        card = add(card, REVIEW_DUE, i % 2 ? RATING_BARELY : RATING_NOT_AT_ALL, DAY + i);
    assert_int_equal(card.lapses, 9);
    card = add(card, REVIEW_DUE, RATING_PARTLY, DAY + 9);
    assert_int_equal(card.lapses, 9);
}

static void test_schedule__repeat_changes_only_what_is_owed(void **state)
{
    int rating;

    (void)state;
    for (rating = RATING_NOT_AT_ALL; rating <= RATING_PERFECTLY; rating++) {
        struct schedule before = add(mature_card(), REVIEW_DUE, RATING_BARELY, DAY + 40), after;

        after = add(before, REVIEW_REPEAT, (enum rating)rating, DAY + 40);
        assert_same_sm2(after.sm2, before.sm2);
        assert_int_equal(after.due, before.due);
        assert_int_equal(after.lapses, before.lapses);
        assert_int_equal(after.last_rating, RATING_BARELY);
        assert_int_equal(after.reviews, before.reviews + 1);
        assert_int_equal(after.last_review, before.last_review + 1);
        assert_int_equal(after.repeat_day, rating < 4 ? DAY + 40 : NO_DAY);
    }
}

static void test_schedule__repeat_until_4_or_5(void **state)
{
    struct schedule card = add(schedule_new(), REVIEW_NEW, RATING_NOT_AT_ALL, DAY);

    (void)state;
    card = add(card, REVIEW_REPEAT, RATING_BARELY, DAY);
    assert_int_equal(schedule_asks(&card, DAY), REVIEW_REPEAT);
    card = add(card, REVIEW_REPEAT, RATING_PARTLY, DAY);
    assert_int_equal(schedule_asks(&card, DAY), REVIEW_REPEAT);
    card = add(card, REVIEW_REPEAT, RATING_NOT_AT_ALL, DAY);
    assert_int_equal(schedule_asks(&card, DAY), REVIEW_REPEAT);
    card = add(card, REVIEW_REPEAT, RATING_WELL, DAY);
    assert_int_equal(schedule_asks(&card, DAY), REVIEW_NONE);
    assert_int_equal(schedule_asks(&card, DAY + 1), REVIEW_DUE);
    assert_int_equal(card.lapses, 1);
    assert_int_equal(card.reviews, 5);
    assert_int_equal(card.last_rating, RATING_NOT_AT_ALL);
}

static void test_schedule__cram_only_counts(void **state)
{
    int rating;

    (void)state;
    for (rating = RATING_NOT_AT_ALL; rating <= RATING_PERFECTLY; rating++) {
        struct schedule before = mature_card(), after;

        after = add(before, REVIEW_CRAM, (enum rating)rating, DAY + 3);
        assert_same_sm2(after.sm2, before.sm2);
        assert_int_equal(after.due, before.due);
        assert_int_equal(after.repeat_day, NO_DAY);
        assert_int_equal(after.lapses, before.lapses);
        assert_int_equal(after.last_rating, before.last_rating);
        assert_int_equal(after.reviews, before.reviews + 1);
        assert_int_equal(after.last_review, before.last_review + 1);
        assert_int_equal(schedule_asks(&after, DAY + 3), REVIEW_NONE);
    }
}

static void test_schedule__cram_leaves_an_owed_repeat(void **state)
{
    struct schedule card = add(schedule_new(), REVIEW_NEW, RATING_PARTLY, DAY);

    (void)state;
    card = add(card, REVIEW_CRAM, RATING_PERFECTLY, DAY);
    assert_int_equal(card.repeat_day, DAY);
    assert_int_equal(schedule_asks(&card, DAY), REVIEW_REPEAT);
}

/* The schedule of a card crammed before its first day is untouched: it is still new. */
static void test_schedule__cram_leaves_a_new_card_new(void **state)
{
    struct schedule card = add(schedule_new(), REVIEW_CRAM, RATING_NOT_AT_ALL, DAY);

    (void)state;
    assert_same_sm2(card.sm2, sm2_new());
    assert_int_equal(card.due, NO_DAY);
    assert_int_equal(card.repeat_day, NO_DAY);
    assert_int_equal(card.last_rating, 0);
    assert_int_equal(card.reviews, 1);
    assert_int_equal(card.last_review, 1);
    assert_int_equal(schedule_state(&card), STATE_NEW);
    assert_int_equal(schedule_asks(&card, DAY), REVIEW_NEW);
}

static void test_schedule__asks_over_the_days(void **state)
{
    struct schedule card = mature_card(); /* due on DAY + 37 */
    int today;

    (void)state;
    for (today = DAY; today < DAY + 37; today++)
        assert_int_equal(schedule_asks(&card, today), REVIEW_NONE);
    assert_int_equal(schedule_asks(&card, DAY + 37), REVIEW_DUE);
    assert_int_equal(schedule_asks(&card, DAY + 38), REVIEW_DUE);
    assert_int_equal(schedule_asks(&card, DAY + 5000), REVIEW_DUE);
}

static void test_schedule__rating_3_repeats_today_and_comes_due_later(void **state)
{
    struct schedule card = add(mature_card(), REVIEW_DUE, RATING_PARTLY, DAY + 37);
    int today;

    (void)state;
    assert_int_equal(card.sm2.interval, 86); /* 37 * 2.32 = 85.84 */
    assert_int_equal(schedule_asks(&card, DAY + 37), REVIEW_REPEAT);
    for (today = DAY + 38; today < DAY + 37 + 86; today++)
        assert_int_equal(schedule_asks(&card, today), REVIEW_NONE);
    assert_int_equal(schedule_asks(&card, DAY + 37 + 86), REVIEW_DUE);
}

/* Not asked again that day, the card is none the worse: the repeat lapses with the study day. */
static void test_schedule__repeat_is_owed_on_the_same_day_only(void **state)
{
    struct schedule card = add(schedule_new(), REVIEW_NEW, RATING_BARELY, DAY);

    (void)state;
    assert_int_equal(schedule_asks(&card, DAY - 1), REVIEW_NONE); /* the clock was set back */
    assert_int_equal(schedule_asks(&card, DAY), REVIEW_REPEAT);
    assert_int_equal(schedule_asks(&card, DAY + 1), REVIEW_DUE);
    assert_int_equal(schedule_asks(&card, DAY + 2), REVIEW_DUE);
}

static void test_schedule__next_days_rating_settles_an_old_repeat(void **state)
{
    struct schedule card = add(schedule_new(), REVIEW_NEW, RATING_BARELY, DAY);

    (void)state;
    card = add(card, REVIEW_DUE, RATING_WELL, DAY + 1);
    assert_int_equal(card.repeat_day, NO_DAY);
    assert_int_equal(schedule_asks(&card, DAY + 1), REVIEW_NONE);
    assert_int_equal(schedule_asks(&card, DAY + 7), REVIEW_DUE);
}

static void test_schedule__states(void **state)
{
    static const struct {
        int interval;
        enum card_state expected;
    } cases[] = {
        {1, STATE_LEARNING},
        {2, STATE_YOUNG},
        {6, STATE_YOUNG},
        {20, STATE_YOUNG},
        {21, STATE_MATURE},
        {37, STATE_MATURE},
        {INTERVAL_LONGEST, STATE_MATURE},
    };
    struct schedule card;
    size_t i;

    (void)state;
    card = schedule_new();
    assert_int_equal(schedule_state(&card), STATE_NEW);
    for (i = 0; i < COUNT(cases); i++) {
        card = add(schedule_new(), REVIEW_NEW, RATING_WELL, DAY);
        card.sm2.repetitions = 3;
        card.interval = cases[i].interval;
        card.due = DAY + cases[i].interval;
        assert_int_equal(schedule_state(&card), cases[i].expected);
    }
}

static void test_schedule__states_along_a_life(void **state)
{
    struct schedule card = schedule_new();

    (void)state;
    card = add(card, REVIEW_NEW, RATING_WELL, DAY);
    assert_int_equal(schedule_state(&card), STATE_LEARNING);
    card = add(card, REVIEW_DUE, RATING_WELL, DAY + 1);
    assert_int_equal(schedule_state(&card), STATE_YOUNG);
    card = add(card, REVIEW_DUE, RATING_WELL, DAY + 7); /* 15 days */
    assert_int_equal(schedule_state(&card), STATE_YOUNG);
    card = add(card, REVIEW_DUE, RATING_WELL, DAY + 22); /* 38 days */
    assert_int_equal(schedule_state(&card), STATE_MATURE);
    card = add(card, REVIEW_DUE, RATING_BARELY, DAY + 60);
    assert_int_equal(schedule_state(&card), STATE_LEARNING);
}

static void test_schedule__state_words(void **state)
{
    (void)state;
    assert_string_equal(card_state_word(STATE_NEW), "new");
    assert_string_equal(card_state_word(STATE_LEARNING), "learning");
    assert_string_equal(card_state_word(STATE_YOUNG), "young");
    assert_string_equal(card_state_word(STATE_MATURE), "mature");
}

/* Steele, Lea and Flood's splitmix64: the same logs on every machine. */
static uint64_t random_state;

static unsigned random_below(unsigned bound)
{
    uint64_t z = (random_state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (unsigned)((z >> 32) % bound);
}

/* A log with repeats and crams strewn in schedules the card like the log without them. */
static void test_schedule__repeats_and_crams_never_move_a_card(void **state)
{
    int round;

    (void)state;
    random_state = 2026;
    for (round = 0; round < 20000; round++) {
        struct schedule with = schedule_new(), without = schedule_new();
        int day = DAY, reviews = 0, step, steps = 1 + (int)random_below(12);

        for (step = 0; step < steps; step++) {
            enum review_kind kind = step ? REVIEW_DUE : REVIEW_NEW;
            enum rating rating = (enum rating)(1 + random_below(5));
            unsigned extra = random_below(4);

            with = add(with, kind, rating, day);
            without = add(without, kind, rating, day);
            assert_int_equal(with.repeat_day, rating < 4 ? day : NO_DAY);
            for (reviews++; extra > 0; extra--, reviews++) {
                enum rating again = (enum rating)(1 + random_below(5));

                if (schedule_asks(&with, day) == REVIEW_REPEAT)
                    with = add(with, REVIEW_REPEAT, again, day);
                else
                    with = add(with, REVIEW_CRAM, again, day + (int)random_below(2));
            }
            day = with.due + (int)random_below(3);
        }
        assert_same_sm2(with.sm2, without.sm2);
        assert_int_equal(with.due, without.due);
        assert_int_equal(with.lapses, without.lapses);
        assert_int_equal(with.last_rating, without.last_rating);
        assert_int_equal(with.reviews, reviews);
        assert_int_equal(with.last_review, reviews);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schedule__kind_words),
        cmocka_unit_test(test_schedule__kind_numbers_are_for_ever),
        cmocka_unit_test(test_schedule__new_is_never_rated),
        cmocka_unit_test(test_schedule__first_rating),
        cmocka_unit_test(test_schedule__golden_on_each_due_day),
        cmocka_unit_test(test_schedule__late_review_counts_from_its_own_day),
        cmocka_unit_test(test_schedule__days_before_the_epoch),
        cmocka_unit_test(test_schedule__day_0_is_a_day),
        cmocka_unit_test(test_schedule__lapse_starts_over),
        cmocka_unit_test(test_schedule__lapses_add_up),
        cmocka_unit_test(test_schedule__repeat_changes_only_what_is_owed),
        cmocka_unit_test(test_schedule__repeat_until_4_or_5),
        cmocka_unit_test(test_schedule__cram_only_counts),
        cmocka_unit_test(test_schedule__cram_leaves_an_owed_repeat),
        cmocka_unit_test(test_schedule__cram_leaves_a_new_card_new),
        cmocka_unit_test(test_schedule__asks_over_the_days),
        cmocka_unit_test(test_schedule__rating_3_repeats_today_and_comes_due_later),
        cmocka_unit_test(test_schedule__repeat_is_owed_on_the_same_day_only),
        cmocka_unit_test(test_schedule__next_days_rating_settles_an_old_repeat),
        cmocka_unit_test(test_schedule__states),
        cmocka_unit_test(test_schedule__states_along_a_life),
        cmocka_unit_test(test_schedule__state_words),
        cmocka_unit_test(test_schedule__repeats_and_crams_never_move_a_card),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
