/* Shared by the tests of the queue: checks that must hold after every change, and random numbers
 * that are the same on every machine. Everything is static, so each test is one file. */
#ifndef UNIT_QUEUE_CHECKS_H
#define UNIT_QUEUE_CHECKS_H

#include "base/buf.h"
#include "model/queue.h"

#include "test.h"

/* Steele, Lea and Flood's splitmix64: the same draws on every machine. */
static uint64_t random_state;

static inline unsigned random_below(unsigned bound)
{
    uint64_t z = (random_state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (unsigned)((z >> 32) % bound);
}

/* Memory for a test; the helper spares every caller the check. */
static inline void *array_new(size_t count, size_t size)
{
    void *array = calloc(count ? count : 1, size);

    assert_non_null(array);
    return array;
}

/* What must hold after every change: the counts by kind add up to what is still to come. */
static inline void assert_counts(const struct queue *queue)
{
    size_t left[COUNT(queue->left)] = {0}, kind, i;

    assert_true(queue->head <= queue->count);
    assert_true(queue->count <= queue->capacity);
    assert_int_equal(queue_left(queue), queue->count - queue->head);
    for (i = queue->head; i < queue->count; i++)
        left[queue->cards[i].kind]++;
    for (kind = 0; kind < COUNT(left); kind++)
        assert_int_equal(queue->left[kind], left[kind]);
}

static inline void assert_next(struct queue *queue, int64_t card_id, enum review_kind kind)
{
    struct queue_card card = {0};

    assert_true(queue_next(queue, &card));
    assert_int_equal(card.card_id, card_id);
    assert_int_equal(card.kind, kind);
    assert_counts(queue);
}

static inline void assert_empty(struct queue *queue)
{
    struct queue_card card;

    assert_int_equal(queue_left(queue), 0);
    assert_counts(queue);
    assert_false(queue_next(queue, &card));
}

#endif
