/* The ratings of many cards, as replaying and training read them: gathered in one pass over the
 * log, a card's steps side by side. */
#ifndef STORE_HISTORIES_H
#define STORE_HISTORIES_H

#include "base/err.h"
#include "model/scheduler.h"
#include "store/selection.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* Card i's steps are steps[first[i]] up to, and without, steps[first[i + 1]], the oldest first. */
struct histories {
    size_t count;      /* cards */
    int64_t *card_ids; /* rising */
    uint32_t *first;   /* count + 1 */
    struct memory_step *steps;
    int32_t *last_days; /* of each card: the study day of its last step */
    uint32_t *order; /* of each step: how many ratings of these cards came before it in the log */
};

/* Gather the ratings of the selected cards, in the order of time. Crams, what was undone, and what
 * lies before a card's last reset are left out, and so are cards whose first rating is not in the
 * log. *histories is empty after an error; free it with histories_done. */
enum err_code store_histories(struct store *store, const struct card_selection *selection,
    struct histories *histories, struct err *err);
void histories_done(struct histories *histories);

/* Find a card's history: *index is its number. False if it has none. */
bool histories_find(const struct histories *histories, int64_t card_id, size_t *index);

#endif
