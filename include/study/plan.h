/* The plan of a day: which cards of some decks are asked today, and in which order. Counts shown
 * anywhere come from here, so that they are what a session shows. */
#ifndef STUDY_PLAN_H
#define STUDY_PLAN_H

#include "base/err.h"
#include "model/caps.h"
#include "model/queue.h"
#include "model/tags.h"
#include "store/cards.h"
#include "store/store.h"
#include "study/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct session_options {
    struct caps caps;                /* the command line's */
    const struct settings *settings; /* the user's, the caller's; NULL for the defaults */
    struct tag_filter filter;
    bool cram;     /* any card, the schedule untouched */
    uint64_t seed; /* decides among cards that nothing else puts in order */
};

/* The user's settings, or the defaults. */
const struct settings *session_settings(const struct session_options *options);

/* What is planned; the pointers are the caller's. */
struct plan_scope {
    struct store *store;
    const int64_t *deck_ids;
    size_t deck_count;
    const struct session_options *options;
    int today;
    size_t extra; /* cards a day asked for beyond the caps */
};

struct plan {
    struct queue queue;
    size_t due_left; /* cards due that the caps keep from today */
    size_t new_left; /* not 0 where they keep new cards from today */
    size_t buried;   /* entries with a card due that waits until tomorrow for a sibling's sake */
};

/* Plan the day, or in a cram (options->cram) all cards in random order. Caps hold for each deck,
 * and for all of the scope together, counted from the log. A deck's are, the first that is said:
 * the command line's, the settings' for the deck, the settings', the deck file's, NEW_A_DAY; all
 * together have the command line's, or else the settings' or NEW_A_DAY, or what a deck of them has
 * beyond that, so that no deck alone gets less than its own.
 * Free with plan_done. Errors: ERR_STORE, ERR_BUSY, ERR_MEMORY. */
enum err_code plan_make(const struct plan_scope *scope, struct plan *plan, struct err *err);
void plan_done(struct plan *plan);

/* Whether the caps still allow a card of a deck to be asked as kind: another window may have used
 * them up since the plan was made. */
enum err_code plan_allows(const struct plan_scope *scope, int64_t deck_id, enum review_kind kind,
    bool *allows, struct err *err);

/* What was asked of the day's caps: cards of the scope, and what caps allow of them, extra
 * included; CAP_UNSET for no end. */
struct plan_today {
    struct day_counts used;
    struct caps caps;
};
enum err_code plan_today(const struct plan_scope *scope, struct plan_today *today, struct err *err);

#endif
