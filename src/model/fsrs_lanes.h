/* The formulas of FSRS-6, for as many cards at once as model/lanes.h works on: S is the stability
 * before a rating, D the difficulty, R the recall at it; the weights are those of every lane.
 * Repeats are ratings on the day of the one before. Results are not clamped. */
#ifndef MODEL_FSRS_LANES_H
#define MODEL_FSRS_LANES_H

#include "model/fsrs.h"
#include "model/lanes.h"

static inline lanes_float fsrs_clamp_stability(lanes_float s)
{
    return lanes_clamp(s, lanes_all(FSRS_STABILITY_MIN), lanes_all(FSRS_STABILITY_MAX));
}

static inline lanes_float fsrs_clamp_difficulty(lanes_float d)
{
    return lanes_clamp(d, lanes_all(FSRS_DIFFICULTY_MIN), lanes_all(FSRS_DIFFICULTY_MAX));
}

/* R = (1 + F days / S)^-w20 */
static inline lanes_float fsrs_recall(
    const struct weights *weights, lanes_float s, lanes_float days)
{
    return lanes_exp(-weights->w[20] * lanes_log(days / s * weights->derived.factor + 1));
}

/* S e, e = exp(w17 (grade - 3 + w18)) S^-w19, which is at least 1 where the card was recalled */
static inline lanes_float fsrs_after_repeat(const float *w, lanes_float s, lanes_float grade)
{
    lanes_float growth = lanes_exp(w[17] * (grade - FSRS_GOOD + w[18]) - w[19] * lanes_log(s));
    lanes_float one = lanes_all(1);
    return s * lanes_select(lanes_less(one, grade) & lanes_less(growth, one), one, growth);
}

/* w11 D^-w12 ((S + 1)^w13 - 1) exp(w14 (1 - R)), and at most S / exp(w17 w18) */
static inline lanes_float fsrs_after_lapse(
    const struct weights *weights, lanes_float s, lanes_float d, lanes_float r)
{
    const float *w = weights->w;
    lanes_float power = lanes_exp(w[13] * lanes_log(s + 1)) - 1;
    lanes_float after = w[11] * lanes_exp((1 - r) * w[14] - w[12] * lanes_log(d)) * power;
    return lanes_min(s / weights->derived.lapse_divisor, after);
}

/* S (1 + exp(w8) (11 - D) S^-w9 (exp(w10 (1 - R)) - 1) bonus), bonus being w15 for Hard, w16 for
 * Easy, and 1 for Good */
static inline lanes_float fsrs_after_success(
    const float *w, lanes_float s, lanes_float d, lanes_float r, lanes_float grade)
{
    lanes_float bonus = lanes_select(lanes_less(grade, lanes_all(FSRS_GOOD)), lanes_all(w[15]),
        lanes_select(lanes_less(lanes_all(FSRS_GOOD), grade), lanes_all(w[16]), lanes_all(1)));
    lanes_float growth =
        (11 - d) * bonus * lanes_exp(w[8] - w[9] * lanes_log(s)) * (lanes_exp((1 - r) * w[10]) - 1);
    return s * (growth + 1);
}

/* w7 D0(4) + (1 - w7) (D + (10 - D) / 9 (-w6 (grade - 3))) */
static inline lanes_float fsrs_next_difficulty(
    const struct weights *weights, lanes_float d, lanes_float grade)
{
    const float *w = weights->w;
    float easy = weights->derived.first_difficulty[FSRS_EASY - FSRS_AGAIN];
    lanes_float next = d + (10 - d) * (-w[6] * (grade - FSRS_GOOD)) / 9;
    return w[7] * (easy - next) + next;
}

#endif
