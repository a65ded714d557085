/* How new cards are spread among due cards. */
#include "unit/queue_checks.h"

/* Mixes due_count reviews (ids from 1) with new_count new cards (ids from 1,000,001), and checks
 * all that is promised of the order. */
static void assert_mixed(size_t due_count, size_t new_count)
{
    struct due_card *due = array_new(due_count, sizeof *due);
    int64_t *new_cards = array_new(new_count, sizeof *new_cards);
    size_t all = due_count + new_count, due_seen = 0, new_seen = 0, i;
    struct queue queue = {0};

    for (i = 0; i < due_count; i++)
        due[i] = (struct due_card){.card_id = (int64_t)i + 1, .interval = 1};
    for (i = 0; i < new_count; i++)
        new_cards[i] = (int64_t)i + 1000001;
    assert_true(queue_append_mixed(&queue, due, due_count, new_cards, new_count));
    assert_counts(&queue);
    assert_int_equal(queue_left(&queue), all);
    assert_int_equal(queue.left[REVIEW_DUE], due_count);
    assert_int_equal(queue.left[REVIEW_NEW], new_count);
    for (i = 1; i <= all; i++) {
        struct queue_card card;
        size_t share, even;

        assert_true(queue_next(&queue, &card));
        if (card.kind == REVIEW_NEW)
            assert_int_equal(card.card_id, 1000001 + new_seen++);
        else
            assert_int_equal(card.card_id, 1 + due_seen++);
        /* |new_seen - i * new_count / all| < 1, in whole numbers */
        share = new_seen * all;
        even = i * new_count;
        if ((share > even ? share - even : even - share) >= all)
            fail_msg(
                "%zu due, %zu new: %zu new among the first %zu", due_count, new_count, new_seen, i);
        if (i == 1 && due_count > 0)
            assert_int_equal(card.kind, REVIEW_DUE); /* of each stretch the reviews first */
        if (i == all && new_count > 0)
            assert_int_equal(card.kind, REVIEW_NEW);
    }
    assert_empty(&queue);
    queue_done(&queue);
    free(new_cards);
    free(due);
}

static void test_queue__mixed_of_nothing(void **state)
{
    struct queue queue = {0};

    (void)state;
    assert_true(queue_append_mixed(&queue, NULL, 0, NULL, 0));
    assert_empty(&queue);
    queue_done(&queue);
}

static void test_queue__mixed_without_due(void **state)
{
    (void)state;
    assert_mixed(0, 1);
    assert_mixed(0, 20);
}

static void test_queue__mixed_without_new(void **state)
{
    (void)state;
    assert_mixed(1, 0);
    assert_mixed(20, 0);
}

static void test_queue__mixed_as_many_of_both(void **state)
{
    struct due_card due[20];
    int64_t new_cards[20];
    struct queue queue = {0};
    int i;

    (void)state;
    for (i = 0; i < 20; i++) {
        due[i] = (struct due_card){.card_id = i, .interval = 1};
        new_cards[i] = 100 + i;
    }
    assert_true(queue_append_mixed(&queue, due, 20, new_cards, 20));
    for (i = 0; i < 20; i++) {
        assert_next(&queue, i, REVIEW_DUE);
        assert_next(&queue, 100 + i, REVIEW_NEW);
    }
    assert_empty(&queue);
    queue_done(&queue);
    assert_mixed(20, 20);
}

static void test_queue__mixed_3_new_among_10(void **state)
{
    (void)state;
    assert_mixed(10, 3);
    assert_mixed(7, 3);
}

static void test_queue__mixed_evenly_in_every_prefix(void **state)
{
    size_t due, new;

    (void)state;
    for (due = 0; due <= 40; due++)
        for (new = 0; new <= 40; new ++)
            assert_mixed(due, new);
    assert_mixed(1000, 1);
    assert_mixed(1, 1000);
    assert_mixed(997, 991);
    assert_mixed(12345, 20);
    assert_mixed(20, 12345);
}

static void test_queue__mixed_grows_to_100k(void **state)
{
    (void)state;
    assert_mixed(60000, 40000);
}

static void test_queue__mixed_comes_after_what_is_there(void **state)
{
    const struct due_card due[] = {{.card_id = 1, .interval = 1}, {.card_id = 2, .interval = 1},
        {.card_id = 3, .interval = 1}};
    const int64_t new_cards[] = {11};
    struct queue queue = {0};

    (void)state;
    assert_true(queue_append(&queue, 21, REVIEW_REPEAT));
    assert_true(queue_append(&queue, 22, REVIEW_REPEAT));
    assert_true(queue_append_mixed(&queue, due, COUNT(due), new_cards, COUNT(new_cards)));
    assert_next(&queue, 21, REVIEW_REPEAT);
    assert_next(&queue, 22, REVIEW_REPEAT);
    assert_next(&queue, 1, REVIEW_DUE);
    assert_int_equal(queue_left(&queue), 3);
    queue_done(&queue);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queue__mixed_of_nothing),
        cmocka_unit_test(test_queue__mixed_without_due),
        cmocka_unit_test(test_queue__mixed_without_new),
        cmocka_unit_test(test_queue__mixed_as_many_of_both),
        cmocka_unit_test(test_queue__mixed_3_new_among_10),
        cmocka_unit_test(test_queue__mixed_evenly_in_every_prefix),
        cmocka_unit_test(test_queue__mixed_grows_to_100k),
        cmocka_unit_test(test_queue__mixed_comes_after_what_is_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
