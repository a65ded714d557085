#include "study/train_losses.h"

#include "model/lanes.h"
#include "model/scheduler.h"

#include <math.h>
#include <stdlib.h>

/* The bins of RMSE(bins): intervals, ratings and lapses in powers of 3.62, 1.89 and 1.73 (get_bin
 * in srs-benchmark). More than the most is counted with it. */
#define TRAIN_INTERVAL_BINS 16
#define TRAIN_RATING_BINS   24
#define TRAIN_LAPSE_BINS    26
#define TRAIN_BINS          (TRAIN_INTERVAL_BINS * TRAIN_RATING_BINS * TRAIN_LAPSE_BINS)

struct train_bin {
    double predicted, recalled;
    uint32_t count;
};

/* No more is lost than by a prediction that is wrong by so little as this. */
#define TRAIN_RECALL_MIN 1e-30f

/* The greatest power of the base that is at most x, for x >= 1; less than `bins`. */
static size_t train_power(double base, uint32_t x, size_t bins)
{
    size_t power = 0;
    for (double next = base; next <= x && power + 1 < bins; next *= base)
        power++;
    return power;
}

static size_t train_bin_of(uint32_t days, uint32_t ratings, uint32_t lapses)
{
    size_t interval = train_power(3.62, days, TRAIN_INTERVAL_BINS);
    size_t rating = train_power(1.89, ratings, TRAIN_RATING_BINS);
    size_t lapse = lapses ? 1 + train_power(1.73, lapses, TRAIN_LAPSE_BINS - 1) : 0;
    return (interval * TRAIN_RATING_BINS + rating) * TRAIN_LAPSE_BINS + lapse;
}

static double train_log_loss(float recall, bool recalled)
{
    float right = recalled ? recall : 1 - recall;
    float least = recalled ? TRAIN_RECALL_MIN : TRAIN_FORGOTTEN_MIN;
    return -(double)lanes_log(right < least ? least : right);
}

/* Add a card's scored ratings to the bins. Returns the sum of their log losses. */
static double train_bin_card(const struct train_row *rows, size_t length, size_t lane,
    float (*recall)[TRAIN_LANES], struct train_bin *bins)
{
    double loss = 0;
    uint32_t ratings = 1, lapses = 0; /* on other days than the one before */
    for (size_t i = 1; i < length; i++) {
        uint32_t days = rows[i].rating[lane] & TRAIN_DAYS_MASK;
        bool recalled = rows[i].rating[lane] >> TRAIN_GRADE_SHIFT != FSRS_AGAIN;
        if (days == 0)
            continue;
        ratings++;
        if (rows[i].weight[lane] > 0) {
            struct train_bin *bin = &bins[train_bin_of(days, ratings, lapses)];
            bin->predicted += (double)recall[i][lane];
            bin->recalled += recalled;
            bin->count++;
            loss += train_log_loss(recall[i][lane], recalled);
        }
        lapses += !recalled;
    }
    return loss;
}

enum err_code train_losses_of(const struct train_data *data, float (*recall)[TRAIN_LANES],
    double *log_loss, double *rmse_bins, struct err *err)
{
    struct train_bin *bins = calloc(TRAIN_BINS, sizeof *bins);
    double loss = 0, squares = 0, scored = data->scored ? (double)data->scored : 1;
    if (!bins)
        return err_memory(err);
    for (size_t i = 0; i < data->group_count; i++)
        for (size_t lane = 0; lane < TRAIN_LANES; lane++) {
            const struct train_group *group = &data->groups[i];
            loss += train_bin_card(
                data->rows + group->first, group->length, lane, recall + group->first, bins);
        }
    for (size_t i = 0; i < TRAIN_BINS; i++)
        if (bins[i].count) {
            double wrong = (bins[i].predicted - bins[i].recalled) / bins[i].count;
            squares += wrong * wrong * bins[i].count;
        }
    free(bins);
    *log_loss = loss / scored;
    *rmse_bins = sqrt(squares / scored);
    return ERR_NONE;
}

void train_predict_sm2(const struct train_data *data, float (*recall)[TRAIN_LANES])
{
    const struct scheduler *sm2 = scheduler_numbered(SCHEDULER_SM2);
    struct weights weights = scheduler_weights(sm2, NULL);
    for (size_t i = 0; i < data->group_count * TRAIN_LANES; i++) {
        const struct train_group *group = &data->groups[i / TRAIN_LANES];
        size_t lane = i % TRAIN_LANES;
        struct memory memory = {{0}};
        for (size_t n = 0; n < group->length; n++) {
            uint32_t word = data->rows[group->first + n].rating[lane];
            int days = (int)(word & TRAIN_DAYS_MASK);
            enum rating rating = fsrs_rating((enum fsrs_grade)(word >> TRAIN_GRADE_SHIFT));
            if (n > 0)
                recall[group->first + n][lane] = sm2->predict(&weights, memory, days);
            memory = n ? sm2->rate(&weights, memory, days, rating) : sm2->start(&weights, rating);
        }
    }
}
