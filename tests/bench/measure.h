/* Measuring: samples, their medians, and the table that shows them. Two things to compare are
 * measured alternately, and the ratio is taken for each pair, so that changes in the machine's
 * speed affect both. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct samples {
    double values[200];
    size_t count;
};

static inline double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Ignores samples that no longer fit. */
static inline void add(struct samples *samples, double value)
{
    if (samples->count < sizeof samples->values / sizeof *samples->values)
        samples->values[samples->count++] = value;
}

static inline int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double median(const struct samples *samples)
{
    struct samples sorted = *samples;
    if (sorted.count == 0)
        return 0;
    qsort(sorted.values, sorted.count, sizeof *sorted.values, by_value);
    return (sorted.values[(sorted.count - 1) / 2] + sorted.values[sorted.count / 2]) / 2;
}

/* The median of the ratios of a to b, pair by pair. */
static inline double ratio(const struct samples *a, const struct samples *b)
{
    struct samples ratios = {0};
    for (size_t i = 0; i < a->count && i < b->count; i++)
        add(&ratios, a->values[i] / b->values[i]);
    return median(&ratios);
}

static inline void heading(const char *title, const char *ours, const char *theirs)
{
    printf("\n%-46s %12s %12s %7s   %s\n", title, ours, theirs, "ratio", "goal");
}

/* A goal of 0 means that there is none. */
static inline void row(
    const char *what, double ours, double theirs, const char *unit, double times, double goal)
{
    char left[32], right[32], aim[32] = "";
    snprintf(left, sizeof left, "%.*f %s", ours < 10 ? 2 : 1, ours, unit);
    snprintf(right, sizeof right, "%.*f %s", theirs < 10 ? 2 : 1, theirs, unit);
    if (goal > 0)
        snprintf(aim, sizeof aim, "%.3g %s", goal, times <= goal ? "met" : "MISSED");
    printf("  %-44s %12s %12s %7.2f   %s\n", what, left, right, times, aim);
    fflush(stdout);
}

#endif
