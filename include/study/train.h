/* Trains a scheduler's weights on the log, and judges predictions by it. Deterministic: the same
 * log gives the same weights on every machine, bit for bit.
 *
 * A rating is scored if it is not its card's first and comes on a later day than the one before;
 * the card was recalled if the grade is above Again. The weights are those that make the sum of
 * weight x log loss of the scored ratings + the sum of ((w - default) / sd)^2 least, that is, a
 * maximum a posteriori estimate: a rating's weight rises from 0.25 for the log's oldest to 1, sd is
 * how much people differ (in the logarithm for first stabilities), and cards whose first interval
 * is unusual are left out, as fsrs-rs does.
 *
 * To judge weights by ratings that they were not trained on, they are first trained on the first
 * four fifths of the log, and predict the last fifth, as the weights in use do. The weights that
 * are handed out are then trained on from there, on all of the log. */
#ifndef STUDY_TRAIN_H
#define STUDY_TRAIN_H

#include "base/err.h"
#include "model/scheduler.h"
#include "store/histories.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* With fewer scored ratings, the defaults predict better than what can be learned. */
#define TRAIN_SCORED_MIN 400
/* With a smaller share of lapses, the log does not show how the user forgets. They probably rate
 * forgotten cards Partly, which would teach FSRS that nothing is ever forgotten, and cards would
 * come back too late. */
#define TRAIN_LAPSES_PERCENT 1

/* Whether weights can be learned from a log, and if not, why. */
enum train_refusal { TRAIN_LEARNS, TRAIN_FEW_SCORED, TRAIN_FEW_LAPSES };

/* How well recall was predicted; less is better. Both are 0 if nothing was scored. */
struct train_losses {
    double log_loss; /* mean */
    /* Root mean square of predicted minus actual recall, in bins of interval, ratings and lapses,
     * as srs-benchmark has it: RMSE(bins). */
    double rmse_bins;
};

struct trained {
    size_t ratings, scored;
    size_t lapses; /* scored ratings of 1 or 2 */
    enum train_refusal refusal;
    size_t judged; /* scored ratings of the last fifth, which the losses are of */
    struct train_losses sm2, defaults, in_use, learned;
    /* Whether the new weights predict the last fifth better than those in use, so are to be taken.
     */
    bool is_better;
    /* The new weights, in units of 1/WEIGHT_UNIT; the defaults if nothing can be learned. */
    int32_t weights[WEIGHTS_MAX];
};

/* Train the weights of FSRS. `in_use` are those in force, in units of 1/WEIGHT_UNIT. */
enum err_code train(const struct scheduler *scheduler, const struct histories *histories,
    const int32_t *in_use, struct trained *trained, struct err *err);

/* Only learn weights from the first ratings of the log, those with an order below `ratings`,
 * however little they say. */
enum err_code train_weights(
    const struct histories *histories, uint32_t ratings, int32_t *weights, struct err *err);

#endif
