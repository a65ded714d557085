/* A session's queue: cards leave it in the order in which they were appended; where repeats come
 * back; pushing and dropping. */
#include "unit/queue_checks.h"

/* Due reviews 1, 2, ... count. */
static void append_due(struct queue *queue, int count)
{
    int i;

    for (i = 1; i <= count; i++)
        assert_true(queue_append(queue, i, REVIEW_DUE));
}

/* Appending, taking */

static void test_queue__zero_is_empty(void **state)
{
    struct queue queue = {0};

    (void)state;
    assert_empty(&queue);
    queue_drop(&queue, 1);
    assert_empty(&queue);
    queue_done(&queue);
}

static void test_queue__first_in_first_out(void **state)
{
    struct queue queue = {0};

    (void)state;
    assert_true(queue_append(&queue, 30, REVIEW_REPEAT));
    assert_true(queue_append(&queue, INT64_MAX, REVIEW_DUE));
    assert_true(queue_append(&queue, 20, REVIEW_NEW));
    assert_true(queue_append(&queue, 10, REVIEW_CRAM));
    assert_counts(&queue);
    assert_int_equal(queue_left(&queue), 4);
    assert_next(&queue, 30, REVIEW_REPEAT);
    assert_next(&queue, INT64_MAX, REVIEW_DUE);
    assert_next(&queue, 20, REVIEW_NEW);
    assert_next(&queue, 10, REVIEW_CRAM);
    assert_empty(&queue);
    assert_true(queue_append(&queue, 40, REVIEW_DUE));
    assert_next(&queue, 40, REVIEW_DUE);
    assert_empty(&queue);
    queue_done(&queue);
}

static void test_queue__left_counts_by_kind(void **state)
{
    struct queue queue = {0};
    int i;

    (void)state;
    for (i = 0; i < 3; i++)
        assert_true(queue_append(&queue, i, REVIEW_REPEAT));
    for (; i < 8; i++)
        assert_true(queue_append(&queue, i, REVIEW_DUE));
    for (; i < 12; i++)
        assert_true(queue_append(&queue, i, REVIEW_NEW));
    assert_int_equal(queue.left[REVIEW_NONE], 0);
    assert_int_equal(queue.left[REVIEW_REPEAT], 3);
    assert_int_equal(queue.left[REVIEW_DUE], 5);
    assert_int_equal(queue.left[REVIEW_NEW], 4);
    assert_int_equal(queue.left[REVIEW_CRAM], 0);
    assert_next(&queue, 0, REVIEW_REPEAT);
    queue_drop(&queue, 9);
    assert_true(queue_repeat(&queue, 0, REVIEW_REPEAT));
    assert_int_equal(queue.left[REVIEW_REPEAT], 3);
    assert_int_equal(queue.left[REVIEW_DUE], 5);
    assert_int_equal(queue.left[REVIEW_NEW], 3);
    queue_done(&queue);
}

static void test_queue__grows_to_100k(void **state)
{
    enum { CARDS = 100000 };
    struct queue queue = {0};
    int i;

    (void)state;
    for (i = 0; i < CARDS; i++)
        assert_true(queue_append(&queue, i, i % 3 ? REVIEW_DUE : REVIEW_NEW));
    assert_int_equal(queue_left(&queue), CARDS);
    assert_counts(&queue);
    for (i = 0; i < CARDS; i++) {
        struct queue_card card;

        assert_true(queue_next(&queue, &card));
        assert_int_equal(card.card_id, i);
        assert_int_equal(card.kind, i % 3 ? REVIEW_DUE : REVIEW_NEW);
    }
    assert_empty(&queue);
    queue_done(&queue);
}

/* Repeats */

static void test_queue__repeat_comes_back_after_4_others(void **state)
{
    struct queue queue = {0};

    (void)state;
    append_due(&queue, 10);
    assert_next(&queue, 1, REVIEW_DUE);
    assert_true(queue_repeat(&queue, 1, REVIEW_REPEAT));
    assert_counts(&queue);
    assert_next(&queue, 2, REVIEW_DUE);
    assert_next(&queue, 3, REVIEW_DUE);
    assert_next(&queue, 4, REVIEW_DUE);
    assert_next(&queue, 5, REVIEW_DUE);
    assert_next(&queue, 1, REVIEW_REPEAT);
    assert_next(&queue, 6, REVIEW_DUE);
    assert_int_equal(queue_left(&queue), 4);
    queue_done(&queue);
}

