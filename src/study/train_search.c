#include "study/train_search.h"

#include "model/lanes.h"

#include <string.h>

/* The standard deviations of the weights among people, as fsrs-rs has them (PARAMS_STDDEV in its
 * src/training.rs); of the first stabilities, that of their logarithms. */
static const double train_sds[FSRS_WEIGHTS] = {TRAIN_FIRST_SD, TRAIN_FIRST_SD, TRAIN_FIRST_SD,
    TRAIN_FIRST_SD, 0.57, 0.28, 0.6, 0.12, 0.39, 0.18, 0.33, 0.3, 0.09, 0.16, 0.57, 0.25, 1.03,
    0.31, 0.32, 0.14, 0.27};

/* First stabilities are searched as logarithms, since they differ by factors. */
#define TRAIN_LOGARITHMS FSRS_GRADES

static double train_of_weight(size_t i, double weight)
{
    return i < TRAIN_LOGARITHMS ? (double)lanes_log((float)weight) : weight;
}

static float train_to_weight(size_t i, double x)
{
    return i < TRAIN_LOGARITHMS ? lanes_exp((float)x) : (float)x;
}

/* x[i] is the i-th weight, or its logarithm. */
struct train_point {
    double x[FSRS_WEIGHTS];
    double value;               /* the loss, and how far x is from the defaults */
    double slope[FSRS_WEIGHTS]; /* of the value */
    double loss_slope[FSRS_WEIGHTS];
    double fisher[FSRS_WEIGHTS][FSRS_WEIGHTS]; /* what the bend of the loss is expected to be */
};

/* By how much a step changed the slope of the loss. */
struct train_seen {
    double step[FSRS_WEIGHTS], change[FSRS_WEIGHTS];
};

struct train_search {
    const struct train_data *data;
    const struct train_pass *pass;
    struct train_scratch *scratch;
    struct train_sums sums;
    size_t every; /* which groups take part */
    double usual[FSRS_WEIGHTS], low[FSRS_WEIGHTS], high[FSRS_WEIGHTS];
    double tie[FSRS_WEIGHTS]; /* the second derivative of the distance from the defaults */
    double bend[FSRS_WEIGHTS]
               [FSRS_WEIGHTS]; /* the second derivatives of the loss, as far as known */
    double damping;
    struct train_seen seen[TRAIN_SEEN_MAX];
    size_t seen_count;
    struct train_point at;
};

static struct weights train_weights_at(const double x[FSRS_WEIGHTS])
{
    struct weights weights = {.w = {0}};
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        weights.w[i] = train_to_weight(i, x[i]);
    fsrs_derive(&weights);
    return weights;
}

/* How x[i] changes the weight. */
static double train_stretch(const struct weights *weights, size_t i)
{
    return i < TRAIN_LOGARITHMS ? (double)weights->w[i] : 1;
}

/* Pass over the ratings with the weights at point->x, and fill in the rest of the point. */
static void train_measure(struct train_search *search, struct train_point *point)
{
    struct weights weights = train_weights_at(point->x);
    search->pass->sum(
        search->data, search->every / 2, search->every, &weights, search->scratch, &search->sums);
    point->value = search->sums.loss;
    for (size_t i = 0, n = 0; i < FSRS_WEIGHTS; i++) {
        double far = point->x[i] - search->usual[i];
        point->value += far * far * search->tie[i] / 2;
        point->loss_slope[i] = search->sums.gradient[i] * train_stretch(&weights, i);
        point->slope[i] = point->loss_slope[i] + far * search->tie[i];
        for (size_t j = 0; j <= i; j++, n++) {
            double stretch = train_stretch(&weights, i) * train_stretch(&weights, j);
            point->fisher[i][j] = point->fisher[j][i] = search->sums.fisher[n] * stretch;
        }
    }
}

/* Correct the bend, so that it explains what was seen: BFGS, with Powell's damping. */
static void train_correct(struct train_search *search, const struct train_seen *seen)
{
    double expected[FSRS_WEIGHTS], change[FSRS_WEIGHTS], along = 0, found = 0;
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        expected[i] = 0;
        for (size_t j = 0; j < FSRS_WEIGHTS; j++)
            expected[i] += search->bend[i][j] * seen->step[j];
        along += expected[i] * seen->step[i];
        found += seen->change[i] * seen->step[i];
    }
    if (!(along > 0))
        return;
    double mix = found < 0.2 * along ? 0.8 * along / (along - found) : 1;
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        change[i] = mix * seen->change[i] + (1 - mix) * expected[i];
    found = mix * found + (1 - mix) * along;
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        for (size_t j = 0; j < FSRS_WEIGHTS; j++)
            search->bend[i][j] += change[i] * change[j] / found - expected[i] * expected[j] / along;
}

static void train_find_bend(struct train_search *search)
{
    memcpy(search->bend, search->at.fisher, sizeof search->bend);
    for (size_t i = 0; i < search->seen_count; i++)
        train_correct(search, &search->seen[i]);
}

/* Remember a step from search->at to `next`. */
static void train_see(
    struct train_search *search, const double *step, const struct train_point *next)
{
    if (search->seen_count == TRAIN_SEEN_MAX) {
        search->seen_count--;
        memmove(search->seen, search->seen + 1, search->seen_count * sizeof *search->seen);
    }
    struct train_seen *seen = &search->seen[search->seen_count++];
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        seen->step[i] = step[i];
        seen->change[i] = next->loss_slope[i] - search->at.loss_slope[i];
    }
}

/* ---- a step ---- */

