/* One pass over the ratings, for LANES cards at a time: forward, to predict each recall, and back,
 * to differentiate the loss by each weight. The formulas are those of model/fsrs_lanes.h. A group
 * adds to the sums of its eight lanes, so that LANES makes no difference. */
#ifndef STUDY_TRAIN_PASS_H
#define STUDY_TRAIN_PASS_H

#include "model/lanes.h"
#include "study/train_parts.h"

/* One rating: grade is that above Good, so -2 to 1. */
struct train_rating {
    lanes_float days, grade, weight;
    lanes_word is_repeat, is_again, is_lapse;
};

/* What the way back needs to know about a rating. */
struct train_step {
    lanes_float s, d;                /* the state before it */
    lanes_float next_s, next_d;      /* the state after it, not clamped */
    lanes_float excess, log_base, r; /* the forgetting curve: r = base^-w20, base = 1 + excess */
    lanes_float log_s, log_d;        /* for a lapse, log_s is ln (S + 1) */
    lanes_float power, rise;
};

/* The derivatives of the loss: by each weight, by numbers that several weights make, and by the
 * state after the rating that is next on the way back. */
struct train_slope {
    lanes_float w[FSRS_WEIGHTS];
    lanes_float easy;   /* the difficulty to which others revert */
    lanes_float cap;    /* the logarithm of the most that a lapse leaves */
    lanes_float factor; /* the logarithm of the forgetting curve's factor */
    lanes_float s, d;
};

/* The derivatives by the state before a rating. */
struct train_back {
    lanes_float log_s, d, forgotten; /* forgotten: 1 - r */
};

LANES_INLINE struct train_rating train_read(const struct train_row *row, size_t lane)
{
    lanes_word word = lanes_load_words(row->rating + lane);
    struct train_rating rating = {
        .days = lanes_of_words(word & TRAIN_DAYS_MASK),
        .grade = lanes_of_words(word >> TRAIN_GRADE_SHIFT) - FSRS_GOOD,
        .weight = lanes_load(row->weight + lane),
    };
    rating.is_repeat = lanes_less(rating.days, lanes_all(1));
    rating.is_again = lanes_less(rating.grade, lanes_all(-1.5f));
    rating.is_lapse = rating.is_again & ~rating.is_repeat;
    return rating;
}

/* Of four numbers, one for each grade, those of these grades. */
LANES_INLINE lanes_float train_by_grade(const float *numbers, lanes_float grade)
{
    return lanes_select(lanes_less(grade, lanes_all(-1.5f)), lanes_all(numbers[0]),
        lanes_select(lanes_less(grade, lanes_all(-0.5f)), lanes_all(numbers[1]),
            lanes_select(
                lanes_less(grade, lanes_all(0.5f)), lanes_all(numbers[2]), lanes_all(numbers[3]))));
}

LANES_INLINE lanes_float train_clamp_s(lanes_float s)
{
    return lanes_clamp(s, lanes_all(FSRS_STABILITY_MIN), lanes_all(FSRS_STABILITY_MAX));
}

LANES_INLINE lanes_float train_clamp_d(lanes_float d)
{
    return lanes_clamp(d, lanes_all(FSRS_DIFFICULTY_MIN), lanes_all(FSRS_DIFFICULTY_MAX));
}

/* The slope where clamping did not change the number; 0 where it did. */
LANES_INLINE lanes_float train_through_clamp(
    lanes_float slope, lanes_float x, float low, float high)
{
    return lanes_where(~(lanes_less(x, lanes_all(low)) | lanes_less(lanes_all(high), x)), slope);
}

/* ---- forward ---- */

LANES_INLINE void train_recall(
    const struct weights *weights, const struct train_rating *rating, struct train_step *step)
{
    step->excess = rating->days / step->s * weights->derived.factor;
    step->log_base = lanes_log(step->excess + 1);
    step->r = lanes_exp(-weights->w[20] * step->log_base);
}

LANES_INLINE lanes_float train_loss(
    const struct weights *weights, const struct train_rating *rating, const struct train_step *step)
{
    lanes_float forgotten = 1 - step->r;
    lanes_float least = lanes_all(TRAIN_FORGOTTEN_MIN);
    forgotten = lanes_select(lanes_less(forgotten, least), least, forgotten);
    return rating->weight *
           lanes_select(rating->is_again, -lanes_log(forgotten), weights->w[20] * step->log_base);
}

