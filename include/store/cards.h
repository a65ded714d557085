/* Reads cards for sessions and lists: which cards are due, and a card's text and schedule. */
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

/* A card with its schedule. The card's strings are in texts. Empty if zero-initialized. */
struct stored_card {
    int64_t card_id, deck_id;
    struct card card;
    struct schedule schedule;
    const char *deck_name, *deck_tags;
    const char *own_tags; /* those of its entry: card.tags without the mark of a leech */
    int64_t position;     /* its entry's position in the deck file as last read, from 1 */
    bool retired;
    struct buf texts;
};
void stored_card_done(struct stored_card *card);

/* Read a card into *card, replacing its contents; card_id is 0 if there is no such card. */
enum err_code store_card(
    struct store *store, int64_t card_id, struct stored_card *card, struct err *err);

/* Growable lists; the caller frees what they hold. _add returns false when memory runs out. */
struct card_ids {
    int64_t *ids;
    size_t count, capacity;
};
bool card_ids_add(struct card_ids *list, int64_t card_id);
void card_ids_sort(struct card_ids *list);
bool card_ids_has(const struct card_ids *sorted, int64_t card_id);
struct due_cards {
    struct due_card *cards;
    size_t count, capacity;
};
/* Cards owed a repeat, each with the review that it repeats. */
struct repeat_cards {
    struct repeat_card {
        int64_t card_id, review_id;
    } * cards;
    size_t count, capacity;
};

/* The next four read a deck's cards that pass the filter, except retired and suspended ones and
 * those buried today: the due reviews, the new cards, the repeats owed today and, for crams,
 * all cards. */
enum err_code store_due(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, uint64_t seed, struct due_cards *due, struct err *err);
/* Call `take` for each new card in the order of the deck file, until it returns false. `position`
 * is that of the card's entry, as in struct due_card. */
typedef bool new_card_fn(void *context, int64_t card_id, int64_t position);
enum err_code store_new(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, new_card_fn *take, void *context, struct err *err);
/* Append the cards owed a repeat, in the order of their ratings. */
enum err_code store_repeats(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct repeat_cards *repeats, struct err *err);
enum err_code store_present(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, struct card_ids *cards, struct err *err);

/* Count the cards of all decks that are due `today`, on the day after, and so on, for `days` days;
 * retired and suspended ones are left out. counts[] begins as zeros. */
enum err_code store_due_counts(
    struct store *store, int today, int *counts, int days, struct err *err);

/* What lists need to sort a card; its text is read only when the card is shown. */
struct listed_card {
    int64_t card_id, deck_id;
    int variant;
    struct schedule schedule;
};
struct listed_cards {
    struct listed_card *cards;
    size_t count, capacity;
};
/* Append the cards in a deck's file that pass the filter, including suspended and buried ones, in
 * file order. */
enum err_code store_listed(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    struct listed_cards *cards, struct err *err);
/* Read the strings used by a search (a card's question, answer and tags, each with its NUL) into
 * *texts, replacing its contents; *tags is the offset of the tags. All are empty if there is no
 * such card. */
enum err_code store_searched(
    struct store *store, int64_t card_id, struct buf *texts, size_t *tags, struct err *err);
/* Append a card's question with its gap marked (cloze_mark_question in deck/cloze.h); nothing if
 * there is no such card. */
enum err_code store_asked(
    struct store *store, int64_t card_id, struct buf *question, struct err *err);

/* Append the positions of a deck's entries that had a card rated on the study day, other than in a
 * cram, and not reset or made due by hand since. */
struct positions {
    int64_t *positions;
    size_t count, capacity;
};
bool positions_add(struct positions *list, int64_t position);
enum err_code store_positions_rated(
    struct store *store, int64_t deck_id, int day, struct positions *positions, struct err *err);

/* How many cards of a deck were rated for the first time, or reviewed when due, on a study day. */
struct day_counts {
    size_t new, due;
};
enum err_code store_rated_on(
    struct store *store, int64_t deck_id, int day, struct day_counts *counts, struct err *err);

/* Find the first study day after today on which a card of a deck that passes the filter becomes
 * due; NO_DAY if there is none. Suspended cards do not count. */
enum err_code store_first_due(struct store *store, int64_t deck_id, const struct tag_filter *filter,
    int today, int *day, struct err *err);

#endif
