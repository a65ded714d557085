/* The schedulers as rows of one table: how each starts a card's memory, changes it by a rating, and
 * turns it into an interval and a probability of recall. Pure, and the same bits on every machine.
 *
 * A scheduler's weights are whole numbers in the log, in units of 1/WEIGHT_UNIT; scheduler_weights
 * turns them into the floats that the functions take. SM-2 has none, and ignores the argument. */
#ifndef MODEL_SCHEDULER_H
#define MODEL_SCHEDULER_H

#include "model/memory.h"
#include "model/sm2.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The log stores these numbers, so they must never change. */
#define SCHEDULER_SM2  2
#define SCHEDULER_FSRS 6

/* Retention, the recall aimed at, is in units of 1/RETENTION_UNIT. */
#define RETENTION_UNIT    10000
#define RETENTION_MIN     7000
#define RETENTION_MAX     9900
#define RETENTION_DEFAULT 9000

struct scheduler {
    int number;       /* SCHEDULER_... */
    const char *word; /* in settings, deck files and exports: sm2, fsrs */
    size_t weight_count;
    /* weight_count each, in units of 1/WEIGHT_UNIT: the weights to begin with, and their bounds */
    const int32_t *defaults, *lowest, *highest;

    /* Work out weights->derived from weights->w; NULL if there is nothing to derive. */
    void (*derive)(struct weights *weights);
    /* The memory after a card's first rating. */
    struct memory (*start)(const struct weights *weights, enum rating rating);
    /* The memory after a later rating, `days` >= 0 study days after the one before it. SM-2 ignores
     * ratings on the day of the one before: only a day's first counts for it. */
    struct memory (*rate)(
        const struct weights *weights, struct memory before, int days, enum rating rating);
    /* The interval, in days and not rounded, after which the probability of recall has fallen to
     * the retention (0 to 1, both excluded). SM-2 ignores the retention. */
    float (*due)(const struct weights *weights, struct memory memory, float retention);
    /* The probability of recall `days` >= 0 days after the last rating. SM-2 has none of its own:
     * it is read as 0.9 when the interval ends, and as falling exponentially. */
    float (*predict)(const struct weights *weights, struct memory memory, int days);
    /* The memory of a card that was rated elsewhere, from its state in SM-2; its interval is >= 1.
     */
    struct memory (*take_over)(const struct weights *weights, struct sm2 state);
    /* scheduler_replay_cards for this scheduler, to the same bits; NULL if it has no faster way. */
    void (*replay_cards)(const struct weights *weights, const struct memory_step *steps,
        const uint32_t *first, size_t cards, struct memory *memories);
};

/* The scheduler with that number, or that word; NULL if there is none. */
const struct scheduler *scheduler_numbered(int number);
const struct scheduler *scheduler_called(const char *word);

/* A scheduler's weights as its functions take them, from weight_count weights in units of
 * 1/WEIGHT_UNIT. What is out of bounds is moved to the bound. */
struct weights scheduler_weights(const struct scheduler *scheduler, const int32_t *units);

/* The memory that the steps add up to; all zeros without steps. */
struct memory scheduler_replay(const struct scheduler *scheduler, const struct weights *weights,
    const struct memory_step *steps, size_t count);

/* The same for many cards, and several times as fast: card i's steps are steps[first[i]] up to, and
 * without, steps[first[i + 1]], and memories[i] is what they add up to. */
void scheduler_replay_cards(const struct scheduler *scheduler, const struct weights *weights,
    const struct memory_step *steps, const uint32_t *first, size_t cards, struct memory *memories);

#endif
