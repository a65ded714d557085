/* What the log says of days: read by its index of days, never whole. */
#ifndef STORE_DAYS_H
#define STORE_DAYS_H

#include "base/err.h"
#include "model/sm2.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* How quickly cards were done. */
struct pace {
    int64_t spent_ms;
    size_t finished; /* ratings after which the card does not come back the same day */
};
/* Of the last PACE_RATINGS ratings, whatever their day and deck. */
#define PACE_RATINGS 200
enum err_code store_pace(struct store *store, struct pace *pace, struct err *err);

/* The ratings of some days. */
struct day_tally {
    size_t cards;    /* ratings that are no repeats: each of a card on a day */
    size_t reviews;  /* ratings of cards that were due */
    size_t recalled; /* of these, 3 or more */
    int64_t spent_ms;
};
/* Of the decks, from a day to another, both included. */
enum err_code store_days(struct store *store, const int64_t *deck_ids, size_t deck_count, int from,
    int to, struct day_tally *tally, struct err *err);

/* On how many study days in a row there were ratings, up to today, or to yesterday where there are
 * none today yet. */
enum err_code store_streak(struct store *store, int today, int *days, struct err *err);

/* A card that was rated below 4. */
struct hard_card {
    enum rating worst;
    char *question; /* its beginning; owned */
};
#define HARDEST_MAX 3
/* The decks' cards with the worst ratings of a day, the worst first; *count at most HARDEST_MAX.
 * The caller frees the questions, whatever came of it. */
enum err_code store_hardest(struct store *store, const int64_t *deck_ids, size_t deck_count,
    int day, struct hard_card cards[HARDEST_MAX], size_t *count, struct err *err);

#endif
