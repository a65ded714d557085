/* The order of due cards. The contract leaves open how a seed orders ties, so the tests check
 * properties, never a particular order. */
#include "unit/queue_checks.h"

static void test_queue__due_card(void **state)
{
    struct due_card card = due_card_make(INT64_C(5000000000), 20484, 15, 20490, 1);

    (void)state;
    assert_int_equal(card.card_id, INT64_C(5000000000));
    assert_int_equal(card.overdue, 6);
    assert_int_equal(card.interval, 15);
    card = due_card_make(2, -5, 6, -5, 1);
    assert_int_equal(card.overdue, 0);
    card = due_card_make(2, -5, 6, 7, 1);
    assert_int_equal(card.overdue, 12);
}

static void test_queue__tie_depends_on_card_and_seed_only(void **state)
{
    uint64_t tie = due_card_make(9, 100, 15, 110, 7).tie;

    (void)state;
    assert_true(due_card_make(9, 100, 15, 110, 7).tie == tie);
    assert_true(due_card_make(9, 100, 15, 110, 8).tie != tie);
    assert_true(due_card_make(10, 100, 15, 110, 7).tie != tie);
}

static void test_queue__most_overdue_relative_to_interval_first(void **state)
{
    struct due_card cards[] = {
        {.card_id = 1, .overdue = 0, .interval = 1},
        {.card_id = 2, .overdue = 30, .interval = 100}, /* 0.300: the most days of all */
        {.card_id = 3, .overdue = 1, .interval = 3},    /* 0.333 */
        {.card_id = 4, .overdue = 2, .interval = 1},    /* 2 */
        {.card_id = 5, .overdue = 12, .interval = 15},  /* 0.8 */
        {.card_id = 6, .overdue = 5, .interval = 6},    /* 0.833 */
        {.card_id = 7, .overdue = 1, .interval = 1},    /* 1 */
    };
    static const int64_t expected[] = {4, 7, 6, 5, 3, 2, 1};
    size_t i;

    (void)state;
    queue_sort_due(cards, COUNT(cards));
    for (i = 0; i < COUNT(cards); i++)
        assert_int_equal(cards[i].card_id, expected[i]);
}

/* Products of a million by a million need 64 bits, the difference of the quotients more than a
 * float. */
static void test_queue__order_is_exact_for_long_intervals(void **state)
{
    struct due_card cards[] = {
        {.card_id = 1, .overdue = 999998, .interval = 999999},
        {.card_id = 2, .overdue = 999999, .interval = 1000000},
        {.card_id = 3, .overdue = 0, .interval = 1000000},
        {.card_id = 4, .overdue = 999997, .interval = 999998},
        {.card_id = 5, .overdue = 2000000, .interval = 1},
    };
    static const int64_t expected[] = {5, 2, 1, 4, 3};
    size_t i;

    (void)state;
    queue_sort_due(cards, COUNT(cards));
    for (i = 0; i < COUNT(cards); i++)
        assert_int_equal(cards[i].card_id, expected[i]);
}

/* 1/2, 2/4, ...: equal as fractions, not in days. Sorted as they stand from id 1 on, or turned
 * round, for the order must not depend on where a card stood. */
static void sort_ties(int64_t order[], int count, uint64_t seed, bool turned)
{
    struct due_card *cards = array_new((size_t)count, sizeof *cards);
    int i;

    for (i = 0; i < count; i++) {
        int id = turned ? count - i : i + 1;

        cards[i] = due_card_make(id, 1000 - id, 2 * id, 1000, seed);
    }
    queue_sort_due(cards, (size_t)count);
    for (i = 0; i < count; i++)
        order[i] = cards[i].card_id;
    free(cards);
}

static void test_queue__ties_are_stable_for_a_seed(void **state)
{
    int64_t first[60], again[60], turned[60];
    uint64_t seed;

    (void)state;
    for (seed = 0; seed < 50; seed++) {
        sort_ties(first, 60, seed, false);
        sort_ties(again, 60, seed, false);
        sort_ties(turned, 60, seed, true);
        assert_memory_equal(first, again, sizeof first);
        assert_memory_equal(first, turned, sizeof first);
    }
}

static void test_queue__ties_differ_for_another_seed(void **state)
{
    int64_t first[60], other[60];

    (void)state;
    sort_ties(first, 60, 1, false);
    sort_ties(other, 60, 2, false);
    assert_memory_not_equal(first, other, sizeof first);
    sort_ties(other, 60, UINT64_C(1) << 63, false);
    assert_memory_not_equal(first, other, sizeof first);
}

/* Among a few ties too, each card has its turn at being first. */
static void test_queue__ties_favour_no_card(void **state)
{
    int first[4] = {0}, i;
    uint64_t seed;

    (void)state;
    for (seed = 0; seed < 8000; seed++) {
        int64_t order[4];

        sort_ties(order, 4, seed, false);
        first[order[0] - 1]++;
    }
    for (i = 0; i < 4; i++) /* 2000 each; the deviation is 39 */
        assert_in_range(first[i], 1750, 2250);
}

static void test_queue__seed_decides_ties_only(void **state)
{
    uint64_t seed;

    (void)state;
    for (seed = 0; seed < 200; seed++) {
        struct due_card cards[] = {
            due_card_make(1, 100, 10, 103, seed), /* 3/10 */
            due_card_make(2, 102, 3, 103, seed),  /* 1/3 */
            due_card_make(3, 102, 4, 103, seed),  /* 1/4 */
        };

        queue_sort_due(cards, COUNT(cards));
        assert_int_equal(cards[0].card_id, 2);
        assert_int_equal(cards[1].card_id, 1);
        assert_int_equal(cards[2].card_id, 3);
    }
}

static void test_queue__sort_keeps_every_card(void **state)
{
    enum { CARDS = 20000 };
    struct due_card *cards = array_new(CARDS, sizeof *cards);
    bool *seen = array_new(CARDS, sizeof *seen);
    int i;

    (void)state;
    random_state = 1;
    for (i = 0; i < CARDS; i++) {
        int interval = 1 + (int)random_below(i % 2 ? 8 : 1000);

        cards[i] = due_card_make(i, 20000 - (int)random_below(30), interval, 20000, 5);
    }
    queue_sort_due(cards, CARDS);
    for (i = 0; i < CARDS; i++) {
        assert_in_range(cards[i].card_id, 0, CARDS - 1);
        assert_false(seen[cards[i].card_id]);
        seen[cards[i].card_id] = true;
        if (i > 0)
            assert_true((int64_t)cards[i - 1].overdue * cards[i].interval >=
                        (int64_t)cards[i].overdue * cards[i - 1].interval);
    }
    free(seen);
    free(cards);
}

static void test_queue__sort_none_and_one(void **state)
{
    struct due_card card = due_card_make(3, 1, 1, 2, 0);

    (void)state;
    queue_sort_due(NULL, 0);
    queue_sort_due(&card, 1);
    assert_int_equal(card.card_id, 3);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queue__due_card),
        cmocka_unit_test(test_queue__tie_depends_on_card_and_seed_only),
        cmocka_unit_test(test_queue__most_overdue_relative_to_interval_first),
        cmocka_unit_test(test_queue__order_is_exact_for_long_intervals),
        cmocka_unit_test(test_queue__ties_are_stable_for_a_seed),
        cmocka_unit_test(test_queue__ties_differ_for_another_seed),
        cmocka_unit_test(test_queue__ties_favour_no_card),
        cmocka_unit_test(test_queue__seed_decides_ties_only),
        cmocka_unit_test(test_queue__sort_keeps_every_card),
        cmocka_unit_test(test_queue__sort_none_and_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
