/* The statistics pages about FSRS: those of struct page_kind. All are empty unless a deck is under
 * FSRS; the first and the last unless its log was read. */
#ifndef REPORT_PAGES_MEMORIES_H
#define REPORT_PAGES_MEMORIES_H

#include "report/dataset.h"
#include "report/figures.h"

/* How many rows the page of predictions has at most, without the last. */
#define PREDICTION_BINS 10

/* The columns of the page of predictions. The last row is of all reviews. */
enum predictions_column {
    PREDICTIONS_PREDICTED,
    PREDICTIONS_FROM,
    PREDICTIONS_TO,
    PREDICTIONS_REVIEWS,
    PREDICTIONS_RECALLED,
    PREDICTIONS_PERCENT,
    PREDICTIONS_LOW,
    PREDICTIONS_HIGH,
    PREDICTIONS_LOSS,
    PREDICTIONS_RMSE
};

void pages_predictions(const struct figures *f, struct dataset *d, enum period period, int max);
void pages_stability(const struct figures *f, struct dataset *d, enum period period, int max);
void pages_difficulty(const struct figures *f, struct dataset *d, enum period period, int max);
void pages_recall_now(const struct figures *f, struct dataset *d, enum period period, int max);
void pages_known(const struct figures *f, struct dataset *d, enum period period, int max);

#endif
