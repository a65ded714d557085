#include "model/past.h"

#include <string.h>

bool regime_is_same(const struct regime *a, const struct regime *b)
{
    return a->scheduler == b->scheduler && a->retention == b->retention &&
           memcmp(&a->weights, &b->weights, sizeof a->weights) == 0;
}

int regime_number(const struct regime *regime)
{
    return regime->scheduler ? regime->scheduler->number : SCHEDULER_SM2;
}

bool past_is_same(const struct past *a, const struct past *b)
{
    return memcmp(&a->memory, &b->memory, sizeof a->memory) == 0 && a->day == b->day &&
           a->at_ms == b->at_ms;
}

struct past past_rate(
    const struct regime *regime, struct past before, enum rating rating, int day, int64_t at_ms)
{
    const struct scheduler *scheduler = regime->scheduler;
    int days = day > before.day ? day - before.day : 0;
    struct past after = {.day = day, .at_ms = at_ms};
    after.memory = past_is_known(&before)
                       ? scheduler->rate(&regime->weights, before.memory, days, rating)
                       : scheduler->start(&regime->weights, rating);
    return after;
}

float past_recall(const struct regime *regime, const struct past *past, int day)
{
    int days = day > past->day ? day - past->day : 0;
    return past_is_known(past) ? regime->scheduler->predict(&regime->weights, past->memory, days)
                               : 0;
}

float past_interval(const struct regime *regime, const struct past *past)
{
    return regime->scheduler->due(
        &regime->weights, past->memory, (float)regime->retention / RETENTION_UNIT);
}

int32_t float_bits(float number)
{
    int32_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

float bits_float(int32_t bits)
{
    float number;
    memcpy(&number, &bits, sizeof number);
    return number;
}
