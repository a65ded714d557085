/* The scales of FSRS: its four grades, and the bounds of a card's state. */
#ifndef MODEL_FSRS_SCALE_H
#define MODEL_FSRS_SCALE_H

#include "model/sm2.h"

enum fsrs_grade { FSRS_AGAIN = 1, FSRS_HARD = 2, FSRS_GOOD = 3, FSRS_EASY = 4 };
#define FSRS_GRADES 4
/* Ratings 1 and 2 are Again, 3 is Hard, 4 Good, 5 Easy. */
static inline enum fsrs_grade fsrs_grade(enum rating rating)
{
    return rating <= RATING_BARELY ? FSRS_AGAIN : (enum fsrs_grade)(rating - 1);
}

/* A rating with that grade. */
static inline enum rating fsrs_rating(enum fsrs_grade grade)
{
    return (enum rating)(grade + 1);
}

/* Bounds of the state. */
#define FSRS_STABILITY_MIN  0.001f
#define FSRS_STABILITY_MAX  36500.0f
#define FSRS_DIFFICULTY_MIN 1.0f
#define FSRS_DIFFICULTY_MAX 10.0f

/* ln 0.9: the forgetting curve is made so that recall is 0.9 after as many days as the stability.
 */
#define FSRS_LN_09 -0.105360516f

#endif
