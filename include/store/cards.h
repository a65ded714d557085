/* Cards as the session needs them: which are to be asked, and what one says. */
#ifndef STORE_CARDS_H
#define STORE_CARDS_H

#include "base/buf.h"
#include "base/err.h"
#include "model/card.h"
#include "model/queue.h"
#include "model/schedule.h"
#include "model/tags.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A card with its schedule. card's strings lie in texts; all of it zero is an empty one. */
struct stored_card {
    int64_t card_id, deck_id;
    struct card card;
    struct schedule schedule;
    const char *deck_name, *deck_tags;
    int64_t position; /* of its entry in the deck's file when that was read last, from 1 */
    bool retired;
    struct buf texts;
};
void stored_card_done(struct stored_card *card);

/* Read a card into *card, over what it held; card_id 0 says that there is no such card. */
enum err_code store_card(
    struct store *store, int64_t card_id, struct stored_card *card, struct err *err);

/* Lists that grow; the caller frees what they hold. */
struct card_ids {
    int64_t *ids;
    size_t count, capacity;
};
struct due_cards {
    struct due_card *cards;
    size_t count, capacity;
};
/* A repeat owed, with the review that it repeats. */
struct repeat_cards {
    struct repeat_card {
        int64_t card_id, review_id;
    } * cards;
    size_t count, capacity;
};

/* Append a deck's cards that pass the filter. Retired and suspended cards never appear, nor do
 * those that are buried today. */
enum err_code store_due(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, uint64_t seed, struct due_cards *due, struct err *err);
/* Call take for each new card, in the order of the deck file; it returns false to stop. place is
 * that of the card's entry, as in struct due_card. */
typedef bool new_card_fn(void *context, int64_t card_id, int64_t place);
enum err_code store_new(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, new_card_fn *take, void *context, struct err *err);
/* In the order in which they were rated. */
enum err_code store_repeats(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct repeat_cards *repeats, struct err *err);
enum err_code store_present(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct card_ids *cards, struct err *err);

/* A card as lists show and sort it; its texts are read when they are wanted. */
struct listed_card {
    int64_t card_id, deck_id;
    struct schedule schedule;
};
struct listed_cards {
    struct listed_card *cards;
    size_t count, capacity;
};
/* Append a deck's cards that are in its file and pass the filter, those that are suspended or
 * buried too, in the order of the file. */
enum err_code store_listed(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    struct listed_cards *cards, struct err *err);
/* Read what is searched of a card: its question, answer and tags, each with its NUL, into *texts
 * over what it held, *tags being where the tags begin. Empty where there is no such card. */
enum err_code store_searched(
    struct store *store, int64_t card_id, struct buf *texts, size_t *tags, struct err *err);

/* Append the places of the entries of which a card was rated on a study day, cram aside. */
struct places {
    int64_t *places;
    size_t count, capacity;
};
enum err_code store_places_rated(
    struct store *store, int64_t deck_id, int day, struct places *places, struct err *err);

/* How many cards of a deck got their first rating, or were reviewed, on a study day. */
struct day_counts {
    size_t new, due;
};
enum err_code store_rated_on(
    struct store *store, int64_t deck_id, int day, struct day_counts *counts, struct err *err);

/* When cards come back after today. */
#define UPCOMING_DAYS 7
struct upcoming {
    int first_day; /* the next study day with a card due; NO_DAY where there is none */
    size_t first_count;
    size_t days[UPCOMING_DAYS]; /* [0] is tomorrow */
};
/* Add a deck's cards that pass the filter to *upcoming; what is due and buried today comes
 * tomorrow.
 */
enum err_code store_upcoming(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct upcoming *upcoming, struct err *err);

#endif
