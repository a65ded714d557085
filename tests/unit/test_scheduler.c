/* The table of schedulers. What FSRS computes, test_fsrs.c checks. */
#include "base/buf.h"
#include "model/fsrs.h"
#include "model/scheduler.h"

#include "test.h"

#include <math.h>

static uint32_t scheduler_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void test_scheduler__numbers_and_words(void **state)
{
    (void)state;
    assert_string_equal(scheduler_numbered(SCHEDULER_SM2)->word, "sm2");
    assert_string_equal(scheduler_numbered(SCHEDULER_FSRS)->word, "fsrs");
    assert_ptr_equal(scheduler_called("sm2"), scheduler_numbered(2));
    assert_ptr_equal(scheduler_called("fsrs"), scheduler_numbered(6));
    assert_null(scheduler_numbered(0));
    assert_null(scheduler_numbered(7));
    assert_null(scheduler_called("FSRS"));
    assert_null(scheduler_called(""));
    assert_int_equal(scheduler_numbered(SCHEDULER_SM2)->weight_count, 0);
    assert_int_equal(scheduler_numbered(SCHEDULER_FSRS)->weight_count, 21);
}

static void assert_is_sm2(struct memory memory, struct sm2 sm2)
{
    assert_int_equal((int)memory.state[0], sm2.repetitions);
    assert_int_equal((int)memory.state[1], sm2.interval);
    assert_int_equal((int)memory.state[2], sm2.ease);
}

static void test_scheduler__sm2_is_sm2(void **state)
{
    const struct scheduler *sm2_row = scheduler_numbered(SCHEDULER_SM2);
    struct weights weights = scheduler_weights(sm2_row, NULL);
    uint32_t seed = 5;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        enum rating rating = (enum rating)(1 + scheduler_random(&seed) % 5);
        struct sm2 sm2 = sm2_rate(sm2_new(), rating);
        struct memory memory = sm2_row->start(&weights, rating);
        for (int i = 0; i < 40; i++) {
            assert_is_sm2(memory, sm2);
            rating = (enum rating)(scheduler_random(&seed) % 12 ? 3 + scheduler_random(&seed) % 3
                                                                : 1 + scheduler_random(&seed) % 2);
            sm2 = sm2_rate(sm2, rating);
            memory =
                sm2_row->rate(&weights, memory, 1 + (int)(scheduler_random(&seed) % 99), rating);
        }
        assert_int_equal((int)sm2_row->due(&weights, memory, 0.8f), sm2.interval);
    }
}

static void test_scheduler__sm2_ignores_repeats_of_a_day(void **state)
{
    static const struct memory_step steps[] = {
        {0, 2}, {0, 4}, {0, 5}, {1, 4}, {6, 3}, {0, 1}, {0, 5}, {15, 5}};
    const struct scheduler *sm2_row = scheduler_numbered(SCHEDULER_SM2);
    struct weights weights = scheduler_weights(sm2_row, NULL);

    (void)state;
    /* ratings 2, 4, 3, 5: intervals 1, 6, 6 * 2.36 = 14.16, 15 * 2.46 = 36.9 */
    assert_is_sm2(
        scheduler_replay(sm2_row, &weights, steps, COUNT(steps)), (struct sm2){4, 37, 246});
}

static void test_scheduler__sm2_predicts_90_percent_when_due(void **state)
{
    const struct scheduler *sm2_row = scheduler_numbered(SCHEDULER_SM2);
    struct weights weights = scheduler_weights(sm2_row, NULL);
    struct memory memory = {{3, 15, 250}};

    (void)state;
    for (int days = 0; days < 1000; days++)
        assert_true(fabs(sm2_row->predict(&weights, memory, days) - pow(0.9, days / 15.0)) < 1e-6);
    memory.state[1] = 1;
    assert_true(sm2_row->predict(&weights, memory, (1 << 24) - 1) < 1e-30f);
}

static void test_scheduler__replay_of_nothing(void **state)
{
    static const struct memory nothing;
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct weights weights = scheduler_weights(fsrs, fsrs->defaults);
    struct memory memory = scheduler_replay(fsrs, &weights, NULL, 0);

    (void)state;
    assert_memory_equal(&memory, &nothing, sizeof memory);
    scheduler_replay_cards(fsrs, &weights, NULL, &(uint32_t){0}, 0, NULL);
}

static void test_scheduler__replay_adds_up_steps(void **state)
{
    static const struct memory_step steps[] = {{0, 1}, {0, 4}, {2, 4}, {7, 5}, {30, 2}, {0, 3}};
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct weights weights = scheduler_weights(fsrs, fsrs->defaults);
    struct memory memory = fsrs_start(&weights, RATING_NOT_AT_ALL);

    (void)state;
    for (size_t i = 1; i < COUNT(steps); i++) {
        memory = fsrs_rate(&weights, memory, (int)steps[i].days, (enum rating)steps[i].rating);
        struct memory replayed = scheduler_replay(fsrs, &weights, steps, i + 1);
        assert_memory_equal(&memory, &replayed, sizeof memory);
    }
}

#define CARDS   300
#define LONGEST 40

/* Cards of many lengths, among them none and one. */
static size_t scheduler_histories(struct memory_step *steps, uint32_t *first, uint32_t seed)
{
    size_t count = 0;
    for (size_t card = 0; card < CARDS; card++) {
        size_t length = scheduler_random(&seed) % (1 + card % LONGEST);
        first[card] = (uint32_t)count;
        for (size_t i = 0; i < length; i++) {
            uint32_t days = i && scheduler_random(&seed) % 4 ? scheduler_random(&seed) % 200 : 0;
            steps[count].days = days & 0xff;
            steps[count++].rating = (uint8_t)(1 + scheduler_random(&seed) % 5);
        }
    }
    first[CARDS] = (uint32_t)count;
    return count;
}

static void test_scheduler__many_cards_to_the_same_bits(void **state)
{
    static const int numbers[] = {SCHEDULER_SM2, SCHEDULER_FSRS};
    static struct memory_step steps[CARDS * LONGEST];
    uint32_t first[CARDS + 1];

    (void)state;
    assert_true(scheduler_histories(steps, first, 11) > 2000);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        const struct scheduler *scheduler = scheduler_numbered(numbers[i]);
        struct weights weights = scheduler_weights(scheduler, scheduler->defaults);
        struct memory memories[CARDS];
        memset(memories, 0xff, sizeof memories);
        scheduler_replay_cards(scheduler, &weights, steps, first, CARDS, memories);
        for (size_t card = 0; card < CARDS; card++) {
            struct memory memory = scheduler_replay(
                scheduler, &weights, steps + first[card], first[card + 1] - first[card]);
            assert_memory_equal(&memories[card], &memory, sizeof memory);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scheduler__numbers_and_words),
        cmocka_unit_test(test_scheduler__sm2_is_sm2),
        cmocka_unit_test(test_scheduler__sm2_ignores_repeats_of_a_day),
        cmocka_unit_test(test_scheduler__sm2_predicts_90_percent_when_due),
        cmocka_unit_test(test_scheduler__replay_of_nothing),
        cmocka_unit_test(test_scheduler__replay_adds_up_steps),
        cmocka_unit_test(test_scheduler__many_cards_to_the_same_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
