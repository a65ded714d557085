#define LANES 4
#include "study/train_pass.h"

#include <stdlib.h>

enum err_code train_scratch_make(
    struct train_scratch **scratch, const struct train_data *data, struct err *err)
{
    size_t size = data->longest * sizeof(struct train_step) * (TRAIN_LANES / LANES) + 1;
    struct train_scratch *made = malloc(sizeof *made);
    void *steps =
        aligned_alloc(TRAIN_ALIGNED, (size + TRAIN_ALIGNED - 1) / TRAIN_ALIGNED * TRAIN_ALIGNED);
    *scratch = made;
    if (!made || !steps) {
        free(made);
        free(steps);
        *scratch = NULL;
        return err_memory(err);
    }
    made->steps = steps;
    return ERR_NONE;
}

void train_scratch_free(struct train_scratch *scratch)
{
    if (scratch)
        free(scratch->steps);
    free(scratch);
}

static void train_scratch_clear(struct train_scratch *scratch)
{
    memset(scratch->loss, 0, sizeof scratch->loss);
    memset(scratch->gradient, 0, sizeof scratch->gradient);
    memset(scratch->fisher, 0, sizeof scratch->fisher);
}

void train_sums_begin(struct train_scratch *scratch, struct train_sums *sums)
{
    train_scratch_clear(scratch);
    *sums = (struct train_sums){.loss = 0};
}

static double train_fold(const float lanes[TRAIN_LANES])
{
    double sum = 0;
    for (size_t i = 0; i < TRAIN_LANES; i++)
        sum += (double)lanes[i];
    return sum;
}

void train_sums_fold(struct train_scratch *scratch, struct train_sums *sums)
{
    sums->loss += train_fold(scratch->loss);
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        sums->gradient[i] += train_fold(scratch->gradient[i]);
    for (size_t i = 0; i < TRAIN_FISHER; i++)
        sums->fisher[i] += train_fold(scratch->fisher[i]);
    train_scratch_clear(scratch);
}

const struct train_pass train_pass4 = {train_sum_lanes, train_predict_lanes};

const struct train_pass *train_pass_best(void)
{
    const struct train_pass *pass = train_pass8();
    return pass ? pass : &train_pass4;
}
