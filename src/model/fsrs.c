#include "model/fsrs.h"

#include "model/fsrs_lanes.h"

/* In units of 1/WEIGHT_UNIT. w0 to w3 are the first stabilities. w4 to w7 control the difficulty;
 * w8 to w10, w15 and w16 the stability after a success; w11 to w14 after a lapse; w17 to w19 after
 * a repeat on the same day. w20 is the decay of the forgetting curve. */
const int32_t fsrs_defaults[FSRS_WEIGHTS] = {2120, 12931, 23065, 82956, 64133, 8334, 30194, 10,
    18722, 1666, 7960, 14835, 614, 2629, 16483, 6014, 18729, 5425, 912, 658, 1542};
const int32_t fsrs_lowest[FSRS_WEIGHTS] = {
    10, 10, 10, 10, 10000, 10, 10, 10, 0, 0, 10, 10, 10, 10, 0, 0, 10000, 0, 0, 100, 1000};
const int32_t fsrs_highest[FSRS_WEIGHTS] = {1000000, 1000000, 1000000, 1000000, 100000, 40000,
    40000, 7500, 45000, 8000, 35000, 50000, 2500, 9000, 40000, 10000, 60000, 20000, 20000, 8000,
    8000};

void fsrs_derive(struct weights *weights)
{
    const float *w = weights->w;
    weights->derived.factor = lanes_exp(FSRS_LN_09 / -w[20]) - 1;
    weights->derived.lapse_divisor = lanes_exp(w[17] * w[18]);
    for (int grade = FSRS_AGAIN; grade <= FSRS_EASY; grade++)
        weights->derived.first_difficulty[grade - FSRS_AGAIN] =
            w[4] - lanes_exp(w[5] * (float)(grade - FSRS_AGAIN)) + 1;
}

static struct memory fsrs_memory(struct fsrs_state state)
{
    return (struct memory){{[MEMORY_STABILITY] = state.s, [MEMORY_DIFFICULTY] = state.d}};
}

struct memory fsrs_start(const struct weights *weights, enum rating rating)
{
    enum fsrs_grade grade = fsrs_grade(rating);
    return fsrs_memory(fsrs_clamp((struct fsrs_state){
        weights->w[grade - FSRS_AGAIN], weights->derived.first_difficulty[grade - FSRS_AGAIN]}));
}

struct memory fsrs_rate(
    const struct weights *weights, struct memory before, int days, enum rating rating)
{
    struct fsrs_state state = {before.state[MEMORY_STABILITY], before.state[MEMORY_DIFFICULTY]};
    return fsrs_memory(fsrs_step(weights, state, (float)days, (float)fsrs_grade(rating)));
}

float fsrs_due(const struct weights *weights, struct memory memory, float retention)
{
    float power = lanes_exp(lanes_log(retention) / -weights->w[20]);
    return memory.state[MEMORY_STABILITY] / weights->derived.factor * (power - 1);
}

float fsrs_predict(const struct weights *weights, struct memory memory, int days)
{
    return fsrs_recall(weights, memory.state[MEMORY_STABILITY], (float)days);
}

/* memory_state_from_sm2 of fsrs-rs, for a retention of 0.9: the interval is the stability, and the
 * difficulty the one at which a success after that interval multiplies it by the ease. */
struct memory fsrs_take_over(const struct weights *weights, struct sm2 state)
{
    const float *w = weights->w;
    float stability = lanes_clamp((float)state.interval, FSRS_STABILITY_MIN, FSRS_STABILITY_MAX);
    float growth = (float)state.ease / 100 - 1;
    float unit = lanes_exp(w[8] - w[9] * lanes_log(stability)) * (lanes_exp(0.1f * w[10]) - 1);
    return fsrs_memory(fsrs_clamp((struct fsrs_state){stability, 11 - growth / unit}));
}
