/* The review log: rate a card, take a rating back. Each is one transaction: when it returns
 * without error, the disk has all of it; when it fails, nothing of it. */
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
    int64_t last_review; /* of the card's schedule when it was read */
    enum review_kind kind;
    enum rating rating;
    struct moment at;
    int64_t spent_ms; /* from the question to the rating, >= 0 */
};

/* Add the rating to the log and bring the card's schedule up to date. *after is the new schedule
 * (its last_review the id of the new review). ERR_STALE, with nothing written, when the card has
 * been rated, or a rating undone, since it was read. */
enum err_code store_rate(
    struct store *store, const struct rated *rated, struct schedule *after, struct err *err);

/* What a rating did: what undo has taken back. */
struct undone {
    int64_t card_id, deck_id; /* 0 where there was no rating to take back */
    int64_t review_id;
    enum review_kind kind;
};

/* Take back the last rating given in any of the decks: mark it, and fold the card's other reviews
 * anew. */
enum err_code store_undo(struct store *store, const int64_t *deck_ids, size_t count,
    struct moment at, struct undone *undone, struct err *err);

#endif