static void test_queue__repeat_among_fewer_comes_last(void **state)
{
    int others, i;

    (void)state;
    for (others = 0; others <= 5; others++) {
        struct queue queue = {0};

        append_due(&queue, others);
        assert_true(queue_repeat(&queue, 99, REVIEW_REPEAT));
        for (i = 1; i <= others && i <= 4; i++)
            assert_next(&queue, i, REVIEW_DUE);
        assert_next(&queue, 99, REVIEW_REPEAT);
        if (others == 5)
            assert_next(&queue, 5, REVIEW_DUE);
        assert_empty(&queue);
        queue_done(&queue);
    }
}

static void test_queue__one_card_repeats_until_it_is_known(void **state)
{
    struct queue queue = {0};
    int i;

    (void)state;
    append_due(&queue, 1);
    assert_next(&queue, 1, REVIEW_DUE);
    for (i = 0; i < 1000; i++) {
        assert_true(queue_repeat(&queue, 1, REVIEW_REPEAT));
        assert_int_equal(queue_left(&queue), 1);
        assert_next(&queue, 1, REVIEW_REPEAT);
    }
    assert_empty(&queue);
    queue_done(&queue);
}

/* Nothing known: cards go round in the order they came. */
static void test_queue__repeats_keep_their_order(void **state)
{
    struct queue queue = {0};
    int i;

    (void)state;
    append_due(&queue, 5);
    for (i = 0; i < 5; i++) {
        assert_next(&queue, i + 1, REVIEW_DUE);
        assert_true(queue_repeat(&queue, i + 1, REVIEW_REPEAT));
    }
    for (i = 0; i < 50; i++) {
        assert_next(&queue, i % 5 + 1, REVIEW_REPEAT);
        assert_true(queue_repeat(&queue, i % 5 + 1, REVIEW_REPEAT));
    }
    queue_done(&queue);
}

static void test_queue__repeat_comes_back_as_the_kind_given(void **state)
{
    struct queue queue = {0};

    (void)state;
    assert_true(queue_repeat(&queue, 1, REVIEW_CRAM));
    assert_int_equal(queue.left[REVIEW_CRAM], 1);
    assert_next(&queue, 1, REVIEW_CRAM);
    queue_done(&queue);
}

/* Pushing, dropping */

static void test_queue__push_comes_next(void **state)
{
    struct queue queue = {0};

    (void)state;
    assert_true(queue_push(&queue, (struct queue_card){1, REVIEW_NEW}));
    assert_counts(&queue);
    assert_next(&queue, 1, REVIEW_NEW);
    append_due(&queue, 3);
    assert_next(&queue, 1, REVIEW_DUE);
    assert_true(queue_push(&queue, (struct queue_card){1, REVIEW_DUE}));
    assert_true(queue_push(&queue, (struct queue_card){9, REVIEW_REPEAT}));
    assert_counts(&queue);
    assert_next(&queue, 9, REVIEW_REPEAT);
    assert_next(&queue, 1, REVIEW_DUE);
    assert_next(&queue, 2, REVIEW_DUE);
    assert_next(&queue, 3, REVIEW_DUE);
    assert_empty(&queue);
    queue_done(&queue);
}

/* Undo at the start of a session pushes more than was ever taken. */
static void test_queue__push_many_on_a_full_queue(void **state)
{
    struct queue queue = {0};
    int i;

    (void)state;
    append_due(&queue, 64);
    for (i = 65; i <= 1000; i++)
        assert_true(queue_push(&queue, (struct queue_card){i, REVIEW_DUE}));
    assert_counts(&queue);
    for (i = 1000; i > 64; i--)
        assert_next(&queue, i, REVIEW_DUE);
    for (i = 1; i <= 64; i++)
        assert_next(&queue, i, REVIEW_DUE);
    assert_empty(&queue);
    queue_done(&queue);
}

