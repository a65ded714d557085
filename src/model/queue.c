#include "model/queue.h"

#include "base/buf.h"
#include "base/random.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct due_card due_card_make(int64_t card_id, int due, int interval, int today, uint64_t seed)
{
    return (struct due_card){
        card_id, today - due, interval, random_mix(seed, (uint64_t)card_id), 0};
}

static int queue_compare_due(const void *a, const void *b)
{
    const struct due_card *x = a, *y = b;
    /* compares x.overdue / x.interval with y.overdue / y.interval, without dividing */
    int64_t left = (int64_t)x->overdue * y->interval, right = (int64_t)y->overdue * x->interval;
    if (left != right)
        return left > right ? -1 : 1;
    return (x->tie > y->tie) - (x->tie < y->tie);
}

void queue_sort_due(struct due_card *cards, size_t count)
{
    if (count > 1)
        qsort(cards, count, sizeof *cards, queue_compare_due);
}

void queue_shuffle(struct queue_card *cards, size_t count, uint64_t seed)
{
    for (size_t left = count; left > 1; left--) {
        size_t other = random_mix(seed, left) % left;
        struct queue_card last = cards[left - 1];
        cards[left - 1] = cards[other];
        cards[other] = last;
    }
}

void queue_done(struct queue *queue)
{
    free(queue->cards);
    *queue = (struct queue){0};
}

size_t queue_left(const struct queue *queue)
{
    assert(queue->head <= queue->count && queue->count <= queue->capacity);
    return queue->count - queue->head;
}

static bool queue_insert(struct queue *queue, size_t at, struct queue_card card)
{
    assert(at >= queue->head && at <= queue->count);
    if (queue->head > 0) { /* move only the cards before `at`, into the free slot */
        queue->head--;
        at--;
        memmove(queue->cards + queue->head, queue->cards + queue->head + 1,
            (at - queue->head) * sizeof card);
    } else {
        if (!array_grow(&queue->cards, queue->count, &queue->capacity, sizeof *queue->cards))
            return false;
        memmove(queue->cards + at + 1, queue->cards + at, (queue->count - at) * sizeof card);
        queue->count++;
    }
    queue->cards[at] = card;
    queue->left[card.kind]++;
    return true;
}

bool queue_append(struct queue *queue, int64_t card_id, enum review_kind kind)
{
    assert(kind > REVIEW_NONE && kind <= REVIEW_CRAM);
    struct queue_card card = {card_id, kind};
    if (!array_add(&queue->cards, &queue->count, &queue->capacity, &card, sizeof card))
        return false;
    queue->left[kind]++;
    return true;
}

bool queue_append_mixed(struct queue *queue, const struct due_card *due, size_t due_count,
    const int64_t *new_cards, size_t new_count)
{
    size_t total = due_count + new_count, news = 0;
    for (size_t i = 0; i < total; i++) {
        /* the first i + 1 cards should include (i + 1) / total of the new ones */
        bool is_new = (i + 1) * new_count / total > news;
        if (!queue_append(queue, is_new ? new_cards[news] : due[i - news].card_id,
                is_new ? REVIEW_NEW : REVIEW_DUE))
            return false;
        news += is_new;
    }
    assert(news == new_count);
    return true;
}

bool queue_push(struct queue *queue, struct queue_card card)
{
    return queue_insert(queue, queue->head, card);
}

bool queue_repeat(struct queue *queue, int64_t card_id, enum review_kind kind)
{
    size_t left = queue_left(queue);
    size_t after = left < QUEUE_REPEAT_AFTER ? left : QUEUE_REPEAT_AFTER;
    return queue_insert(queue, queue->head + after, (struct queue_card){card_id, kind});
}

bool queue_next(struct queue *queue, struct queue_card *card)
{
    if (queue_left(queue) == 0)
        return false;
    *card = queue->cards[queue->head++];
    assert(queue->left[card->kind] > 0);
    queue->left[card->kind]--;
    return true;
}

void queue_drop(struct queue *queue, int64_t card_id)
{
    for (size_t i = queue->head; i < queue->count; i++) {
        if (queue->cards[i].card_id != card_id)
            continue;
        queue->left[queue->cards[i].kind]--;
        queue->count--;
        memmove(queue->cards + i, queue->cards + i + 1, (queue->count - i) * sizeof *queue->cards);
        return;
    }
}

/* The ids of the cards still to come, sorted; the caller frees them. NULL when memory runs out. */
static int64_t *queue_sorted_ids(const struct queue *queue)
{
    size_t count = queue_left(queue);
    int64_t *ids = calloc(count + 1, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = queue->cards[queue->head + i].card_id;
    if (ids && count > 1)
        qsort(ids, count, sizeof *ids, array_by_number);
    return ids;
}

static bool queue_has_id(const int64_t *ids, size_t count, int64_t id)
{
    return bsearch(&id, ids, count, sizeof id, array_by_number) != NULL;
}

bool queue_follow(struct queue *queue, const struct queue *plan, int64_t shown)
{
    int64_t *here = queue_sorted_ids(queue), *there = queue_sorted_ids(plan);
    size_t here_count = queue_left(queue), there_count = queue_left(plan), kept = queue->head;
    bool done = here && there;
    for (size_t i = queue->head; done && i < queue->count; i++) {
        if (queue_has_id(there, there_count, queue->cards[i].card_id))
            queue->cards[kept++] = queue->cards[i];
        else
            queue->left[queue->cards[i].kind]--;
    }
    if (done)
        queue->count = kept;
    for (size_t i = plan->head; done && i < plan->count; i++) {
        struct queue_card card = plan->cards[i];
        if (card.card_id != shown && !queue_has_id(here, here_count, card.card_id))
            done = queue_append(queue, card.card_id, card.kind);
    }
    free(here);
    free(there);
    return done;
}

void queue_truncate(struct queue *queue, size_t most)
{
    while (queue_left(queue) > most)
        queue->left[queue->cards[--queue->count].kind]--;
}
