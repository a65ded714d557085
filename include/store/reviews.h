/* The review log: rates a card, and undoes and redoes ratings and changes. Each call is one
 * transaction: if the call succeeds, everything is on disk; if it fails, nothing is. */
#ifndef STORE_REVIEWS_H
#define STORE_REVIEWS_H

#include "base/date.h"
#include "base/err.h"
#include "model/schedule.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A rating to log. */
struct rated {
    int64_t card_id;
    int64_t last_review; /* from the card's schedule when it was read, like last_change */
    enum review_kind kind;
    enum rating rating;
    struct moment at;
    int64_t spent_ms; /* from the question to the rating, >= 0 */
    int64_t last_change;
    int64_t leech_lapses; /* the limit for schedule_makes_leech; if the rating makes the card a
                             leech, that is logged, too */
    struct regime regime; /* as store_regime read it for the card's deck */
    int days;             /* the interval that a scheduler other than SM-2 gives; >= 1 */
};

/* Log the rating and update the card's schedule. *after is the new schedule; its last_review is the
 * id of the new review. ERR_STALE, with nothing written, if the card was rated or changed since it
 * was read, a rating or change was undone, or another regime came into force. */
enum err_code store_rate(
    struct store *store, const struct rated *rated, struct schedule *after, struct err *err);

/* A rating or a change, or a whole batch of changes, that undo takes back, and redo restores. */
struct undone {
    int64_t card_id, deck_id; /* 0 if there is nothing to undo */
    int64_t review_id;        /* 0 if it is a change */
    enum review_kind kind;
    enum rating rating;
    int64_t change_id; /* 0 if it is a rating */
    enum change_kind change;
    int64_t batch;     /* of changes that are undone together; 0 for a single one */
    size_t cards;      /* how many cards the batch changed */
    struct moment at;  /* when it was made */
    int64_t undone_ms; /* when it was undone, set by store_undo: the mark in the log */
};

/* Find the last rating or change in any of the decks, ignoring imported ones. */
enum err_code store_last(struct store *store, const int64_t *deck_ids, size_t count,
    struct undone *last, struct err *err);
/* Mark it as undone, and replay the other events of its cards. The leech mark that a rating made is
 * undone with it. ERR_STALE, with nothing written, if it was undone since it was read. */
enum err_code store_undo(
    struct store *store, struct undone *undone, struct moment at, struct err *err);
/* Clear the marks that store_undo set, and replay the cards' events. ERR_STALE, with nothing
 * written, if another window has cleared the mark, or has rated or changed a card since. */
enum err_code store_redo(struct store *store, const struct undone *undone, struct err *err);

/* Whether a rating is in the log and not undone. */
enum err_code store_review_stands(
    struct store *store, int64_t review_id, bool *stands, struct err *err);

#endif
