/* What a scheduler other than SM-2 knows about a card, and what is in force for a deck. Pure. */
#ifndef MODEL_PAST_H
#define MODEL_PAST_H

#include "model/scheduler.h"

#include <stdbool.h>
#include <stdint.h>

/* What is in force for a deck: all zeros for SM-2, which keeps no memory beside its state. */
struct regime {
    const struct scheduler *scheduler; /* NULL for SM-2 */
    int retention;                     /* in units of 1/RETENTION_UNIT */
    struct weights weights;
};
bool regime_is_same(const struct regime *a, const struct regime *b);
/* Whether the scheduler in force keeps a memory. */
static inline bool regime_has_memory(const struct regime *regime)
{
    return regime->scheduler;
}
/* The number of the scheduler in force: SCHEDULER_... */
int regime_number(const struct regime *regime);

/* A card's memory: what its ratings up to a moment add up to. */
struct past {
    struct memory memory; /* all zeros if it was never rated, or reset since */
    int day;              /* the study day of the last rating */
    int64_t at_ms;        /* UTC: the time of the last rating, reset or schedule set; 0 without */
};
static inline bool past_is_known(const struct past *past)
{
    return past->memory.state[MEMORY_STABILITY] > 0;
}
bool past_is_same(const struct past *a, const struct past *b);

/* The memory after a rating that is not a cram. A rating on an earlier day than the one before,
 * after a trip or a change of the clock, counts as one on the same day. */
struct past past_rate(
    const struct regime *regime, struct past before, enum rating rating, int day, int64_t at_ms);

/* The probability of recall on a day, 0 to 1; 0 if the memory is not known. */
float past_recall(const struct regime *regime, const struct past *past, int day);
/* After how many days recall has fallen to the regime's retention, not rounded. */
float past_interval(const struct regime *regime, const struct past *past);

/* A number as the database keeps it: the bits of an IEEE 754 single. Those of positive numbers are
 * in the order of the numbers. */
int32_t float_bits(float number);
float bits_float(int32_t bits);

#endif