/* Solve a x = b for the `free` coordinates, a being symmetric and positive; x replaces b. */
static void train_solve(
    double a[FSRS_WEIGHTS][FSRS_WEIGHTS], double b[FSRS_WEIGHTS], const bool is_free[FSRS_WEIGHTS])
{
    size_t index[FSRS_WEIGHTS] = {0}, n = 0;
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        if (is_free[i])
            index[n++] = i;
    for (size_t c = 0; c < n; c++) { /* a = L D L' */
        double *row = a[index[c]];
        for (size_t k = 0; k < c; k++)
            row[index[c]] -= a[index[c]][index[k]] * a[index[c]][index[k]] * a[index[k]][index[k]];
        for (size_t r = c + 1; r < n; r++) {
            double *below = a[index[r]];
            for (size_t k = 0; k < c; k++)
                below[index[c]] -= below[index[k]] * row[index[k]] * a[index[k]][index[k]];
            below[index[c]] /= row[index[c]];
        }
    }
    for (size_t r = 0; r < n; r++)
        for (size_t k = 0; k < r; k++)
            b[index[r]] -= a[index[r]][index[k]] * b[index[k]];
    for (size_t r = 0; r < n; r++)
        b[index[r]] /= a[index[r]][index[r]];
    for (size_t r = n; r-- > 0;)
        for (size_t k = r + 1; k < n; k++)
            b[index[r]] -= a[index[k]][index[r]] * b[index[k]];
}

/* The step to where the value is expected to be least within the bounds. Returns how much less. */
static double train_find_step(const struct train_search *search, double step[FSRS_WEIGHTS])
{
    const struct train_point *at = &search->at;
    bool is_free[FSRS_WEIGHTS], again = true;
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        step[i] = 0;
        is_free[i] = !(at->x[i] <= search->low[i] && at->slope[i] > 0) &&
                     !(at->x[i] >= search->high[i] && at->slope[i] < 0);
    }
    while (again) {
        double a[FSRS_WEIGHTS][FSRS_WEIGHTS], b[FSRS_WEIGHTS];
        for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
            b[i] = -at->slope[i];
            for (size_t j = 0; j < FSRS_WEIGHTS; j++) {
                a[i][j] = search->bend[i][j];
                b[i] -= is_free[j] ? 0 : a[i][j] * step[j];
            }
            a[i][i] += search->tie[i] + search->damping * (a[i][i] + search->tie[i]);
        }
        train_solve(a, b, is_free);
        again = false;
        for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
            if (!is_free[i])
                continue;
            step[i] = b[i];
            double x = at->x[i] + step[i];
            if (x < search->low[i] || x > search->high[i]) {
                step[i] = (x < search->low[i] ? search->low[i] : search->high[i]) - at->x[i];
                is_free[i] = false;
                again = true;
            }
        }
    }
    double gain = 0;
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        gain -= step[i] * (at->slope[i] + search->tie[i] * step[i] / 2);
        for (size_t j = 0; j < FSRS_WEIGHTS; j++)
            gain -= step[i] * search->bend[i][j] * step[j] / 2;
    }
    return gain;
}

/* ---- the search ---- */

/* Search with every `every`-th group, until a step is expected to gain less than `enough`. */
static void train_search_stage(struct train_search *search, size_t every, double enough)
{
    struct train_point next;
    search->every = every;
    search->seen_count = 0;
    train_measure(search, &search->at);
    for (int i = 0; i < TRAIN_STEPS_MAX; i++) {
        double step[FSRS_WEIGHTS];
        train_find_bend(search);
        double gain = train_find_step(search, step);
        for (size_t j = 0; j < FSRS_WEIGHTS; j++)
            next.x[j] = search->at.x[j] + step[j];
        if (gain < enough) { /* too little for another pass, to see whether it was so */
            memcpy(search->at.x, next.x, sizeof next.x);
            return;
        }
        train_measure(search, &next);
        train_see(search, step, &next);
        bool is_better = next.value < search->at.value;
        search->damping = is_better ? search->damping / 8 : search->damping * 8 + 0.1;
        if (is_better)
            search->at = next;
    }
}

static void train_search_bounds(struct train_search *search)
{
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        search->usual[i] = train_of_weight(i, (double)fsrs_defaults[i] / WEIGHT_UNIT);
        search->low[i] = train_of_weight(i, (double)fsrs_lowest[i] / WEIGHT_UNIT);
        search->high[i] = train_of_weight(i, (double)fsrs_highest[i] / WEIGHT_UNIT);
        search->tie[i] = 2 / (train_sds[i] * train_sds[i]);
    }
}

static int32_t train_unit(size_t i, double x)
{
    double unit = (double)train_to_weight(i, x) * WEIGHT_UNIT + 0.5;
    if (unit < fsrs_lowest[i])
        return fsrs_lowest[i];
    return unit > fsrs_highest[i] ? fsrs_highest[i] : (int32_t)unit;
}

void train_search(const struct train_data *data, const struct train_pass *pass,
    struct train_scratch *scratch, bool in_stages, int32_t *weights)
{
    struct train_search search = {.data = data, .pass = pass, .scratch = scratch};
    train_search_bounds(&search);
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        search.at.x[i] = train_of_weight(i, (double)weights[i] / WEIGHT_UNIT);
    size_t every = 1;
    while (in_stages && data->scored / (every * TRAIN_STAGE_RATIO) >= TRAIN_STAGE_MIN)
        every *= TRAIN_STAGE_RATIO;
    for (; every > 1; every /= TRAIN_STAGE_RATIO)
        train_search_stage(&search, every, TRAIN_ENOUGH_STAGE);
    double enough = data->weight * TRAIN_ENOUGH_SHARE;
    train_search_stage(&search, 1, enough > TRAIN_ENOUGH ? enough : TRAIN_ENOUGH);
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        weights[i] = train_unit(i, search.at.x[i]);
}
