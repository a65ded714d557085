/* Statistics for single study days, read through the log's index by day. */
#ifndef STORE_DAYS_H
#define STORE_DAYS_H

#include "base/err.h"
#include "model/sm2.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* How much time cards take. */
struct pace {
    int64_t spent_ms;
    size_t finished; /* ratings after which the card does not come back the same day */
};
/* The pace of the last PACE_RATINGS ratings, on any day, in any deck. */
#define PACE_RATINGS 200
enum err_code store_pace(struct store *store, struct pace *pace, struct err *err);

/* Rating counts for a range of days. */
struct day_tally {
    size_t cards;    /* ratings except repeats: each card counts once a day */
    size_t reviews;  /* ratings of cards that were due */
    size_t recalled; /* reviews rated 3 or more */
    int64_t spent_ms;
};
/* Count the ratings in some decks from one day to another, inclusive. */
enum err_code store_days(struct store *store, const int64_t *deck_ids, size_t deck_count, int from,
    int to, struct day_tally *tally, struct err *err);

/* How many study days in a row have ratings, up to today, or yesterday if today has none yet. */
enum err_code store_streak(struct store *store, int today, int *days, struct err *err);

/* A card that was rated below 4. */
struct hard_card {
    enum rating worst;
    char *question; /* with its gap marked (cloze_mark_question); the caller frees it */
};
#define HARDEST_MAX 3
/* Find the decks' cards with the worst ratings on a day, worst first. The caller frees the first
 * *count questions, even after an error. */
enum err_code store_hardest(struct store *store, const int64_t *deck_ids, size_t deck_count,
    int day, struct hard_card cards[HARDEST_MAX], size_t *count, struct err *err);

#endif