LANES_INLINE lanes_float train_bonus(const float *w, lanes_float grade)
{
    return lanes_select(lanes_less(grade, lanes_all(-0.5f)), lanes_all(w[15]),
        lanes_select(lanes_less(lanes_all(0.5f), grade), lanes_all(w[16]), lanes_all(1)));
}

LANES_INLINE void train_next_s(
    const struct weights *weights, const struct train_rating *rating, struct train_step *step)
{
    const float *w = weights->w;
    const lanes_float zero = lanes_all(0), one = lanes_all(1);
    lanes_word is_lapse = rating->is_lapse;
    lanes_float s = step->s, d = step->d;
    step->log_s = lanes_log(s + lanes_where(is_lapse, one));
    step->log_d = lanes_log(d);
    lanes_float exponent = lanes_select(rating->is_repeat, lanes_all(-w[19]),
        lanes_select(is_lapse, lanes_all(w[13]), lanes_all(-w[9])));
    lanes_float offset = lanes_select(rating->is_repeat, w[17] * (rating->grade + w[18]),
        lanes_select(is_lapse, zero, lanes_all(w[8])));
    step->power = lanes_exp(exponent * step->log_s + offset);
    step->rise =
        lanes_exp((1 - step->r) * lanes_select(is_lapse, lanes_all(w[14]), lanes_all(w[10])) -
                  lanes_where(is_lapse, w[12] * step->log_d));
    lanes_float success =
        s + s * ((11 - d) * train_bonus(w, rating->grade) * step->power * (step->rise - 1));
    lanes_float lapse =
        lanes_min(s / weights->derived.lapse_divisor, w[11] * step->rise * (step->power - 1));
    lanes_word floored = lanes_less(step->power, one) & ~rating->is_again;
    lanes_float repeat = s * lanes_select(floored, one, step->power);
    step->next_s = lanes_select(rating->is_repeat, repeat, lanes_select(is_lapse, lapse, success));
}

LANES_INLINE void train_next_d(
    const struct weights *weights, const struct train_rating *rating, struct train_step *step)
{
    const float *w = weights->w;
    lanes_float next = step->d - (10 - step->d) * (rating->grade * (w[6] / 9));
    float easy = weights->derived.first_difficulty[FSRS_EASY - FSRS_AGAIN];
    step->next_d = next + w[7] * (easy - next);
}

/* ---- back ---- */

LANES_INLINE void train_back_success(const float *w, const struct train_rating *rating,
    const struct train_step *step, lanes_float by_next, struct train_slope *slope,
    struct train_back *back)
{
    lanes_word is_success = ~(rating->is_repeat | rating->is_again);
    lanes_float bonus = train_bonus(w, rating->grade);
    lanes_float by_log_s = lanes_where(is_success, by_next * step->s);
    lanes_float by_easiness = by_log_s * step->power * (step->rise - 1); /* without the bonus */
    lanes_float by_bonus = by_easiness * (11 - step->d);
    lanes_float growth = by_bonus * bonus;
    lanes_float by_rise = growth + by_log_s * step->power * ((11 - step->d) * bonus);
    slope->w[8] += growth;
    slope->w[9] -= growth * step->log_s;
    slope->w[10] += by_rise * (1 - step->r);
    slope->w[15] += lanes_where(lanes_less(rating->grade, lanes_all(-0.5f)), by_bonus);
    slope->w[16] += lanes_where(lanes_less(lanes_all(0.5f), rating->grade), by_bonus);
    back->log_s += by_log_s + growth * (1 - w[9]);
    back->d -= by_easiness * bonus;
    back->forgotten += by_rise * w[10];
}

LANES_INLINE void train_back_lapse(const struct weights *weights, const struct train_rating *rating,
    const struct train_step *step, lanes_float by_next, struct train_slope *slope,
    struct train_back *back)
{
    const float *w = weights->w;
    lanes_float most = step->s / weights->derived.lapse_divisor;
    lanes_word is_capped = lanes_less(most, w[11] * step->rise * (step->power - 1));
    lanes_float by_cap = lanes_where(rating->is_lapse & is_capped, by_next * most);
    lanes_float by_rest = lanes_where(rating->is_lapse & ~is_capped, by_next * step->rise);
    lanes_float by_11 = by_rest * (step->power - 1);
    lanes_float whole = by_11 * w[11];
    lanes_float by_power = by_rest * step->power * w[11];
    slope->cap += by_cap;
    slope->w[11] += by_11;
    slope->w[12] -= whole * step->log_d;
    slope->w[13] += by_power * step->log_s;
    slope->w[14] += whole * (1 - step->r);
    back->log_s += by_cap + by_power * (w[13] * step->s / (step->s + 1));
    back->d -= whole * w[12] / step->d;
    back->forgotten += whole * w[14];
}

