/* The order of a session: which card comes next. Repeats left from earlier today come first, then
 * reviews with the new cards spread evenly among them; a card to be repeated comes back after a few
 * others. Callers add a card at most once. Pure, except that a queue owns memory. */
#ifndef MODEL_QUEUE_H
#define MODEL_QUEUE_H

#include "model/schedule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue_card {
    int64_t card_id;
    enum review_kind kind;
};

/* A due card, with what determines its place in the order. */
struct due_card {
    int64_t card_id;
    int overdue;      /* days since it was due, >= 0 */
    int interval;     /* days, >= 1 */
    uint64_t tie;     /* derived from the seed, to order equally overdue cards */
    int64_t position; /* its entry's position in the deck, equal for siblings */
};

struct due_card due_card_make(int64_t card_id, int due, int interval, int today, uint64_t seed);

/* Sort by days overdue relative to the interval, the most overdue first, then by tie. */
void queue_sort_due(struct due_card *cards, size_t count);

/* Shuffle; the same seed gives the same order on every machine. */
void queue_shuffle(struct queue_card *cards, size_t count, uint64_t seed);

#define QUEUE_REPEAT_AFTER 4 /* other cards shown before a card rated below 4 comes back */

struct queue {
    struct queue_card *cards; /* the cards from head to count are still to come */
    size_t head, count, capacity;
    size_t left[REVIEW_CRAM + 1]; /* cards still to come, by kind */
};

/* A zero-initialized queue is empty. */
void queue_done(struct queue *queue);

/* These return false when memory runs out; no card is lost then. */
bool queue_append(struct queue *queue, int64_t card_id, enum review_kind kind);
/* Append reviews with new cards spread evenly among them, each after its share of reviews. */
bool queue_append_mixed(struct queue *queue, const struct due_card *due, size_t due_count,
    const int64_t *new_cards, size_t new_count);
/* Put a card at the head. */
bool queue_push(struct queue *queue, struct queue_card card);
/* Insert a card after the next QUEUE_REPEAT_AFTER cards, or at the end. */
bool queue_repeat(struct queue *queue, int64_t card_id, enum review_kind kind);

/* Remove the next card into *card; false when none is left. */
bool queue_next(struct queue *queue, struct queue_card *card);
/* Remove a card from anywhere in the queue. Do nothing if the queue does not contain it. */
void queue_drop(struct queue *queue, int64_t card_id);
/* Make the queue hold the plan's cards, except the card `shown`. Cards in both keep their order,
 * cards that are not in the plan are removed, and cards that only the plan has are appended. When
 * memory runs out, returns false; the queue is then unchanged, or lacks some of the appended
 * cards. */
bool queue_follow(struct queue *queue, const struct queue *plan, int64_t shown);
/* Keep at most the next `most` cards, and drop the rest. */
void queue_truncate(struct queue *queue, size_t most);
size_t queue_left(const struct queue *queue);

#endif
