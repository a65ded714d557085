/* The order of a session: which of the due comes first, how new cards are spread among them, where
 * a repeat comes back. What the contract leaves open (which order a seed gives) is tested as a
 * property, never as one order. */
#include "model/queue.h"

/* cmocka.h needs the others before it. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Steele, Lea and Flood's splitmix64: the same draws on every machine. */
static uint64_t random_state;

static unsigned random_below(unsigned bound)
{
    uint64_t z = (random_state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (unsigned)((z >> 32) % bound);
}

/* Memory for a test; the helper spares every caller the check. */
static void *array_new(size_t count, size_t size)
{
    void *array = calloc(count ? count : 1, size);

    assert_non_null(array);
    return array;
}

/* What must hold after every change: the counts by kind add up to what is still to come. */
static void assert_counts(const struct queue *queue)
{
    size_t left[COUNT(queue->left)] = {0}, kind, i;

    assert_true(queue->head <= queue->count);
    assert_true(queue->count <= queue->room);
    assert_int_equal(queue_left(queue), queue->count - queue->head);
    for (i = queue->head; i < queue->count; i++)
        left[queue->cards[i].kind]++;
    for (kind = 0; kind < COUNT(left); kind++)
        assert_int_equal(queue->left[kind], left[kind]);
}

static void assert_next(struct queue *queue, int64_t card_id, enum review_kind kind)
{
    struct queue_card card = {0};

    assert_true(queue_next(queue, &card));
    assert_int_equal(card.card_id, card_id);
    assert_int_equal(card.kind, kind);
    assert_counts(queue);
}

static void assert_empty(struct queue *queue)
{
    struct queue_card card;

    assert_int_equal(queue_left(queue), 0);
    assert_counts(queue);
    assert_false(queue_next(queue, &card));
}

/* Due reviews 1, 2, ... count. */
static void append_due(struct queue *queue, int count)
{
    int i;

    for (i = 1; i <= count; i++)
        assert_true(queue_append(queue, i, REVIEW_DUE));
}

/* Due cards, in order */

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

/* Shuffling */

static void shuffle_ids(struct queue_card *cards, size_t count, uint64_t seed)
{
    size_t i;

    for (i = 0; i < count; i++)
        cards[i] = (struct queue_card){.card_id = (int64_t)i, .kind = REVIEW_CRAM};
    queue_shuffle(cards, count, seed);
}

static void test_queue__shuffle_is_a_permutation(void **state)
{
    static const size_t counts[] = {1, 2, 3, 52, 1000};
    struct queue_card cards[1000];
    size_t c, i;
    uint64_t seed;

    (void)state;
    for (c = 0; c < COUNT(counts); c++) {
        for (seed = 0; seed < 20; seed++) {
            bool seen[1000] = {false};

            shuffle_ids(cards, counts[c], seed);
            for (i = 0; i < counts[c]; i++) {
                assert_in_range(cards[i].card_id, 0, counts[c] - 1);
                assert_int_equal(cards[i].kind, REVIEW_CRAM);
                assert_false(seen[cards[i].card_id]);
                seen[cards[i].card_id] = true;
            }
        }
    }
}

static void test_queue__shuffle_carries_each_cards_kind(void **state)
{
    struct queue_card cards[40];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cards); i++)
        cards[i] =
            (struct queue_card){.card_id = (int64_t)i, .kind = i % 2 ? REVIEW_NEW : REVIEW_REPEAT};
    queue_shuffle(cards, COUNT(cards), 3);
    for (i = 0; i < COUNT(cards); i++)
        assert_int_equal(cards[i].kind, cards[i].card_id % 2 ? REVIEW_NEW : REVIEW_REPEAT);
}

static bool same_order(const struct queue_card *a, const struct queue_card *b, size_t count)
{
    size_t i = 0;

    while (i < count && a[i].card_id == b[i].card_id)
        i++;
    return i == count;
}

static void test_queue__shuffle_is_decided_by_the_seed(void **state)
{
    struct queue_card a[52], b[52];

    (void)state;
    shuffle_ids(a, 52, 7);
    shuffle_ids(b, 52, 7);
    assert_true(same_order(a, b, 52));
    shuffle_ids(b, 52, 8);
    assert_false(same_order(a, b, 52));
    shuffle_ids(b, 52, 7 + (UINT64_C(1) << 32));
    assert_false(same_order(a, b, 52));
}

