/* The formulas of FSRS-6, for as many cards at once as model/lanes.h works on. S is the stability
 * before a rating, D the difficulty, R the recall at it; the weights are those of every lane. */
#ifndef MODEL_FSRS_LANES_H
#define MODEL_FSRS_LANES_H

#include "model/fsrs_scale.h"
#include "model/lanes.h"
#include "model/memory.h"

struct fsrs_state {
    lanes_float s, d;
};

/* R = (1 + F days / S)^-w20 */
LANES_INLINE lanes_float fsrs_recall(const struct weights *weights, lanes_float s, lanes_float days)
{
    return lanes_exp(-weights->w[20] * lanes_log(days / s * weights->derived.factor + 1));
}

/* The stability after a rating:
 *   repeat, on the day of the rating before:
 *            S e, e = exp(w17 (grade - 3 + w18)) S^-w19, and at least 1 unless it is Again
 *   lapse:   w11 D^-w12 ((S + 1)^w13 - 1) exp(w14 (1 - R)), and at most S / exp(w17 w18)
 *   success: S (1 + exp(w8) (11 - D) S^-w9 (exp(w10 (1 - R)) - 1) bonus), the bonus being w15 for
 *            Hard, w16 for Easy
 * Each has a power of S and another factor that is an exponential: these are computed once, of
 * what each lane needs. */
LANES_INLINE lanes_float fsrs_next_stability(
    const struct weights *weights, struct fsrs_state before, lanes_float days, lanes_float grade)
{
    const float *w = weights->w;
    const lanes_float zero = lanes_all(0), one = lanes_all(1), good = lanes_all(FSRS_GOOD);
    lanes_float s = before.s, d = before.d;
    lanes_word is_repeat = lanes_less(days, one);
    lanes_word is_again = lanes_less(grade, lanes_all(FSRS_HARD));
    lanes_word is_lapse = is_again & ~is_repeat;

    lanes_float forgotten = 1 - fsrs_recall(weights, s, days);
    lanes_float exponent = lanes_select(
        is_repeat, lanes_all(-w[19]), lanes_select(is_lapse, lanes_all(w[13]), lanes_all(-w[9])));
    lanes_float offset = lanes_select(is_repeat, w[17] * (grade - FSRS_GOOD + w[18]),
        lanes_select(is_lapse, zero, lanes_all(w[8])));
    lanes_float power =
        lanes_exp(exponent * lanes_log(s + lanes_select(is_lapse, one, zero)) + offset);
    lanes_float rise =
        lanes_exp(forgotten * lanes_select(is_lapse, lanes_all(w[14]), lanes_all(w[10])) +
                  lanes_select(is_lapse, -w[12] * lanes_log(d), zero));

    lanes_float bonus = lanes_select(lanes_less(grade, good), lanes_all(w[15]),
        lanes_select(lanes_less(good, grade), lanes_all(w[16]), one));
    lanes_float success = s * ((11 - d) * bonus * power * (rise - 1) + 1);
    lanes_float lapse = lanes_min(s / weights->derived.lapse_divisor, w[11] * rise * (power - 1));
    lanes_float repeat = s * lanes_select(lanes_less(power, one) & ~is_again, one, power);
    return lanes_select(is_repeat, repeat, lanes_select(is_lapse, lapse, success));
}

/* w7 D0(4) + (1 - w7) (D + (10 - D) / 9 (-w6 (grade - 3))) */
LANES_INLINE lanes_float fsrs_next_difficulty(
    const struct weights *weights, lanes_float d, lanes_float grade)
{
    const float *w = weights->w;
    float easy = weights->derived.first_difficulty[FSRS_EASY - FSRS_AGAIN];
    lanes_float next = d + (10 - d) * (-w[6] * (grade - FSRS_GOOD)) / 9;
    return w[7] * (easy - next) + next;
}

LANES_INLINE struct fsrs_state fsrs_clamp(struct fsrs_state state)
{
    return (struct fsrs_state){
        lanes_clamp(state.s, lanes_all(FSRS_STABILITY_MIN), lanes_all(FSRS_STABILITY_MAX)),
        lanes_clamp(state.d, lanes_all(FSRS_DIFFICULTY_MIN), lanes_all(FSRS_DIFFICULTY_MAX))};
}

LANES_INLINE struct fsrs_state fsrs_step(
    const struct weights *weights, struct fsrs_state before, lanes_float days, lanes_float grade)
{
    return fsrs_clamp((struct fsrs_state){fsrs_next_stability(weights, before, days, grade),
        fsrs_next_difficulty(weights, before.d, grade)});
}

#endif
