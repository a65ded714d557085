/* How well ratings were predicted. */
#ifndef STUDY_TRAIN_LOSSES_H
#define STUDY_TRAIN_LOSSES_H

#include "study/train_parts.h"

/* The mean log loss and the RMSE(bins) of predictions, recall[row][lane] being that of each rating
 * of the data; 0 if none is scored. */
enum err_code train_losses_of(const struct train_data *data, float (*recall)[TRAIN_LANES],
    double *log_loss, double *rmse_bins, struct err *err);

/* What SM-2 predicts. */
void train_predict_sm2(const struct train_data *data, float (*recall)[TRAIN_LANES]);

#endif
