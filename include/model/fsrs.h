/* FSRS-6: Free Spaced Repetition Scheduler, with 21 weights, as github.com/open-spaced-repetition/
 * fsrs-rs 6.6 has it. Its row of functions in model/scheduler.h, and what the trainer shares with
 * it. */
#ifndef MODEL_FSRS_H
#define MODEL_FSRS_H

#include "model/fsrs_scale.h"
#include "model/memory.h"
#include "model/sm2.h"

#include <stddef.h>

#define FSRS_WEIGHTS 21
extern const int32_t fsrs_defaults[FSRS_WEIGHTS], fsrs_lowest[FSRS_WEIGHTS],
    fsrs_highest[FSRS_WEIGHTS];

/* Work out weights->derived from weights->w. */
void fsrs_derive(struct weights *weights);

struct memory fsrs_start(const struct weights *weights, enum rating rating);
struct memory fsrs_rate(
    const struct weights *weights, struct memory before, int days, enum rating rating);
float fsrs_due(const struct weights *weights, struct memory memory, float retention);
float fsrs_predict(const struct weights *weights, struct memory memory, int days);
struct memory fsrs_take_over(const struct weights *weights, struct sm2 state);
void fsrs_replay_cards(const struct weights *weights, const struct memory_step *steps,
    const uint32_t *first, size_t cards, struct memory *memories);

#endif
