#include "study/train.h"

#include "study/train_losses.h"
#include "study/train_search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static uint32_t train_ratings(const struct histories *histories)
{
    return histories->count ? histories->first[histories->count] : 0;
}

/* ---- learning ---- */

/* The default weights, but for first stabilities that fit the cards' first intervals. */
static void train_start(const struct train_data *data, int32_t *weights)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    struct weights usual = scheduler_weights(fsrs, fsrs_defaults);
    memcpy(weights, fsrs_defaults, sizeof fsrs_defaults);
    for (int grade = FSRS_AGAIN; grade <= FSRS_EASY; grade++) {
        float stability = train_first_stability(
            data->first, (enum fsrs_grade)grade, &usual, (float)TRAIN_FIRST_SD);
        weights[grade - FSRS_AGAIN] = (int32_t)(stability * WEIGHT_UNIT + 0.5f);
    }
}

/* Learn from the ratings before `to`. With `afresh`, from the start; otherwise go on from the
 * weights, which have to be near. */
static enum err_code train_learn(
    const struct histories *histories, uint32_t to, bool afresh, int32_t *weights, struct err *err)
{
    struct train_data data;
    struct train_scratch *scratch = NULL;
    enum err_code code = train_data_make(&data, histories, (struct train_span){.to = to}, err);
    if (!code)
        code = train_scratch_make(&scratch, &data, err);
    if (!code) {
        if (afresh)
            train_start(&data, weights);
        train_search(&data, train_pass_best(), scratch, afresh, weights);
    }
    train_scratch_free(scratch);
    train_data_done(&data);
    return code;
}

enum err_code train_weights(
    const struct histories *histories, uint32_t ratings, int32_t *weights, struct err *err)
{
    return train_learn(histories, ratings, true, weights, err);
}

/* ---- judging ---- */

/* What judging works with. */
struct train_judge {
    struct train_data data;
    struct train_scratch *scratch;
    float (*recall)[TRAIN_LANES];
};

static enum err_code train_judge_begin(
    struct train_judge *judge, const struct histories *histories, uint32_t from, struct err *err)
{
    struct train_span span = {.from = from, .to = train_ratings(histories), .plain = true};
    *judge = (struct train_judge){.scratch = NULL};
    enum err_code code = train_data_make(&judge->data, histories, span, err);
    if (!code)
        code = train_scratch_make(&judge->scratch, &judge->data, err);
    if (code)
        return code;
    judge->recall = calloc(judge->data.row_count + 1, sizeof *judge->recall);
    return judge->recall ? ERR_NONE : err_memory(err);
}

static void train_judge_done(struct train_judge *judge)
{
    free(judge->recall);
    train_scratch_free(judge->scratch);
    train_data_done(&judge->data);
}

static enum err_code train_judge_recall(
    struct train_judge *judge, struct train_losses *losses, struct err *err)
{
    return train_losses_of(&judge->data, judge->recall, &losses->log_loss, &losses->rmse_bins, err);
}

static enum err_code train_judge_weights(
    struct train_judge *judge, const int32_t *units, struct train_losses *losses, struct err *err)
{
    struct weights weights = scheduler_weights(scheduler_numbered(SCHEDULER_FSRS), units);
    train_pass_best()->predict(&judge->data, &weights, judge->scratch, judge->recall);
    return train_judge_recall(judge, losses, err);
}

/* Fill in the losses of SM-2, the defaults, the weights in use, and these. */
static enum err_code train_judge_all(struct train_judge *judge, const int32_t *in_use,
    const int32_t *learned, struct trained *trained, struct err *err)
{
    trained->judged = judge->data.scored;
    train_predict_sm2(&judge->data, judge->recall);
    enum err_code code = train_judge_recall(judge, &trained->sm2, err);
    if (!code)
        code = train_judge_weights(judge, fsrs_defaults, &trained->defaults, err);
    if (!code)
        code = train_judge_weights(judge, in_use, &trained->in_use, err);
    if (!code)
        code = train_judge_weights(judge, learned, &trained->learned, err);
    return code;
}

/* ---- both ---- */

/* Learn from the ratings before `cut`, judge by the others, and go on learning from all. */
static enum err_code train_and_judge(const struct histories *histories, uint32_t cut,
    const int32_t *in_use, struct trained *trained, struct err *err)
{
    struct train_judge judge = {.scratch = NULL};
    bool learns = trained->refusal == TRAIN_LEARNS;
    enum err_code code = ERR_NONE;
    memcpy(trained->weights, fsrs_defaults, sizeof fsrs_defaults);
    if (learns)
        code = train_learn(histories, cut, true, trained->weights, err);
    if (!code)
        code = train_judge_begin(&judge, histories, cut, err);
    if (!code)
        code = train_judge_all(&judge, in_use, trained->weights, trained, err);
    train_judge_done(&judge);
    if (code || !learns)
        return code;
    trained->is_better = trained->judged && trained->learned.log_loss < trained->in_use.log_loss;
    return train_learn(histories, train_ratings(histories), false, trained->weights, err);
}

static enum train_refusal train_refuse(const struct trained *trained)
{
    if (trained->scored < TRAIN_SCORED_MIN)
        return TRAIN_FEW_SCORED;
    bool few = trained->lapses * 100 < trained->scored * TRAIN_LAPSES_PERCENT;
    return few ? TRAIN_FEW_LAPSES : TRAIN_LEARNS;
}

enum err_code train(const struct scheduler *scheduler, const struct histories *histories,
    const int32_t *in_use, struct trained *trained, struct err *err)
{
    uint32_t ratings = train_ratings(histories);
    assert(scheduler->weight_count == FSRS_WEIGHTS);
    *trained = (struct trained){.ratings = ratings};
    trained->scored = train_count_scored(histories, &trained->lapses);
    trained->refusal = train_refuse(trained);
    return train_and_judge(histories, (uint32_t)((uint64_t)ratings * 4 / 5), in_use, trained, err);
}
