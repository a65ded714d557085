/* RMSE(bins): how far predicted recall is from actual recall, as srs-benchmark measures it. Reviews
 * are put into bins by their interval, ratings and lapses, so that errors of single reviews cancel
 * out, and errors for one kind of review do not. Pure; the caller owns the bins, which begin as
 * zeros. */
#ifndef MODEL_RECALL_BINS_H
#define MODEL_RECALL_BINS_H

#include <stdbool.h>
#include <stdint.h>

#define RECALL_INTERVAL_BINS 16
#define RECALL_RATING_BINS   24
#define RECALL_LAPSE_BINS    26
#define RECALL_BINS          (RECALL_INTERVAL_BINS * RECALL_RATING_BINS * RECALL_LAPSE_BINS)

/* 160 KB: keep it on the heap. */
struct recall_bins {
    struct recall_bin {
        double predicted; /* the sum of predictions */
        uint32_t reviews, recalled;
    } bins[RECALL_BINS];
};

/* Add a review `days` >= 1 days after the rating before it. `ratings` counts the card's ratings up
 * to and with this one, `lapses` those before it; neither counts ratings on the day of the one
 * before. */
void recall_bins_add(struct recall_bins *bins, uint32_t days, uint32_t ratings, uint32_t lapses,
    float predicted, bool recalled);
/* The root mean square of predicted minus actual recall, each bin weighted by its reviews; 0
 * without reviews. */
double recall_bins_rmse(const struct recall_bins *bins);

#endif
