#include "report/workload.h"

#include "base/random.h"
#include "model/spread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define REPEATS_MAX 20 /* per card and day */

/* ---- one run ---- */

#define NO_CARD (-1)

/* A linked list of cards, by index. */
struct workload_queue {
    int32_t first, last;
    size_t count;
};

struct workload_run {
    const struct workload_plan *plan;
    struct workload_card *cards;   /* rated cards, then new ones */
    int32_t *next;                 /* by card: the next card in the same queue */
    struct workload_queue *queues; /* by day: the cards due */
    size_t used, capacity;         /* how many cards have been rated, and how many there are */
    uint64_t drawn;                /* random numbers drawn so far */
    uint64_t seed;
};

static void workload_enqueue(struct workload_run *run, int day, int32_t card)
{
    struct workload_queue *queue = &run->queues[day];
    run->next[card] = NO_CARD;
    if (queue->count++ == 0)
        queue->first = card;
    else
        run->next[queue->last] = card;
    queue->last = card;
}

/* Moves leftover cards to the front of the next day's queue. */
static void workload_carry_over(struct workload_run *run, int day)
{
    struct workload_queue *from = &run->queues[day], *to = &run->queues[day + 1];
    if (from->count == 0 || day + 1 == run->plan->days)
        return;
    if (to->count == 0)
        to->last = from->last;
    else
        run->next[from->last] = to->first;
    to->first = from->first;
    to->count += from->count;
}

/* Rescales a chance so that a lapse has the probability 1 - recall, while lapses and passes each
 * keep the proportions that they have in the habits. */
static uint32_t workload_shift(uint32_t chance, uint32_t lapses, float recall)
{
    uint32_t forgotten = CHANCE_ONE - (uint32_t)(recall * CHANCE_ONE);
    if (chance < forgotten)
        return (uint32_t)((uint64_t)chance * lapses / forgotten);
    return lapses + (uint32_t)((uint64_t)(chance - forgotten) * (CHANCE_ONE - lapses) /
                               (CHANCE_ONE - forgotten));
}

#define BY_HABIT (-1.0F)

/* Draws a rating from a row of the habits, with this probability of recall, or BY_HABIT. */
static enum rating workload_draw(struct workload_run *run, int row, float recall)
{
    const uint32_t *up_to = run->plan->chances->up_to[row];
    uint32_t chance = (uint32_t)(random_mix(run->seed, run->drawn++) >> 40);
    if (recall != BY_HABIT)
        chance = workload_shift(chance, up_to[RATING_BARELY - 1], recall);
    int rating = 1;
    while (rating < RATINGS && chance >= up_to[rating - 1])
        rating++;
    return (enum rating)rating;
}

/* Returns the interval that the last rating gave, in days; 0 for a new card. */
static int workload_interval(const struct workload_card *card, const struct regime *regime)
{
    return regime->retention == 0       ? card->sm2.interval
           : past_is_known(&card->past) ? card->due - card->past.day
                                        : 0;
}

static void workload_count(struct workload_run *run, struct workload_card *card, int row,
    enum rating rating, int today, int64_t *work)
{
    const struct regime *regime = &run->plan->regimes[card->regime];
    work[WORK_RATINGS]++;
    work[WORK_MS] += run->plan->chances->ms[row];
    if (regime_has_memory(regime))
        card->past = past_rate(regime, card->past, rating, today, 0);
}

/* Rates a card, repeats it as needed, and enqueues it for its next day. */
static void workload_rate(struct workload_run *run, int day, int32_t index, int64_t *work)
{
    struct workload_card *card = &run->cards[index];
    const struct regime *regime = &run->plan->regimes[card->regime];
    int today = run->plan->first_day + day, row = habit_band(workload_interval(card, regime));
    float recall = past_is_known(&card->past) ? past_recall(regime, &card->past, today) : BY_HABIT;
    enum rating rating = workload_draw(run, row, recall);
    card->sm2 = sm2_rate(card->sm2, rating);
    workload_count(run, card, row, rating, today, work);
    for (int i = 0; i < REPEATS_MAX && rating_asks_again(rating); i++) {
        rating = workload_draw(run, HABIT_REPEAT, BY_HABIT);
        workload_count(run, card, HABIT_REPEAT, rating, today, work);
    }
    int days = regime->retention == 0 ? card->sm2.interval
                                      : spread_whole(past_interval(regime, &card->past));
    card->due = today + days;
    if (days < run->plan->days - day)
        workload_enqueue(run, day + days, index);
}

/* Returns how many of the rated cards would be recalled on a day. */
static int64_t workload_known(const struct workload_run *run, int day)
{
    double sum = 0;
    for (size_t i = 0; i < run->used; i++)
        sum += (double)past_recall(
            &run->plan->regimes[run->cards[i].regime], &run->cards[i].past, day);
    return llround(sum);
}

