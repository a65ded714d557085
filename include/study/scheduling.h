/* Puts into force, at the start of a review, the scheduler and the retention that the command line,
 * the settings and the decks' files ask for. */
#ifndef STUDY_SCHEDULING_H
#define STUDY_SCHEDULING_H

#include "base/date.h"
#include "base/err.h"
#include "store/store.h"
#include "study/plan.h"

#include <stddef.h>
#include <stdint.h>

/* The decks that got another scheduler. */
struct scheduling_switch {
    size_t decks;
    int scheduler; /* SCHEDULER_... of all of them; 0 if they differ */
};

/* Nothing is written if what is asked for is what was last asked for, or in a cram. Errors:
 * ERR_STORE, ERR_BUSY, ERR_MEMORY. */
enum err_code scheduling_follow(struct store *store, const int64_t *deck_ids, size_t count,
    const struct session_options *options, struct moment now, struct scheduling_switch *switched,
    struct err *err);

#endif
