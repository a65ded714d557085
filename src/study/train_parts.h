/* What the sources of the trainer share: the ratings as the passes read them, and what a pass over
 * them adds up. */
#ifndef STUDY_TRAIN_PARTS_H
#define STUDY_TRAIN_PARTS_H

#include "base/err.h"
#include "model/fsrs.h"
#include "store/histories.h"
#include "study/train_first.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Cards are read eight at a time, one in each lane. */
#define TRAIN_LANES 8

/* The n-th rating of eight cards. A weight of 0 does not count: for first ratings, repeats on the
 * same day, and where a card has ended. */
struct train_row {
    uint32_t
        rating[TRAIN_LANES]; /* days since the one before, and the grade << TRAIN_GRADE_SHIFT */
    float weight[TRAIN_LANES];
};
#define TRAIN_GRADE_SHIFT 24
#define TRAIN_DAYS_MASK   0xffffffu
/* after the end of a card */
#define TRAIN_REST ((uint32_t)FSRS_GOOD << TRAIN_GRADE_SHIFT)

/* Eight cards of about the same length. */
struct train_group {
    uint32_t first, length; /* its rows */
    /* what the square of a card's gradient is to be divided by, to be its share of the Fisher
     * matrix: the mean of the weights of its ratings, each weighted by itself; 1/that, 0 for no
     * card */
    float share[TRAIN_LANES];
};

struct train_data {
    struct train_row *rows;
    struct train_group *groups;
    size_t group_count, row_count;
    size_t longest; /* rows of a group */
    size_t scored;
    double weight; /* of all scored ratings */
    struct train_first *first;
};

/* Which ratings count: scored ones that come in the log at `from` or later, and before `to`. */
struct train_span {
    uint32_t from, to;
    bool plain; /* each weighs 1 and no outlier is dropped: to judge by. Otherwise: to learn from */
};

enum err_code train_data_make(struct train_data *data, const struct histories *histories,
    struct train_span span, struct err *err);
void train_data_done(struct train_data *data);

/* The scored ratings of the whole log. *lapses is how many of them are 1 or 2. */
size_t train_count_scored(const struct histories *histories, size_t *lapses);

/* A failure at a higher recall counts as one at this share forgotten. */
#define TRAIN_FORGOTTEN_MIN 1e-7f

/* The elements of a symmetric matrix of all weights, row by row up to the diagonal. */
#define TRAIN_FISHER (FSRS_WEIGHTS * (FSRS_WEIGHTS + 1) / 2)

/* The sum over some groups. */
struct train_sums {
    double loss;
    double gradient[FSRS_WEIGHTS]; /* of the loss, by each weight */
    double fisher[TRAIN_FISHER];   /* expects the second derivatives of the loss */
};

/* What passes work in: the steps of a group, and the sums of each lane, which are folded into those
 * of all lanes after so many groups. */
struct train_scratch {
    void *steps;
    float loss[TRAIN_LANES];
    float gradient[FSRS_WEIGHTS][TRAIN_LANES];
    float fisher[TRAIN_FISHER][TRAIN_LANES];
};
#define TRAIN_UNFOLDED 32
#define TRAIN_ALIGNED  64
enum err_code train_scratch_make(
    struct train_scratch **scratch, const struct train_data *data, struct err *err);
void train_scratch_free(struct train_scratch *scratch);
void train_sums_begin(struct train_scratch *scratch, struct train_sums *sums);
void train_sums_fold(struct train_scratch *scratch, struct train_sums *sums);

/* One of several ways to pass over the ratings, all of which give the same bits. */
struct train_pass {
    /* Sum over the groups `begin`, `begin + every`, and so on. */
    void (*sum)(const struct train_data *data, size_t begin, size_t every,
        const struct weights *weights, struct train_scratch *scratch, struct train_sums *sums);
    /* Only predict: recall[row][lane] for all rows but the first of each group. */
    void (*predict)(const struct train_data *data, const struct weights *weights,
        struct train_scratch *scratch, float (*recall)[TRAIN_LANES]);
};
extern const struct train_pass train_pass4; /* four lanes at a time, on every machine */
/* Eight lanes at a time; NULL where the processor cannot. */
const struct train_pass *train_pass8(void);
/* The fastest of them. */
const struct train_pass *train_pass_best(void);

#endif
