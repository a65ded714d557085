/* The summary of a day, for the end of a session: log statistics of today and the days before. */
#ifndef STUDY_SUMMARY_H
#define STUDY_SUMMARY_H

#include "base/err.h"
#include "store/days.h"
#include "study/plan.h"

#include <stddef.h>

#define SUMMARY_DAYS 30 /* how many previous days to compare today with */

/* Empty if zero-initialized. Free with summary_done. */
struct summary {
    struct day_tally today, before; /* before: the SUMMARY_DAYS days up to yesterday */
    int streak;                     /* study days in a row with ratings */
    struct plan_today caps;
    struct hard_card hardest[HARDEST_MAX];
    size_t hardest_count;
};

/* Replace the contents of *s with the summary of a scope. */
enum err_code summary_read(struct summary *s, const struct plan_scope *scope, struct err *err);
void summary_done(struct summary *summary);

/* The percentage of due cards that were recalled (rated 3 or more), rounded; -1 if none was due. */
int tally_recall(const struct day_tally *tally);
/* The average time per card; -1 if no card was rated. */
int64_t tally_pace_ms(const struct day_tally *tally);

/* The estimated time for cards_left cards: at the session's pace if it has enough cards, else at
 * the log's. -1 if neither is known. */
int64_t pace_estimate_ms(struct pace log, struct pace session, size_t cards_left);

#endif
