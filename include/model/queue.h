/* The order of a session: which card comes next. Repeats left from earlier today come first, then
 * reviews with the new cards spread evenly among them; a card that is asked again comes back after
 * a few others. Callers put a card in at most once. Pure but for the memory it holds. */
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

/* A review that is due, with what its place in the order depends on. */
struct due_card {
    int64_t card_id;
    int overdue;      /* days since it was due, >= 0 */
    int interval;     /* days, >= 1 */
    uint64_t tie;     /* decides among equally overdue cards */
    int64_t position; /* of its entry in the deck: cards of one position are siblings */
};

struct due_card due_card_make(int64_t card_id, int due, int interval, int today, uint64_t seed);

/* Sort: most overdue relative to its interval first; cards that are equally overdue in an order
 * that the seed decides. */
void queue_sort_due(struct due_card *cards, size_t count);

/* Shuffle in an order that seed decides, the same on every machine. */
void queue_shuffle(struct queue_card *cards, size_t count, uint64_t seed);

#define QUEUE_REPEAT_AFTER 4 /* other cards before a card rated below 4 comes back */

struct queue {
    struct queue_card *cards; /* still to come are [head] up to [count] */
    size_t head, count, capacity;
    size_t left[REVIEW_CRAM + 1]; /* how many are still to come, by kind */
};

/* All of it zero is an empty queue. */
void queue_done(struct queue *queue);

/* These return false when memory runs out; nothing is lost from the queue then. */
bool queue_append(struct queue *queue, int64_t card_id, enum review_kind kind);
/* Append reviews with new cards spread evenly among them: of each stretch the reviews first. */
bool queue_append_mixed(struct queue *queue, const struct due_card *due, size_t due_count,
    const int64_t *new_cards, size_t new_count);
/* Have a card come next. */
bool queue_push(struct queue *queue, struct queue_card card);
/* Have a card come back as kind after QUEUE_REPEAT_AFTER others, or fewer where fewer are left. */
bool queue_repeat(struct queue *queue, int64_t card_id, enum review_kind kind);

/* Take the next card out; false when none is left. */
bool queue_next(struct queue *queue, struct queue_card *card);
/* Take a card out wherever it is, if it is there. */
void queue_drop(struct queue *queue, int64_t card_id);
/* Have the queue hold what a plan holds but one card, the one shown: cards that are in both keep
 * their order, those that are not in the plan go, those that only it has come at the end. False,
 * with the queue as it was or short of some at its end, when memory runs out. */
bool queue_follow(struct queue *queue, const struct queue *plan, int64_t shown);
/* Keep the next most cards, and drop those after them. */
void queue_truncate(struct queue *queue, size_t most);
size_t queue_left(const struct queue *queue);

#endif
