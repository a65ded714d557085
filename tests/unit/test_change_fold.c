/* Changes made by hand, as they appear in a card's schedule. */
#include "base/buf.h"
#include "model/schedule.h"

#include "test.h"

/* A card after two ratings of 4: interval 6, due on day 7, a lapse before. */
static struct schedule young(void)
{
    return (struct schedule){.sm2 = {2, 6, 236},
        .due = 7,
        .repeat_day = 1,
        .lapses = 3,
        .reviews = 9,
        .last_rating = 3,
        .last_review = 40,
        .buried_day = NO_DAY,
        .last_change = 12};
}

static struct schedule changed(struct schedule s, enum change_kind kind)
{
    struct change change = {
        .change_id = 41, .kind = kind, .day = 5, .due = 30, .sm2 = {4, 90, 210}, .lapses = 2};
    return schedule_change(s, &change);
}

/* What no change by hand ever touches. */
static void assert_log_kept(const struct schedule *s, int64_t last_change)
{
    assert_int_equal(s->reviews, 9);
    assert_int_equal(s->last_review, 40);
    assert_int_equal(s->last_change, last_change);
}

static void test_change_fold__suspended_until_resumed(void **state)
{
    (void)state;
    struct schedule s = changed(young(), CHANGE_SUSPEND);
    assert_true(s.suspended);
    assert_int_equal(s.due, 7);
    assert_log_kept(&s, 41);
    assert_int_equal(schedule_asks(&s, 7), REVIEW_NONE);
    assert_int_equal(schedule_asks(&s, 700), REVIEW_NONE);
    s = changed(s, CHANGE_RESUME);
    assert_false(s.suspended);
    assert_int_equal(schedule_asks(&s, 7), REVIEW_DUE);
}

static void test_change_fold__buried_for_a_day(void **state)
{
    (void)state;
    struct schedule s = changed(young(), CHANGE_BURY), added = schedule_new();
    assert_int_equal(s.buried_day, 5);
    assert_log_kept(&s, 41);
    s.due = 4;
    assert_int_equal(schedule_asks(&s, 4), REVIEW_DUE);
    assert_int_equal(schedule_asks(&s, 5), REVIEW_NONE);
    assert_int_equal(schedule_asks(&s, 6), REVIEW_DUE);
    added = changed(added, CHANGE_BURY);
    assert_int_equal(schedule_asks(&added, 5), REVIEW_NONE);
    assert_int_equal(schedule_asks(&added, 6), REVIEW_NEW);
}

static void test_change_fold__reset_is_a_new_card_with_its_log(void **state)
{
    (void)state;
    struct schedule s =
        changed(changed(changed(young(), CHANGE_LEECH), CHANGE_SUSPEND), CHANGE_RESET);
    struct schedule added = schedule_new();
    assert_memory_equal(&s.sm2, &added.sm2, sizeof s.sm2);
    assert_int_equal(s.due, NO_DAY);
    assert_int_equal(s.repeat_day, NO_DAY);
    assert_int_equal(s.lapses, 0);
    assert_int_equal(s.last_rating, 0);
    assert_false(s.leech);
    assert_true(s.suspended); /* that is another matter */
    assert_int_equal(schedule_state(&s), STATE_NEW);
    assert_log_kept(&s, 41);
}

static void test_change_fold__another_due_day(void **state)
{
    (void)state;
    struct schedule s = changed(young(), CHANGE_SET_DUE),
                    added = changed(schedule_new(), CHANGE_SET_DUE);
    assert_int_equal(s.due, 30);
    assert_int_equal(s.sm2.interval, 6);
    assert_int_equal(s.sm2.ease, 236);
    assert_int_equal(s.lapses, 3);
    assert_int_equal(s.repeat_day, NO_DAY);
    assert_log_kept(&s, 41);
    assert_int_equal(schedule_asks(&added, 29), REVIEW_NONE);
    assert_int_equal(schedule_asks(&added, 30), REVIEW_DUE);
    assert_int_equal(added.sm2.interval, 1); /* what orders due cards divides by it */
    /* its first rating is a first repetition all the same */
    added = schedule_add(added,
        &(struct review){.review_id = 50, .kind = REVIEW_DUE, .rating = RATING_WELL, .day = 30});
    assert_int_equal(added.sm2.interval, 1);
    assert_int_equal(added.due, 31);
}

static void test_change_fold__the_whole_schedule(void **state)
{
    (void)state;
    struct schedule s = changed(young(), CHANGE_SET);
    assert_int_equal(s.sm2.repetitions, 4);
    assert_int_equal(s.sm2.interval, 90);
    assert_int_equal(s.sm2.ease, 210);
    assert_int_equal(s.due, 30);
    assert_int_equal(s.lapses, 2);
    assert_int_equal(s.repeat_day, NO_DAY);
    assert_log_kept(&s, 41);
    s = schedule_add(
        s, &(struct review){.review_id = 50, .kind = REVIEW_DUE, .rating = RATING_WELL, .day = 30});
    assert_int_equal(s.sm2.interval, 189); /* ceil(90 * 2.10) */
}

/* What comes from another program is in force, and nothing that was done here last. */
static void test_change_fold__imported(void **state)
{
    (void)state;
    for (enum change_kind kind = CHANGE_SUSPEND; kind <= CHANGE_LAST; kind++) {
        struct change change = {.change_id = 41, .kind = kind, .day = 5, .due = 30};
        struct schedule by_hand = schedule_change(young(), &change);
        change.imported = true;
        struct schedule s = schedule_change(young(), &change);
        assert_log_kept(&by_hand, 41);
        assert_log_kept(&s, 12);
        assert_int_equal(s.suspended, by_hand.suspended);
        assert_int_equal(s.leech, by_hand.leech);
        assert_int_equal(s.buried_day, by_hand.buried_day);
        assert_int_equal(s.due, by_hand.due);
    }
}

static void test_change_fold__leeches_by_lapses(void **state)
{
    (void)state;
    static const struct {
        int64_t limit;
        const char *made_by; /* the lapses, one character each from 1 to 20 */
    } cases[] = {
        {8, ".......x...x...x...x"},
        {1, "x...x...x...x...x..."},
        {3, "..x...x...x...x...x."},
        {0, "...................."},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int lapses = 1; lapses <= 20; lapses++) {
            struct schedule before = {.lapses = lapses - 1}, after = {.lapses = lapses};
            assert_int_equal(schedule_makes_leech(&before, &after, cases[i].limit),
                cases[i].made_by[lapses - 1] == 'x');
            assert_false(schedule_makes_leech(&after, &after, cases[i].limit)); /* no lapse */
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change_fold__suspended_until_resumed),
        cmocka_unit_test(test_change_fold__buried_for_a_day),
        cmocka_unit_test(test_change_fold__reset_is_a_new_card_with_its_log),
        cmocka_unit_test(test_change_fold__another_due_day),
        cmocka_unit_test(test_change_fold__the_whole_schedule),
        cmocka_unit_test(test_change_fold__imported),
        cmocka_unit_test(test_change_fold__leeches_by_lapses),
    };
    return cmocka_run_group_tests_name("change_fold", tests, NULL, NULL);
}
