#include "model/recall_bins.h"

#include <math.h>
#include <stddef.h>

/* The bases of the bins (get_bin in srs-benchmark). */
#define INTERVAL_BASE 3.62
#define RATING_BASE   1.89
#define LAPSE_BASE    1.73

/* The greatest power of the base that is at most `number`, which is at least 1. Numbers beyond the
 * last bin count in it. */
static size_t recall_bins_power(double base, uint32_t number, size_t bins)
{
    size_t power = 0;
    for (double next = base; next <= number && power + 1 < bins; next *= base)
        power++;
    return power;
}

void recall_bins_add(struct recall_bins *bins, uint32_t days, uint32_t ratings, uint32_t lapses,
    float predicted, bool recalled)
{
    size_t interval = recall_bins_power(INTERVAL_BASE, days, RECALL_INTERVAL_BINS);
    size_t rating = recall_bins_power(RATING_BASE, ratings, RECALL_RATING_BINS);
    size_t lapse = lapses ? 1 + recall_bins_power(LAPSE_BASE, lapses, RECALL_LAPSE_BINS - 1) : 0;
    struct recall_bin *bin =
        &bins->bins[(interval * RECALL_RATING_BINS + rating) * RECALL_LAPSE_BINS + lapse];
    bin->predicted += (double)predicted;
    bin->reviews++;
    bin->recalled += recalled;
}

double recall_bins_rmse(const struct recall_bins *bins)
{
    double squares = 0;
    uint64_t reviews = 0;
    for (size_t i = 0; i < RECALL_BINS; i++) {
        const struct recall_bin *bin = &bins->bins[i];
        if (!bin->reviews)
            continue;
        double wrong = (bin->predicted - bin->recalled) / bin->reviews;
        squares += wrong * wrong * bin->reviews;
        reviews += bin->reviews;
    }
    return reviews ? sqrt(squares / (double)reviews) : 0;
}
