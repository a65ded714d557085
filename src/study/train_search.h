/* Looks for the weights that predict the ratings best: the least of the loss plus the squares of
 * how far the weights are from the defaults, in standard deviations. Each step solves for the least
 * of a paraboloid. Its bend is the Fisher matrix, from the gradients of single cards, corrected by
 * how the slope changed in the steps before. Early stages work with a part of the cards. */
#ifndef STUDY_TRAIN_SEARCH_H
#define STUDY_TRAIN_SEARCH_H

#include "study/train_parts.h"

/* the standard deviation of the logarithm of a first stability */
#define TRAIN_FIRST_SD 0.7

/* Each stage has so many times the groups of the stage before; the first has at least so many
 * scored ratings, if there are as many. */
#define TRAIN_STAGE_RATIO 4
#define TRAIN_STAGE_MIN   1000
#define TRAIN_STEPS_MAX   40
#define TRAIN_SEEN_MAX    8

/* What a step has to gain to be worth a pass: in early stages, in the last, and in the last for
 * each scored rating. */
#define TRAIN_ENOUGH_STAGE 1.0
#define TRAIN_ENOUGH       0.02
#define TRAIN_ENOUGH_SHARE 5e-6

/* Replace the weights, from which the search starts, by the best. */
void train_search(const struct train_data *data, const struct train_pass *pass,
    struct train_scratch *scratch, bool in_stages, int32_t *weights);

#endif
