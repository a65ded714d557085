#include "model/scheduler.h"

#include "model/fsrs.h"
#include "model/lanes.h"

#include <assert.h>
#include <string.h>

/* where SM-2 keeps its numbers in struct memory */
enum { SM2_REPETITIONS, SM2_INTERVAL, SM2_EASE };

static struct memory scheduler_of_sm2(struct sm2 sm2)
{
    return (struct memory){{[SM2_REPETITIONS] = (float)sm2.repetitions,
        [SM2_INTERVAL] = (float)sm2.interval,
        [SM2_EASE] = (float)sm2.ease}};
}

static struct memory scheduler_sm2_start(const struct weights *weights, enum rating rating)
{
    (void)weights;
    return scheduler_of_sm2(sm2_rate(sm2_new(), rating));
}

static struct memory scheduler_sm2_rate(
    const struct weights *weights, struct memory before, int days, enum rating rating)
{
    (void)weights;
    if (days == 0)
        return before;
    struct sm2 sm2 = {(int)before.state[SM2_REPETITIONS], (int)before.state[SM2_INTERVAL],
        (int)before.state[SM2_EASE]};
    return scheduler_of_sm2(sm2_rate(sm2, rating));
}

static float scheduler_sm2_due(const struct weights *weights, struct memory memory, float retention)
{
    (void)weights, (void)retention;
    return memory.state[SM2_INTERVAL];
}

static float scheduler_sm2_predict(const struct weights *weights, struct memory memory, int days)
{
    (void)weights;
    float log = FSRS_LN_09 * ((float)days / memory.state[SM2_INTERVAL]);
    return lanes_exp(lanes_clamp(log, -80, 0));
}

static struct memory scheduler_sm2_take_over(const struct weights *weights, struct sm2 state)
{
    (void)weights;
    return scheduler_of_sm2(state);
}

static const struct scheduler schedulers[] = {
    {.number = SCHEDULER_SM2,
        .word = "sm2",
        .start = scheduler_sm2_start,
        .rate = scheduler_sm2_rate,
        .due = scheduler_sm2_due,
        .predict = scheduler_sm2_predict,
        .take_over = scheduler_sm2_take_over},
    {.number = SCHEDULER_FSRS,
        .word = "fsrs",
        .weight_count = FSRS_WEIGHTS,
        .defaults = fsrs_defaults,
        .lowest = fsrs_lowest,
        .highest = fsrs_highest,
        .derive = fsrs_derive,
        .start = fsrs_start,
        .rate = fsrs_rate,
        .due = fsrs_due,
        .predict = fsrs_predict,
        .take_over = fsrs_take_over,
        .replay_cards = fsrs_replay_cards},
};
static_assert(FSRS_WEIGHTS <= WEIGHTS_MAX, "struct weights has room for every scheduler's");

const struct scheduler *scheduler_numbered(int number)
{
    for (size_t i = 0; i < sizeof schedulers / sizeof *schedulers; i++)
        if (schedulers[i].number == number)
            return &schedulers[i];
    return NULL;
}

const struct scheduler *scheduler_called(const char *word)
{
    for (size_t i = 0; i < sizeof schedulers / sizeof *schedulers; i++)
        if (strcmp(schedulers[i].word, word) == 0)
            return &schedulers[i];
    return NULL;
}

struct weights scheduler_weights(const struct scheduler *scheduler, const int32_t *units)
{
    struct weights weights = {.w = {0}};
    for (size_t i = 0; i < scheduler->weight_count; i++) {
        int32_t unit = units[i] < scheduler->lowest[i] ? scheduler->lowest[i] : units[i];
        if (unit > scheduler->highest[i])
            unit = scheduler->highest[i];
        weights.w[i] = (float)unit / WEIGHT_UNIT;
    }
    if (scheduler->derive)
        scheduler->derive(&weights);
    return weights;
}

struct memory scheduler_replay(const struct scheduler *scheduler, const struct weights *weights,
    const struct memory_step *steps, size_t count)
{
    struct memory memory = {{0}};
    if (count > 0)
        memory = scheduler->start(weights, (enum rating)steps[0].rating);
    for (size_t i = 1; i < count; i++)
        memory = scheduler->rate(weights, memory, (int)steps[i].days, (enum rating)steps[i].rating);
    return memory;
}

void scheduler_replay_cards(const struct scheduler *scheduler, const struct weights *weights,
    const struct memory_step *steps, const uint32_t *first, size_t cards, struct memory *memories)
{
    if (scheduler->replay_cards) {
        scheduler->replay_cards(weights, steps, first, cards, memories);
        return;
    }
    for (size_t i = 0; i < cards; i++)
        memories[i] =
            scheduler_replay(scheduler, weights, steps + first[i], first[i + 1] - first[i]);
}
