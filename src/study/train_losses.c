#include "study/train_losses.h"

#include "model/lanes.h"
#include "model/recall_bins.h"
#include "model/scheduler.h"

#include <stdlib.h>

/* A prediction counts as at least this, so that a wrong one does not cost without limit. */
#define TRAIN_RECALL_MIN 1e-30f

static double train_log_loss(float recall, bool recalled)
{
    float right = recalled ? recall : 1 - recall;
    float least = recalled ? TRAIN_RECALL_MIN : TRAIN_FORGOTTEN_MIN;
    return -(double)lanes_log(right < least ? least : right);
}

/* Add a card's scored ratings to the bins. Returns the sum of their log losses. */
static double train_bin_card(const struct train_row *rows, size_t length, size_t lane,
    float (*recall)[TRAIN_LANES], struct recall_bins *bins)
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
            recall_bins_add(bins, days, ratings, lapses, recall[i][lane], recalled);
            loss += train_log_loss(recall[i][lane], recalled);
        }
        lapses += !recalled;
    }
    return loss;
}

enum err_code train_losses_of(const struct train_data *data, float (*recall)[TRAIN_LANES],
    double *log_loss, double *rmse_bins, struct err *err)
{
    struct recall_bins *bins = calloc(1, sizeof *bins);
    double loss = 0;
    if (!bins)
        return err_memory(err);
    for (size_t i = 0; i < data->group_count; i++)
        for (size_t lane = 0; lane < TRAIN_LANES; lane++) {
            const struct train_group *group = &data->groups[i];
            loss += train_bin_card(
                data->rows + group->first, group->length, lane, recall + group->first, bins);
        }
    *log_loss = data->scored ? loss / (double)data->scored : 0;
    *rmse_bins = recall_bins_rmse(bins);
    free(bins);
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