LANES_INLINE void train_back_repeat(const float *w, const struct train_rating *rating,
    const struct train_step *step, lanes_float by_next, struct train_slope *slope,
    struct train_back *back)
{
    lanes_word floored = lanes_less(step->power, lanes_all(1)) & ~rating->is_again;
    lanes_float by_same = lanes_where(rating->is_repeat & floored, by_next * step->s);
    lanes_float by_power =
        lanes_where(rating->is_repeat & ~floored, by_next * (step->s * step->power));
    slope->w[17] += by_power * (rating->grade + w[18]);
    slope->w[18] += by_power * w[17];
    slope->w[19] -= by_power * step->log_s;
    back->log_s += by_same + by_power * (1 - w[19]);
}

LANES_INLINE void train_back_d(const struct weights *weights, const struct train_rating *rating,
    const struct train_step *step, struct train_slope *slope, struct train_back *back)
{
    const float *w = weights->w;
    float easy = weights->derived.first_difficulty[FSRS_EASY - FSRS_AGAIN];
    lanes_float by_next =
        train_through_clamp(slope->d, step->next_d, FSRS_DIFFICULTY_MIN, FSRS_DIFFICULTY_MAX);
    lanes_float ninth = rating->grade * (1 / 9.0f);
    lanes_float next = step->d - (10 - step->d) * (ninth * w[6]);
    lanes_float by_mean = by_next * (1 - w[7]);
    slope->easy += by_next;
    slope->w[7] += by_next * (easy - next);
    slope->w[6] -= by_mean * ((10 - step->d) * ninth);
    back->d += by_mean * (1 + ninth * w[6]);
}

/* Back over the prediction of a rating, the loss, and what of it reached its next state. */
LANES_INLINE void train_back_recall(const struct weights *weights,
    const struct train_rating *rating, const struct train_step *step, struct train_slope *slope,
    struct train_back *back)
{
    lanes_float forgotten = 1 - step->r, least = lanes_all(TRAIN_FORGOTTEN_MIN);
    forgotten = lanes_select(lanes_less(forgotten, least), least, forgotten);
    lanes_float by_log_r =
        lanes_select(rating->is_again, rating->weight * (step->r / forgotten), -rating->weight) -
        back->forgotten * step->r;
    slope->w[20] -= by_log_r * step->log_base;
    lanes_float by_excess = weights->w[20] * by_log_r * (step->excess / (step->excess + 1));
    slope->factor -= by_excess;
    back->log_s += by_excess;
}

/* Back over a rating. The card's last does not change a state that matters. */
LANES_INLINE void train_back_step(const struct weights *weights, const struct train_rating *rating,
    const struct train_step *step, bool is_last, struct train_slope *slope)
{
    struct train_back back = {lanes_all(0), lanes_all(0), lanes_all(0)};
    if (!is_last) {
        lanes_float by_next =
            train_through_clamp(slope->s, step->next_s, FSRS_STABILITY_MIN, FSRS_STABILITY_MAX);
        train_back_success(weights->w, rating, step, by_next, slope, &back);
        train_back_lapse(weights, rating, step, by_next, slope, &back);
        train_back_repeat(weights->w, rating, step, by_next, slope, &back);
        train_back_d(weights, rating, step, slope, &back);
    }
    train_back_recall(weights, rating, step, slope, &back);
    slope->s = back.log_s / step->s;
    slope->d = back.d;
}

/* Back over the first rating, and from what several weights make to them. */
LANES_INLINE void train_back_first(
    const struct weights *weights, lanes_float grade, struct train_slope *slope)
{
    const float *w = weights->w, *first_d = weights->derived.first_difficulty;
    for (int i = 0; i < FSRS_GRADES; i++) {
        lanes_float above = grade - (float)(i + FSRS_AGAIN - FSRS_GOOD);
        lanes_word is_grade =
            lanes_less(lanes_all(-0.5f), above) & lanes_less(above, lanes_all(0.5f));
        slope->w[i] = lanes_where(is_grade, slope->s);
    }
    lanes_float raw = train_by_grade(first_d, grade);
    lanes_float by_d = train_through_clamp(slope->d, raw, FSRS_DIFFICULTY_MIN, FSRS_DIFFICULTY_MAX);
    lanes_float by_easy = slope->easy * w[7];
    slope->w[4] = by_d + by_easy;
    /* D0 = w4 - exp(w5 (grade - 1)) + 1 */
    slope->w[5] = by_d * ((raw - (w[4] + 1)) * (grade + 2)) +
                  by_easy * (3 * (first_d[FSRS_EASY - FSRS_AGAIN] - (w[4] + 1)));
    slope->w[17] -= slope->cap * w[18];
    slope->w[18] -= slope->cap * w[17];
    /* F = 0.9^(-1/w20) - 1, so d ln F / d w20 = (F + 1) / F ln 0.9 / w20^2 */
    float factor = weights->derived.factor;
    slope->w[20] += slope->factor * ((factor + 1) / factor * (FSRS_LN_09 / (w[20] * w[20])));
}

