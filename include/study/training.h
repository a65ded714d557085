/* Trains weights on the log, and puts them into force where they predict better. */
#ifndef STUDY_TRAINING_H
#define STUDY_TRAINING_H

#include "base/date.h"
#include "base/err.h"
#include "store/store.h"
#include "study/train.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct training {
    struct trained trained;
    int32_t in_use[WEIGHTS_MAX]; /* before, in units of 1/WEIGHT_UNIT */
};

/* Train on the log of these decks, which then share weights of their own; if count is 0, on the log
 * of all decks without their own, which share weights. `take`: put the new weights into force if
 * they are better. Otherwise those in use stay: decks that share weights go on sharing them, and
 * the log keeps when the shared ones were last trained. */
enum err_code training_run(struct store *store, const int64_t *deck_ids, size_t count, bool take,
    struct moment now, struct training *training, struct err *err);

/* Whether it is time to train the shared weights again: some deck is under FSRS, TRAINING_DAYS have
 * passed since they were last trained, and the log grew by a tenth. */
#define TRAINING_DAYS 30
enum err_code training_is_due(struct store *store, struct moment now, bool *due, struct err *err);

#endif
