/* The days after today, planned as sessions of the same decks will plan them: within the caps of
 * each day, and with siblings on different days. */
#ifndef STUDY_AHEAD_H
#define STUDY_AHEAD_H

#include "base/err.h"
#include "store/cards.h"
#include "study/plan.h"

#include <stddef.h>

#define AHEAD_DAYS 7

struct ahead {
    int day;                 /* the next study day with something to do; NO_DAY if there is none */
    struct day_counts cards; /* what a session shows on that day; all 0 if caps of 0 forbid it */
    size_t due[AHEAD_DAYS];  /* due cards on each day from tomorrow on, if each day is finished; the
                                ratings to come do not count, since nobody knows them */
};

/* Find the next day after today with something to do, and count its cards, as in struct ahead. */
enum err_code ahead_next(
    const struct plan_scope *scope, int *day, struct day_counts *cards, struct err *err);

/* Look ahead from the scope's day. Caps apply without today's extra cards, and a cram does not
 * matter. */
enum err_code ahead_read(const struct plan_scope *scope, struct ahead *ahead, struct err *err);

#endif
