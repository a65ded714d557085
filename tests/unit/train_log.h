/* Logs to train on, made up by a learner whose memory is FSRS with known weights. */
#ifndef TESTS_UNIT_TRAIN_LOG_H
#define TESTS_UNIT_TRAIN_LOG_H

#include "base/buf.h"
#include "model/fsrs.h"
#include "model/scheduler.h"
#include "store/histories.h"

#include "test.h"

static uint64_t train_log_seed;

static double train_log_chance(void)
{
    train_log_seed = train_log_seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(train_log_seed >> 40) / (1 << 24);
}

/* units of 1/10,000; far enough from the defaults to be worth learning */
static const int32_t train_log_weights[FSRS_WEIGHTS] = {6000, 15000, 52000, 180000, 58000, 6500,
    22000, 200, 7000, 1300, 9500, 9000, 900, 3200, 9500, 4500, 23000, 7000, 1500, 900, 4500};

struct train_log_event {
    int day;
    uint32_t step;
};

static int train_log_by_day(const void *a, const void *b)
{
    const struct train_log_event *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->step < y->step ? -1 : 1;
}

/* A card's next rating, if it is recalled, and if not. */
static enum rating train_log_rating(bool recalled)
{
    double chance = train_log_chance();
    if (!recalled)
        return chance < 0.4 ? RATING_NOT_AT_ALL : RATING_BARELY;
    return chance < 0.15 ? RATING_PARTLY : chance < 0.85 ? RATING_WELL : RATING_PERFECTLY;
}

/* Up to `longest` ratings of `cards` cards, which begin on different days. A rating below 4 is
 * repeated on the same day. */
static struct histories train_log_make(size_t cards, size_t longest, uint64_t seed)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct weights weights = scheduler_weights(fsrs, train_log_weights);
    struct histories log = {.count = cards};
    struct train_log_event *events = calloc(cards * longest + 1, sizeof *events);
    uint32_t count = 0;
    log.card_ids = calloc(cards + 1, sizeof *log.card_ids);
    log.first = calloc(cards + 1, sizeof *log.first);
    log.steps = calloc(cards * longest + 1, sizeof *log.steps);
    log.order = calloc(cards * longest + 1, sizeof *log.order);
    train_log_seed = seed;
    for (size_t card = 0; card < cards; card++) {
        size_t length = 1 + (size_t)(train_log_chance() * (double)longest);
        int day = (int)(train_log_chance() * 200), gap = 0;
        struct memory memory = {{0}};
        for (size_t i = 0; i < length; i++) {
            bool recalled = i == 0
                                ? train_log_chance() < 0.7
                                : train_log_chance() < (double)fsrs_predict(&weights, memory, gap);
            enum rating rating = train_log_rating(recalled);
            log.steps[count].days = (uint32_t)gap & 0xffffff;
            log.steps[count].rating = (uint8_t)rating;
            memory =
                i == 0 ? fsrs_start(&weights, rating) : fsrs_rate(&weights, memory, gap, rating);
            events[count] = (struct train_log_event){day, count};
            count++;
            gap = rating_asks_again(rating)
                      ? 0
                      : 1 + (int)(train_log_chance() * 8 * (double)memory.state[0]) % 400;
            day += gap;
        }
        log.card_ids[card] = (int64_t)card + 1;
        log.first[card + 1] = count;
    }
    qsort(events, count, sizeof *events, train_log_by_day);
    for (uint32_t i = 0; i < count; i++)
        log.order[events[i].step] = i;
    free(events);
    return log;
}

static void train_log_free(struct histories *log)
{
    free(log->card_ids);
    free(log->first);
    free(log->steps);
    free(log->order);
    *log = (struct histories){0};
}

#endif
