/* The review log: rate a card, take back what was done last. Each is one transaction: when it
 * returns without error, the disk has all of it; when it fails, nothing of it. */
#ifndef STORE_REVIEWS_H
#define STORE_REVIEWS_H

#include "base/date.h"
#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <stdint.h>

/* A rating as it was given. */
struct rated {
    int64_t card_id;
    int64_t last_review; /* of the card's schedule when it was read, and so last_change */
    enum review_kind kind;
    enum rating rating;
    struct moment at;
    int64_t spent_ms; /* from the question to the rating, >= 0 */
    int64_t last_change;
    int64_t leech_lapses; /* the limit of schedule_makes_leech, whose mark is kept, too */
};

/* Add the rating to the log and bring the card's schedule up to date. *after is the new schedule
 * (its last_review the id of the new review). ERR_STALE, with nothing written, when the card has
 * been rated or changed, or that undone, since it was read. */
enum err_code store_rate(
    struct store *store, const struct rated *rated, struct schedule *after, struct err *err);

/* What undo has taken back: a rating or a change. */
struct undone {
    int64_t card_id, deck_id; /* 0 where there was nothing to take back */
    int64_t review_id;        /* 0 where it was a change */
    enum review_kind kind;
    int64_t change_id; /* 0 where it was a rating */
    enum change_kind change;
};

/* Take back the last rating or change in any of the decks: mark it, and fold the card's other
 * events anew. What a rating marked as a leech goes with the rating; what was
 * imported is passed over. */
enum err_code store_undo(struct store *store, const int64_t *deck_ids, size_t count,
    struct moment at, struct undone *undone, struct err *err);

#endif
