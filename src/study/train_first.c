#include "study/train_first.h"

#include "model/lanes.h"

#include <stdlib.h>

void train_first_count(
    struct train_first *first, enum fsrs_grade grade, uint32_t days, bool recalled)
{
    size_t g = (size_t)(grade - FSRS_AGAIN);
    first->all[g]++;
    if (days >= TRAIN_FIRST_DAYS) {
        first->late[g]++;
        return;
    }
    first->count[g][days]++;
    first->recalled[g][days] += recalled;
}

/* A number of days, and how many cards have it. */
struct train_first_size {
    uint32_t count, days;
};

static int train_first_by_size(const void *a, const void *b)
{
    const struct train_first_size *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? -1 : 1;
    return (x->days > y->days) - (x->days < y->days);
}

/* As fsrs-rs does it (filter_outlier in its src/dataset.rs): the smallest groups go until a
 * twentieth of the cards, or 20, are gone; then those that are rare or late. Those later than
 * TRAIN_FIRST_DAYS go in any case, being rare and late. */
static void train_first_drop_grade(struct train_first *first, size_t g)
{
    struct train_first_size sizes[TRAIN_FIRST_DAYS];
    size_t n = 0;
    for (uint32_t days = 0; days < TRAIN_FIRST_DAYS; days++)
        if (first->count[g][days])
            sizes[n++] = (struct train_first_size){first->count[g][days], days};
    qsort(sizes, n, sizeof *sizes, train_first_by_size);
    uint32_t limit = first->all[g] / 20 < 20 ? 20 : first->all[g] / 20;
    uint32_t latest = g == FSRS_EASY - FSRS_AGAIN ? 365 : 100;
    uint32_t gone = first->late[g] < limit ? first->late[g] : limit - 1;
    for (size_t i = 0; i < n; i++) {
        bool spent = gone + sizes[i].count >= limit;
        first->dropped[g][sizes[i].days] = !spent || sizes[i].count < 6 || sizes[i].days > latest;
        gone += spent ? 0 : sizes[i].count;
    }
}

void train_first_drop(struct train_first *first)
{
    for (size_t g = 0; g < FSRS_GRADES; g++)
        train_first_drop_grade(first, g);
}

bool train_first_is_dropped(const struct train_first *first, enum fsrs_grade grade, uint32_t days)
{
    return days >= TRAIN_FIRST_DAYS || first->dropped[grade - FSRS_AGAIN][days];
}

/* The derivative of the loss by the logarithm of the first stability s, and what the second is
 * expected to be. */
static void train_first_slope(const struct train_first *first, size_t g,
    const struct weights *weights, float s, double *slope, double *bend)
{
    for (size_t days = 1; days < TRAIN_FIRST_DAYS; days++) {
        uint32_t count = first->count[g][days], recalled = first->recalled[g][days];
        if (!count || first->dropped[g][days])
            continue;
        float excess = (float)days / s * weights->derived.factor;
        double r = (double)lanes_pow(1 + excess, -weights->w[20]);
        double by_log_s = (double)weights->w[20] * r * (double)(excess / (1 + excess));
        double spread = r * (1 - r) + 1e-9;
        *slope -= ((double)recalled - (double)count * r) / spread * by_log_s;
        *bend += (double)count * by_log_s * by_log_s / spread;
    }
}

float train_first_stability(
    const struct train_first *first, enum fsrs_grade grade, const struct weights *weights, float sd)
{
    float usual = weights->w[grade - FSRS_AGAIN], far = 0;
    double tie = 2 / ((double)sd * (double)sd);
    for (int i = 0; i < TRAIN_FIRST_STEPS; i++) {
        double slope = (double)far * tie, bend = tie;
        train_first_slope(
            first, (size_t)(grade - FSRS_AGAIN), weights, usual * lanes_exp(far), &slope, &bend);
        far = lanes_clamp(far - lanes_clamp((float)(slope / bend), -1, 1), -5, 5);
    }
    return usual * lanes_exp(far);
}
