/* FSRS-6: Free Spaced Repetition Scheduler, with 21 weights, as github.com/open-spaced-repetition/
 * fsrs-rs 6.6 has it. Its row of functions in model/scheduler.h, and what the trainer shares with
 * it. */
#ifndef MODEL_FSRS_H
#define MODEL_FSRS_H

#include "model/scheduler.h"

enum fsrs_grade { FSRS_AGAIN = 1, FSRS_HARD = 2, FSRS_GOOD = 3, FSRS_EASY = 4 };
#define FSRS_GRADES 4
/* Ratings 1 and 2 are Again, 3 is Hard, 4 Good, 5 Easy. */
static inline enum fsrs_grade fsrs_grade(enum rating rating)
{
    return rating <= RATING_BARELY ? FSRS_AGAIN : (enum fsrs_grade)(rating - 1);
}

#define FSRS_WEIGHTS 21
extern const int32_t fsrs_defaults[FSRS_WEIGHTS], fsrs_lowest[FSRS_WEIGHTS],
    fsrs_highest[FSRS_WEIGHTS];

/* Bounds of the state. */
#define FSRS_STABILITY_MIN  0.001f
#define FSRS_STABILITY_MAX  36500.0f
#define FSRS_DIFFICULTY_MIN 1.0f
#define FSRS_DIFFICULTY_MAX 10.0f

/* ln 0.9: the forgetting curve is made so that recall is 0.9 after as many days as the stability.
 */
#define FSRS_LN_09 -0.105360516f

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
