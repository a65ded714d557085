/* FSRS-6 in double precision, straight from the published formulas ("The Algorithm", in the wiki of
 * open-spaced-repetition, and fsrs-rs for the bounds), to compare drill with. It shares no code
 * with src/model. Grades: 1 Again, 2 Hard, 3 Good, 4 Easy. */
#ifndef UNIT_FSRS_REFERENCE_H
#define UNIT_FSRS_REFERENCE_H

#include <math.h>

struct fsrs_reference {
    double s, d; /* stability in days, difficulty */
};

static inline double reference_clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static inline double reference_factor(const double *w)
{
    return pow(0.9, -1 / w[20]) - 1;
}

static inline double reference_recall(const double *w, double s, double days)
{
    return pow(1 + reference_factor(w) * days / s, -w[20]);
}

static inline double reference_interval(const double *w, double s, double retention)
{
    return s / reference_factor(w) * (pow(retention, -1 / w[20]) - 1);
}

/* D0(G), not clamped */
static inline double reference_first_difficulty(const double *w, int grade)
{
    return w[4] - exp(w[5] * (grade - 1)) + 1;
}

static inline struct fsrs_reference reference_start(const double *w, int grade)
{
    return (struct fsrs_reference){reference_clamp(w[grade - 1], 0.001, 36500),
        reference_clamp(reference_first_difficulty(w, grade), 1, 10)};
}

static inline double reference_stability(
    const double *w, struct fsrs_reference m, int days, int grade)
{
    double recall = reference_recall(w, m.s, days);
    if (days == 0) {
        double factor = exp(w[17] * (grade - 3 + w[18])) * pow(m.s, -w[19]);
        return m.s * (grade >= 2 ? fmax(factor, 1) : factor);
    }
    if (grade == 1) {
        double lapsed =
            w[11] * pow(m.d, -w[12]) * (pow(m.s + 1, w[13]) - 1) * exp(w[14] * (1 - recall));
        return fmin(lapsed, m.s / exp(w[17] * w[18]));
    }
    double growth = exp(w[8]) * (11 - m.d) * pow(m.s, -w[9]) * (exp(w[10] * (1 - recall)) - 1);
    growth *= grade == 2 ? w[15] : 1;
    growth *= grade == 4 ? w[16] : 1;
    return m.s * (1 + growth);
}

static inline struct fsrs_reference reference_rate(
    const double *w, struct fsrs_reference m, int days, int grade)
{
    double moved = m.d + (10 - m.d) / 9 * -w[6] * (grade - 3);
    double difficulty = w[7] * reference_first_difficulty(w, 4) + (1 - w[7]) * moved;
    return (struct fsrs_reference){
        reference_clamp(reference_stability(w, m, days, grade), 0.001, 36500),
        reference_clamp(difficulty, 1, 10)};
}

#endif
