/* The first interval of each card, by the grade of its first rating: which are outliers, and how
 * long a first memory lasts. */
#ifndef STUDY_TRAIN_FIRST_H
#define STUDY_TRAIN_FIRST_H

#include "model/fsrs.h"

#include <stdbool.h>
#include <stdint.h>

#define TRAIN_FIRST_DAYS  1024 /* outliers from here on */
#define TRAIN_FIRST_STEPS 8

struct train_first {
    uint32_t all[FSRS_GRADES], late[FSRS_GRADES]; /* cards; those with TRAIN_FIRST_DAYS or more */
    uint32_t count[FSRS_GRADES][TRAIN_FIRST_DAYS], recalled[FSRS_GRADES][TRAIN_FIRST_DAYS];
    bool dropped[FSRS_GRADES][TRAIN_FIRST_DAYS];
};

/* Count a card by its first scored rating. */
void train_first_count(
    struct train_first *first, enum fsrs_grade grade, uint32_t days, bool recalled);

/* Decide which cards are outliers; then, whether one is. */
void train_first_drop(struct train_first *first);
bool train_first_is_dropped(const struct train_first *first, enum fsrs_grade grade, uint32_t days);

/* The first stability that predicts these ratings best, the others of the weights being as they
 * are; its logarithm is held near that of the weights', with a standard deviation of `sd`. */
float train_first_stability(const struct train_first *first, enum fsrs_grade grade,
    const struct weights *weights, float sd);

#endif