static void test_queue__drop_from_anywhere(void **state)
{
    int dropped, i;

    (void)state;
    for (dropped = 1; dropped <= 7; dropped++) {
        struct queue queue = {0};

        append_due(&queue, 7);
        queue_drop(&queue, dropped);
        assert_counts(&queue);
        assert_int_equal(queue_left(&queue), 6);
        for (i = 1; i <= 7; i++)
            if (i != dropped)
                assert_next(&queue, i, REVIEW_DUE);
        assert_empty(&queue);
        queue_done(&queue);
    }
}

static void test_queue__drop_what_is_not_there(void **state)
{
    struct queue queue = {0};

    (void)state;
    append_due(&queue, 3);
    queue_drop(&queue, 4);
    queue_drop(&queue, 0);
    assert_counts(&queue);
    assert_next(&queue, 1, REVIEW_DUE);
    queue_drop(&queue, 1); /* taken already, though its memory may still hold it */
    assert_counts(&queue);
    assert_next(&queue, 2, REVIEW_DUE);
    assert_next(&queue, 3, REVIEW_DUE);
    queue_drop(&queue, 3);
    assert_empty(&queue);
    queue_done(&queue);
}

static void test_queue__drop_the_last_one(void **state)
{
    struct queue queue = {0};

    (void)state;
    append_due(&queue, 1);
    queue_drop(&queue, 1);
    assert_empty(&queue);
    assert_true(queue_repeat(&queue, 1, REVIEW_REPEAT));
    queue_drop(&queue, 1);
    assert_empty(&queue);
    queue_done(&queue);
}

static void test_queue__truncate_keeps_the_next(void **state)
{
    static const size_t mosts[] = {0, 1, 4, 7, 8, SIZE_MAX};
    size_t m;

    (void)state;
    for (m = 0; m < COUNT(mosts); m++) {
        struct queue queue = {0};
        int i;

        append_due(&queue, 5);
        for (i = 6; i <= 9; i++)
            assert_true(queue_append(&queue, i, REVIEW_NEW));
        assert_next(&queue, 1, REVIEW_DUE);
        assert_next(&queue, 2, REVIEW_DUE); /* 7 are left */
        queue_truncate(&queue, mosts[m]);
        assert_counts(&queue);
        assert_int_equal(queue_left(&queue), mosts[m] < 7 ? mosts[m] : 7);
        for (i = 3; queue_left(&queue) > 0; i++)
            assert_next(&queue, i, i <= 5 ? REVIEW_DUE : REVIEW_NEW);
        assert_true(queue_append(&queue, 99, REVIEW_DUE));
        assert_next(&queue, 99, REVIEW_DUE);
        assert_empty(&queue);
        queue_done(&queue);
    }
}

static void test_queue__truncate_an_empty_queue(void **state)
{
    struct queue queue = {0};

    (void)state;
    queue_truncate(&queue, 0);
    queue_truncate(&queue, 3);
    assert_empty(&queue);
    queue_done(&queue);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queue__zero_is_empty),
        cmocka_unit_test(test_queue__first_in_first_out),
        cmocka_unit_test(test_queue__left_counts_by_kind),
        cmocka_unit_test(test_queue__grows_to_100k),
        cmocka_unit_test(test_queue__repeat_comes_back_after_4_others),
        cmocka_unit_test(test_queue__repeat_among_fewer_comes_last),
        cmocka_unit_test(test_queue__one_card_repeats_until_it_is_known),
        cmocka_unit_test(test_queue__repeats_keep_their_order),
        cmocka_unit_test(test_queue__repeat_comes_back_as_the_kind_given),
        cmocka_unit_test(test_queue__push_comes_next),
        cmocka_unit_test(test_queue__push_many_on_a_full_queue),
        cmocka_unit_test(test_queue__drop_from_anywhere),
        cmocka_unit_test(test_queue__drop_what_is_not_there),
        cmocka_unit_test(test_queue__drop_the_last_one),
        cmocka_unit_test(test_queue__truncate_keeps_the_next),
        cmocka_unit_test(test_queue__truncate_an_empty_queue),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