/* All 24 orders of four cards, about equally often over seeds that differ by one. */
static void test_queue__shuffle_favours_no_order(void **state)
{
    int times[4 * 4 * 4 * 4] = {0}, orders = 0, code;
    uint64_t seed;

    (void)state;
    for (seed = 0; seed < 24000; seed++) {
        struct queue_card c[4];

        shuffle_ids(c, 4, seed);
        times[c[0].card_id * 64 + c[1].card_id * 16 + c[2].card_id * 4 + c[3].card_id]++;
    }
    for (code = 0; code < 256; code++) {
        if (times[code] == 0)
            continue;
        orders++;
        assert_in_range(times[code], 840, 1160); /* 1000 each; the deviation is 31 */
    }
    assert_int_equal(orders, 24);
}

static void test_queue__shuffle_none(void **state)
{
    (void)state;
    queue_shuffle(NULL, 0, 1);
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

/* Mixing */

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

/* The same queue as a plain list that moves everything along, to compare with. */
#define MODEL_ROOM 400

struct model {
    struct queue_card cards[MODEL_ROOM];
    int count;
};

static void model_insert(struct model *model, int at, struct queue_card card)
{
    int i;

    for (i = model->count++; i > at; i--)
        model->cards[i] = model->cards[i - 1];
    model->cards[at] = card;
}

static void model_remove(struct model *model, int at)
{
    model->count--;
    for (; at < model->count; at++)
        model->cards[at] = model->cards[at + 1];
}

static void model_add(struct model *model, struct queue *queue, struct queue_card card)
{
    switch (random_below(3)) {
    case 0:
        assert_true(queue_append(queue, card.card_id, card.kind));
        model_insert(model, model->count, card);
        break;
    case 1:
        assert_true(queue_push(queue, card));
        model_insert(model, 0, card);
        break;
    default:
        assert_true(queue_repeat(queue, card.card_id, card.kind));
        model_insert(model, model->count < 4 ? model->count : 4, card);
    }
}

static void assert_model(const struct model *model, const struct queue *queue)
{
    int i;

    assert_int_equal(queue_left(queue), model->count);
    for (i = 0; i < model->count; i++) {
        assert_int_equal(queue->cards[queue->head + (size_t)i].card_id, model->cards[i].card_id);
        assert_int_equal(queue->cards[queue->head + (size_t)i].kind, model->cards[i].kind);
    }
}

static void test_queue__matches_a_plain_list(void **state)
{
    static struct model model;
    struct queue queue = {0};
    int64_t fresh = 1;
    int step;

    (void)state;
    random_state = 3;
    for (step = 0; step < 60000; step++) {
        /* Swings between nearly empty and nearly full. */
        bool filling = step / 500 % 2 == 0;

        if (model.count < MODEL_ROOM && random_below(10) < (filling ? 7 : 3)) {
            enum review_kind kind = (enum review_kind)(1 + random_below(4));

            model_add(&model, &queue, (struct queue_card){fresh++, kind});
        } else if (model.count > 0 && random_below(2)) {
            int at = (int)random_below((unsigned)model.count);

            queue_drop(&queue, model.cards[at].card_id);
            model_remove(&model, at);
        } else if (model.count > 0) {
            assert_next(&queue, model.cards[0].card_id, model.cards[0].kind);
            model_remove(&model, 0);
        } else {
            assert_empty(&queue);
        }
        if (step % 16 == 0) {
            assert_counts(&queue);
            assert_model(&model, &queue);
        }
    }
    queue_done(&queue);
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
        cmocka_unit_test(test_queue__shuffle_is_a_permutation),
        cmocka_unit_test(test_queue__shuffle_carries_each_cards_kind),
        cmocka_unit_test(test_queue__shuffle_is_decided_by_the_seed),
        cmocka_unit_test(test_queue__shuffle_favours_no_order),
        cmocka_unit_test(test_queue__shuffle_none),
        cmocka_unit_test(test_queue__zero_is_empty),
        cmocka_unit_test(test_queue__first_in_first_out),
        cmocka_unit_test(test_queue__left_counts_by_kind),
        cmocka_unit_test(test_queue__grows_to_100k),
        cmocka_unit_test(test_queue__mixed_of_nothing),
        cmocka_unit_test(test_queue__mixed_without_due),
        cmocka_unit_test(test_queue__mixed_without_new),
        cmocka_unit_test(test_queue__mixed_as_many_of_both),
        cmocka_unit_test(test_queue__mixed_3_new_among_10),
        cmocka_unit_test(test_queue__mixed_evenly_in_every_prefix),
        cmocka_unit_test(test_queue__mixed_grows_to_100k),
        cmocka_unit_test(test_queue__mixed_comes_after_what_is_there),
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
        cmocka_unit_test(test_queue__matches_a_plain_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
