#include "report/memories.h"

#include <math.h>
#include <stdlib.h>

const int stability_from[STABILITY_BUCKETS] = {0, 1, 2, 4, 7, 14, 21, 31, 61, 91, 181, 366, 731};

/* ---- cards ---- */

/* The bucket of a value, where buckets of that width begin at `from`. */
static int memories_bucket(float value, float from, float width, int buckets)
{
    int bucket = (int)((value - from) / width);
    return bucket < 0 ? 0 : bucket < buckets ? bucket : buckets - 1;
}

static int memories_stability_bucket(float stability)
{
    int bucket = STABILITY_BUCKETS - 1;
    while (bucket > 0 && stability < (float)stability_from[bucket])
        bucket--;
    return bucket;
}

void memories_add_card(
    struct memories *memories, const struct regime *regime, const struct past *past, int today)
{
    const float *state = past->memory.state;
    if (!past_is_known(past) || !regime_has_memory(regime))
        return;
    float recall = past_recall(regime, past, today);
    memories->stabilities[memories_stability_bucket(state[MEMORY_STABILITY])]++;
    memories
        ->difficulties[memories_bucket(state[MEMORY_DIFFICULTY], 1, 0.5F, DIFFICULTY_BUCKETS)]++;
    memories->recalls[memories_bucket(recall, 0, 1.0F / RECALL_BUCKETS, RECALL_BUCKETS)]++;
}

/* ---- reading ---- */

bool memories_begin(
    struct memories_reading *reading, struct memories *memories, const struct memories_range *range)
{
    int days = range->last - range->first, weeks = days > 0 ? days / (7 * (KNOWN_MAX - 1)) + 1 : 1;
    *reading = (struct memories_reading){memories, *range, calloc(1, sizeof *reading->bins)};
    memories->known_count = 0;
    for (int day = range->last; day >= range->first && memories->known_count < KNOWN_MAX;
         day -= 7 * weeks)
        memories->known_count++;
    for (size_t i = 0; i < memories->known_count; i++)
        memories->known[i] =
            (struct known){.day = range->last - 7 * weeks * (int)(memories->known_count - 1 - i)};
    return reading->bins;
}

void memories_end(struct memories_reading *reading)
{
    reading->memories->rmse_bins = reading->bins ? recall_bins_rmse(reading->bins) : 0;
    reading->memories->complete = true;
    free(reading->bins);
    reading->bins = NULL;
}

/* ---- histories ---- */

/* A card's history up to a step. */
struct memories_card {
    struct memories_reading *reading;
    const struct regime *regime;
    struct memory memory;
    int day;                  /* of the step */
    uint32_t ratings, lapses; /* on later days than the one before; the first counts as one */
    size_t known;             /* the next of memories->known to add to */
};

/* Predictions are taken to be at least this far from certain, since the log of 0 is infinite. */
#define DOUBT_MIN 1e-7

static void memories_add_review(
    struct memories_card *card, uint32_t days, float predicted, bool recalled)
{
    struct memories *m = card->reading->memories;
    double right = recalled ? (double)predicted : 1 - (double)predicted;
    struct predicted_reviews *prediction =
        &m->predictions[(int)(predicted * PREDICTION_STEPS + 0.5F)];
    prediction->reviews++;
    prediction->recalled += recalled;
    prediction->predicted += (double)predicted;
    prediction->loss -= log(right < DOUBT_MIN ? DOUBT_MIN : right);
    recall_bins_add(card->reading->bins, days, card->ratings, card->lapses, predicted, recalled);
}

/* Adds what was known of the card on days before `end`, from the day of its last step on. */
static void memories_add_known(struct memories_card *card, int end)
{
    struct memories *m = card->reading->memories;
    const struct scheduler *scheduler = card->regime->scheduler;
    for (; card->known < m->known_count && m->known[card->known].day < end; card->known++) {
        struct known *known = &m->known[card->known];
        if (known->day < card->day)
            continue;
        known->cards++;
        known->recalled += (double)scheduler->predict(
            &card->regime->weights, card->memory, known->day - card->day);
    }
}

static void memories_add_step(struct memories_card *card, const struct memory_step *step)
{
    const struct memories_range *range = &card->reading->range;
    const struct scheduler *scheduler = card->regime->scheduler;
    enum rating rating = (enum rating)step->rating;
    int days = (int)step->days;
    card->day += days;
    card->ratings += days > 0;
    if (days > 0 && card->day >= range->since && card->day <= range->until)
        memories_add_review(card, step->days,
            scheduler->predict(&card->regime->weights, card->memory, days),
            !rating_is_lapse(rating));
    card->lapses += days > 0 && rating_is_lapse(rating);
    card->memory = scheduler->rate(&card->regime->weights, card->memory, days, rating);
}

void memories_add_history(struct memories_reading *reading, const struct regime *regime,
    const struct memory_step *steps, size_t count, const struct past *past, int retired_day)
{
    struct memories_card card = {.reading = reading,
        .regime = regime,
        .memory = past->memory,
        .day = past->day,
        .ratings = 1};
    for (size_t i = 1; i < count; i++)
        card.day -= (int)steps[i].days;
    if (count)
        card.memory = regime->scheduler->start(&regime->weights, (enum rating)steps[0].rating);
    for (size_t i = 1; i < count; i++) {
        memories_add_known(&card, card.day + (int)steps[i].days < retired_day
                                      ? card.day + (int)steps[i].days
                                      : retired_day);
        memories_add_step(&card, &steps[i]);
    }
    memories_add_known(&card, retired_day);
}