/* ---- LANES cards ---- */

/* Returns the loss. */
LANES_INLINE lanes_float train_forward(const struct weights *weights, const struct train_row *rows,
    size_t length, size_t lane, struct train_step *steps)
{
    lanes_float loss = lanes_all(0);
    struct train_rating rating = train_read(&rows[0], lane);
    lanes_float s = train_clamp_s(train_by_grade(weights->w, rating.grade));
    lanes_float d = train_clamp_d(train_by_grade(weights->derived.first_difficulty, rating.grade));
    for (size_t i = 1; i < length; i++) {
        struct train_step *step = &steps[i];
        rating = train_read(&rows[i], lane);
        step->s = s;
        step->d = d;
        train_recall(weights, &rating, step);
        loss += train_loss(weights, &rating, step);
        if (i + 1 == length)
            break;
        train_next_s(weights, &rating, step);
        train_next_d(weights, &rating, step);
        s = train_clamp_s(step->next_s);
        d = train_clamp_d(step->next_d);
    }
    return loss;
}

LANES_INLINE void train_backward(const struct weights *weights, const struct train_row *rows,
    size_t length, size_t lane, const struct train_step *steps, struct train_slope *slope)
{
    memset(slope, 0, sizeof *slope);
    for (size_t i = length; i-- > 1;) {
        struct train_rating rating = train_read(&rows[i], lane);
        train_back_step(weights, &rating, &steps[i], i + 1 == length, slope);
    }
    train_back_first(weights, train_read(&rows[0], lane).grade, slope);
}

/* ---- all cards ---- */

LANES_INLINE void train_add(float sum[TRAIN_LANES], size_t lane, lanes_float x)
{
    lanes_store(sum + lane, lanes_load(sum + lane) + x);
}

LANES_INLINE void train_add_slope(
    const struct train_slope *slope, size_t lane, lanes_float share, struct train_scratch *scratch)
{
    for (size_t i = 0, n = 0; i < FSRS_WEIGHTS; i++) {
        train_add(scratch->gradient[i], lane, slope->w[i]);
        lanes_float shared = slope->w[i] * share;
        for (size_t j = 0; j <= i; j++, n++)
            train_add(scratch->fisher[n], lane, shared * slope->w[j]);
    }
}

static LANES_TARGET void train_sum_lanes(const struct train_data *data, size_t begin, size_t every,
    const struct weights *weights, struct train_scratch *scratch, struct train_sums *sums)
{
    struct train_slope slope;
    size_t unfolded = 0;
    train_sums_begin(scratch, sums);
    for (size_t i = begin; i < data->group_count; i += every) {
        const struct train_group *group = &data->groups[i];
        const struct train_row *rows = data->rows + group->first;
        for (size_t lane = 0; lane < TRAIN_LANES; lane += LANES) {
            train_add(scratch->loss, lane,
                train_forward(weights, rows, group->length, lane, scratch->steps));
            train_backward(weights, rows, group->length, lane, scratch->steps, &slope);
            train_add_slope(&slope, lane, lanes_load(group->share + lane), scratch);
        }
        if (++unfolded == TRAIN_UNFOLDED) {
            train_sums_fold(scratch, sums);
            unfolded = 0;
        }
    }
    train_sums_fold(scratch, sums);
}

static LANES_TARGET void train_predict_lanes(const struct train_data *data,
    const struct weights *weights, struct train_scratch *scratch, float (*recall)[TRAIN_LANES])
{
    for (size_t i = 0; i < data->group_count; i++) {
        const struct train_group *group = &data->groups[i];
        const struct train_row *rows = data->rows + group->first;
        for (size_t lane = 0; lane < TRAIN_LANES; lane += LANES) {
            const struct train_step *steps = scratch->steps;
            train_forward(weights, rows, group->length, lane, scratch->steps);
            for (size_t n = 1; n < group->length; n++)
                lanes_store(recall[group->first + n] + lane, steps[n].r);
        }
    }
}

#endif
