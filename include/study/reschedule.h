/* Moves due days to where the scheduler in force puts them. A due day that it could have given
 * stays, so rescheduling twice moves nothing the second time. */
#ifndef STUDY_RESCHEDULE_H
#define STUDY_RESCHEDULE_H

#include "base/date.h"
#include "base/err.h"
#include "model/spread.h"
#include "store/changes.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

#define RESCHEDULE_DAYS 30 /* the days that are counted before and after */

/* Free with reschedule_done. */
struct reschedule {
    struct due_move *moves;
    size_t count, capacity;
    size_t rated;         /* cards with a due day */
    size_t before, after; /* cards that are due within RESCHEDULE_DAYS, overdue ones included */
};

/* Work out which cards of the decks move, and where to. A day before today becomes today. Under
 * SM-2, a card moves to its interval after its last rating. */
enum err_code reschedule_plan(struct store *store, const int64_t *deck_ids, size_t count,
    const struct spread *spread, int today, struct reschedule *plan, struct err *err);
/* Move them, as one step for undo. */
enum err_code reschedule_apply(
    struct store *store, const struct reschedule *plan, struct moment now, struct err *err);
void reschedule_done(struct reschedule *plan);

#endif