static void workload_play_day(struct workload_run *run, int day, int64_t *work)
{
    const struct workload_plan *plan = run->plan;
    struct workload_queue *queue = &run->queues[day];
    size_t dues = queue->count, news = run->capacity - run->used;
    size_t cap = cap_left(plan->caps.new_cards, day == 0 ? plan->new_used : 0);
    news = news < cap ? news : cap;
    caps_share(
        cap_left(plan->caps.cards, day == 0 ? plan->new_used + plan->due_used : 0), &dues, &news);
    for (size_t i = 0; i < dues; i++) {
        int32_t card = queue->first;
        queue->first = run->next[card];
        queue->count--;
        workload_rate(run, day, card, work);
    }
    for (size_t i = 0; i < news; i++)
        workload_rate(run, day, (int32_t)run->used++, work);
    work[WORK_REVIEWS] = (int64_t)dues;
    work[WORK_NEW] = (int64_t)news;
    work[WORK_LEFT] = (int64_t)queue->count;
    workload_carry_over(run, day);
    if (day == plan->days - 1)
        work[WORK_KNOWN] = workload_known(run, plan->first_day + day);
}

static uint32_t workload_new_regime(const struct workload_plan *plan, size_t number)
{
    return plan->new_count ? plan->new_regimes[number % plan->new_count] : 0;
}

static void workload_begin(struct workload_run *run, const struct workload_card *sorted, int number)
{
    const struct workload_plan *plan = run->plan;
    memset(run->queues, 0, (size_t)plan->days * sizeof *run->queues);
    for (size_t i = 0; i < plan->card_count; i++) {
        int day = sorted[i].due - plan->first_day;
        run->cards[i] = sorted[i];
        if (day < plan->days)
            workload_enqueue(run, day < 0 ? 0 : day, (int32_t)i);
    }
    for (size_t i = plan->card_count; i < run->capacity; i++)
        run->cards[i] = (struct workload_card){
            .sm2 = sm2_new(), .regime = workload_new_regime(plan, i - plan->card_count)};
    run->used = plan->card_count;
    run->seed = random_mix(plan->seed, (uint64_t)number);
    run->drawn = 0;
}

/* ---- all runs ---- */

static int workload_by_due(const void *a, const void *b)
{
    const struct workload_card *x = a, *y = b;
    return (x->due > y->due) - (x->due < y->due);
}

/* Returns how many new cards a run can use: the whole supply, or as many as the caps allow. */
static size_t workload_supply_of(const struct workload_plan *plan)
{
    size_t cap = cap_left(plan->caps.new_cards, 0), days = (size_t)plan->days;
    return cap < plan->supply / days ? cap * days : plan->supply;
}

static void workload_play(
    struct workload *workload, struct workload_run *run, const struct workload_card *sorted)
{
    const struct workload_plan *plan = run->plan;
    size_t ratings = 0;
    for (; workload->runs < plan->runs; workload->runs++) {
        if (plan->enough && ratings >= plan->enough && workload->runs >= RUNS_MIN)
            break;
        if (plan->go_on && !plan->go_on(plan->context))
            break;
        workload_begin(run, sorted, workload->runs);
        for (int day = 0; day < plan->days; day++) {
            size_t at = (size_t)workload->runs * (size_t)plan->days + (size_t)day;
            int64_t *work = &workload->work[at * WORKS];
            workload_play_day(run, day, work);
            ratings += (size_t)work[WORK_RATINGS];
        }
    }
}

bool workload_run(struct workload *workload, const struct workload_plan *plan)
{
    size_t capacity = plan->card_count + workload_supply_of(plan);
    struct workload_run run = {.plan = plan, .capacity = capacity};
    struct workload_card *sorted = calloc(plan->card_count + 1, sizeof *sorted);
    *workload = (struct workload){plan->first_day, plan->days, 0, NULL};
    workload->work =
        calloc((size_t)plan->days * (size_t)plan->runs * WORKS, sizeof *workload->work);
    run.cards = calloc(capacity + 1, sizeof *run.cards);
    run.next = calloc(capacity + 1, sizeof *run.next);
    run.queues = calloc((size_t)plan->days, sizeof *run.queues);
    bool ok =
        capacity < INT32_MAX && sorted && workload->work && run.cards && run.next && run.queues;
    if (ok) {
        if (plan->card_count)
            memcpy(sorted, plan->cards, plan->card_count * sizeof *sorted);
        qsort(sorted, plan->card_count, sizeof *sorted, workload_by_due);
        workload_play(workload, &run, sorted);
    }
    free(sorted);
    free(run.cards);
    free(run.next);
    free(run.queues);
    return ok;
}

void workload_done(struct workload *workload)
{
    free(workload->work);
    workload->work = NULL;
}
