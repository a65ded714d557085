#include "report/pages_memories.h"

#include <assert.h>
#include <math.h>

#define BEGIN(dataset, columns) dataset_begin(dataset, columns, COUNT(columns))
#define ADD(dataset, ...)       dataset_add(dataset, (const int64_t[]){__VA_ARGS__})

/* ---- predictions ---- */

static void pages_memories_sum(struct predicted_reviews *sum, const struct predicted_reviews *more)
{
    sum->reviews += more->reviews;
    sum->recalled += more->recalled;
    sum->predicted += more->predicted;
    sum->loss += more->loss;
}

/* Adds a row for the predictions from `from` to `to`, in thousandths. */
static void pages_memories_put_predictions(
    struct dataset *d, const struct predicted_reviews *sum, int64_t from, int64_t to, int64_t rmse)
{
    double reviews = (double)sum->reviews;
    struct share share = share_of((int)sum->recalled, (int)sum->reviews);
    ADD(d, llround(sum->predicted * 1000 / reviews), from, to, sum->reviews, sum->recalled,
        share.value, share.low, share.high, llround(sum->loss * 1000 / reviews), rmse);
}

/* Bins, at most `max`, have about the same number of reviews, since most predictions are near the
 * retention that is aimed at. A prediction is in that of `max` equal parts of all reviews in which
 * the middle of its reviews lies. */
void pages_predictions(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period;
    static const struct dataset_column columns[] = {
        {"predicted_percent", "predicted", CELL_PERCENT}, {"from_percent", "from", CELL_PERCENT},
        {"to_percent", "to", CELL_PERCENT}, {"reviews", "reviews", CELL_INT},
        {"recalled", "recalled", CELL_INT}, {"recalled_percent", "recall", CELL_PERCENT},
        {"low", "low", CELL_PERCENT}, {"high", "high", CELL_PERCENT},
        {"log_loss", "log loss", CELL_THOUSANDTHS},
        {"rmse_bins_percent", "RMSE(bins)", CELL_PERCENT}};
    static_assert(COUNT(columns) == PREDICTIONS_RMSE + 1, "one per enum predictions_column");
    const struct predicted_reviews *predictions = f->memories.predictions;
    struct predicted_reviews all = {0}, bin = {0};
    int64_t before = 0, part = 0;
    int from = 0, to = 0;
    BEGIN(d, columns);
    for (int i = 0; f->memories.complete && i <= PREDICTION_STEPS; i++)
        pages_memories_sum(&all, &predictions[i]);
    for (int i = 0; all.reviews && i <= PREDICTION_STEPS; i++) {
        int64_t reviews = predictions[i].reviews,
                next = (2 * before + reviews) * max / (2 * all.reviews);
        if (!reviews)
            continue;
        if (bin.reviews && next != part) {
            pages_memories_put_predictions(d, &bin, from, to, NO_VALUE);
            bin = (struct predicted_reviews){0};
        }
        from = bin.reviews ? from : i;
        to = i;
        part = next;
        before += reviews;
        pages_memories_sum(&bin, &predictions[i]);
    }
    if (!all.reviews)
        return;
    pages_memories_put_predictions(d, &bin, from, to, NO_VALUE);
    pages_memories_put_predictions(
        d, &all, NO_VALUE, NO_VALUE, llround(f->memories.rmse_bins * 1000));
}

/* ---- cards ---- */

void pages_stability(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"from_days", "from, days", CELL_INT},
        {"below_days", "below", CELL_INT}, {"cards", "cards", CELL_INT}};
    BEGIN(d, columns);
    for (int i = 0; f->memories.decks && i < STABILITY_BUCKETS; i++)
        ADD(d, stability_from[i], i + 1 < STABILITY_BUCKETS ? stability_from[i + 1] : NO_VALUE,
            f->memories.stabilities[i]);
}

void pages_difficulty(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"from", "from", CELL_TENTHS},
        {"below", "below", CELL_TENTHS}, {"cards", "cards", CELL_INT}};
    BEGIN(d, columns);
    for (int i = 0; f->memories.decks && i < DIFFICULTY_BUCKETS; i++)
        ADD(d, 10 + 5 * i, i + 1 < DIFFICULTY_BUCKETS ? 15 + 5 * i : NO_VALUE,
            f->memories.difficulties[i]);
}

void pages_recall_now(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"from_percent", "from", CELL_PERCENT},
        {"below_percent", "below", CELL_PERCENT}, {"cards", "cards", CELL_INT}};
    BEGIN(d, columns);
    for (int i = 0; f->memories.decks && i < RECALL_BUCKETS; i++)
        ADD(d, 1000 * i / RECALL_BUCKETS,
            i + 1 < RECALL_BUCKETS ? 1000 * (i + 1) / RECALL_BUCKETS : NO_VALUE,
            f->memories.recalls[i]);
}

/* ---- what you know ---- */

void pages_known(const struct figures *f, struct dataset *d, enum period period, int max)
{
    (void)period, (void)max;
    static const struct dataset_column columns[] = {{"day", "day", CELL_DAY},
        {"rated", "cards rated", CELL_INT}, {"known", "known", CELL_INT},
        {"known_percent", "share", CELL_PERCENT}};
    const struct memories *m = &f->memories;
    BEGIN(d, columns);
    for (size_t i = 0; m->complete && i < m->known_count; i++) {
        const struct known *known = &m->known[i];
        ADD(d, known->day, known->cards, llround(known->recalled),
            known->cards ? llround(known->recalled * 1000 / (double)known->cards) : NO_VALUE);
    }
}
