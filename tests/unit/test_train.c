/* The trainer. Logs are made up by train_log.h; sums are checked against differences, predictions
 * against the scheduler, and losses against numbers worked out by hand. */
#include "fault/scarce.h"

#include "study/train.h"
#include "study/train_losses.h"
#include "study/train_search.h"

#include "train_log.h"

#include <math.h>

static const struct scheduler *fsrs_row(void)
{
    return scheduler_numbered(SCHEDULER_FSRS);
}

static const struct train_span everything = {.to = UINT32_MAX};

/* A log, as the passes read it. */
struct prepared {
    struct histories log;
    struct train_data data;
    struct train_scratch *scratch;
};

static struct prepared prepare(size_t cards, size_t longest, struct train_span span)
{
    struct prepared p = {.log = train_log_make(cards, longest, 7)};
    assert_int_equal(train_data_make(&p.data, &p.log, span, NULL), ERR_NONE);
    assert_int_equal(train_scratch_make(&p.scratch, &p.data, NULL), ERR_NONE);
    return p;
}

static void prepared_done(struct prepared *p)
{
    train_scratch_free(p->scratch);
    train_data_done(&p->data);
    train_log_free(&p->log);
}

/* ---- a pass ---- */

static double loss_with(struct prepared *p, struct weights weights, size_t i, float weight)
{
    struct train_sums sums;
    weights.w[i] = weight;
    fsrs_derive(&weights);
    train_pass4.sum(&p->data, 0, 1, &weights, p->scratch, &sums);
    return sums.loss;
}

static void test_train__slopes_are_differences(void **state)
{
    static const int32_t *const units[] = {fsrs_defaults, train_log_weights};
    struct prepared p = prepare(200, 20, everything);

    (void)state;
    for (size_t k = 0; k < COUNT(units); k++) {
        struct weights weights = scheduler_weights(fsrs_row(), units[k]);
        struct train_sums sums;
        train_pass4.sum(&p.data, 0, 1, &weights, p.scratch, &sums);
        for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
            float w = weights.w[i], step = 0.004f * w + 0.0002f;
            double difference =
                (loss_with(&p, weights, i, w + step) - loss_with(&p, weights, i, w - step)) /
                (double)((w + step) - (w - step));
            double error = fabs(sums.gradient[i] - difference);
            if (error > 0.02 * fabs(difference) + 0.02)
                fail_msg("w%zu: %g, not %g", i, sums.gradient[i], difference);
        }
    }
    prepared_done(&p);
}

static void test_train__eight_lanes_give_the_bits_of_four(void **state)
{
    struct prepared p = prepare(700, 25, everything);
    struct weights weights = scheduler_weights(fsrs_row(), train_log_weights);
    struct train_sums four, eight;
    float(*recall)[TRAIN_LANES] = calloc(p.data.row_count, 2 * sizeof *recall);

    (void)state;
    if (train_pass8()) {
        for (size_t every = 1; every <= 4; every++) {
            train_pass4.sum(&p.data, every / 2, every, &weights, p.scratch, &four);
            train_pass8()->sum(&p.data, every / 2, every, &weights, p.scratch, &eight);
            assert_true(four.loss > 0);
            assert_memory_equal(&four, &eight, sizeof four);
        }
        train_pass4.predict(&p.data, &weights, p.scratch, recall);
        train_pass8()->predict(&p.data, &weights, p.scratch, recall + p.data.row_count);
        assert_memory_equal(recall, recall + p.data.row_count, p.data.row_count * sizeof *recall);
    }
    free(recall);
    prepared_done(&p);
}

static void test_train__predicts_what_the_scheduler_does(void **state)
{
    struct prepared p = prepare(50, 30, (struct train_span){.to = UINT32_MAX, .plain = true});
    struct weights weights = scheduler_weights(fsrs_row(), train_log_weights);
    float(*recall)[TRAIN_LANES] = calloc(p.data.row_count, sizeof *recall);
    size_t compared = 0;

    (void)state;
    train_pass_best()->predict(&p.data, &weights, p.scratch, recall);
    for (size_t i = 0; i < p.data.group_count * TRAIN_LANES; i++) {
        const struct train_group *group = &p.data.groups[i / TRAIN_LANES];
        const struct train_row *rows = p.data.rows + group->first;
        size_t lane = i % TRAIN_LANES;
        struct memory memory = {{0}};
        for (size_t n = 0; n < group->length; n++) {
            int days = (int)(rows[n].rating[lane] & TRAIN_DAYS_MASK);
            enum rating rating =
                fsrs_rating((enum fsrs_grade)(rows[n].rating[lane] >> TRAIN_GRADE_SHIFT));
            if (rows[n].weight[lane] > 0) {
                double wanted = (double)fsrs_predict(&weights, memory, days);
                assert_true(fabs((double)recall[group->first + n][lane] - wanted) < 1e-5);
                compared++;
            }
            memory = n ? fsrs_rate(&weights, memory, days, rating) : fsrs_start(&weights, rating);
        }
    }
    assert_int_equal(compared, p.data.scored);
    assert_true(compared > 200);
    free(recall);
    prepared_done(&p);
}

/* ---- the data ---- */

/* `cards` cards that are rated Well, and again after so many days, one card after another in the
 * log. What they have in common is one or more such groups. */
struct pair_group {
    size_t cards;
    unsigned days;
    enum rating second;
};

static struct histories log_of_pairs(const struct pair_group *groups, size_t count)
{
    struct histories log = {0};
    for (size_t i = 0; i < count; i++)
        log.count += groups[i].cards;
    log.first = calloc(log.count + 1, sizeof *log.first);
    log.steps = calloc(2 * log.count + 1, sizeof *log.steps);
    log.order = calloc(2 * log.count + 1, sizeof *log.order);
    for (size_t i = 0, card = 0; i < count; i++)
        for (size_t n = 0; n < groups[i].cards; n++, card++) {
            log.first[card + 1] = (uint32_t)(2 * card + 2);
            log.steps[2 * card] = (struct memory_step){0, RATING_WELL};
            log.steps[2 * card + 1] = (struct memory_step){
                .days = groups[i].days & 0xffffff, .rating = (uint8_t)groups[i].second};
            log.order[2 * card] = (uint32_t)(2 * card);
            log.order[2 * card + 1] = (uint32_t)(2 * card + 1);
        }
    return log;
}

static struct train_data data_of(const struct histories *log, struct train_span span)
{
    struct train_data data;
    assert_int_equal(train_data_make(&data, log, span, NULL), ERR_NONE);
    return data;
}

static void test_train__later_ratings_weigh_more(void **state)
{
    static const struct pair_group groups[] = {{41, 2, RATING_WELL}};
    struct histories log = log_of_pairs(groups, 1);
    struct train_data data = data_of(&log, everything);

    (void)state;
    assert_int_equal(data.scored, 41);
    for (size_t i = 0; i < 41; i++) {
        const struct train_row *row = &data.rows[data.groups[i / 8].first];
        double late = (double)i / 40;
        assert_true(row[0].weight[i % 8] == 0);
        assert_true(fabs((double)row[1].weight[i % 8] - (0.25 + 0.75 * late * late * late)) < 1e-6);
    }
    train_data_done(&data);
    train_log_free(&log);
}

/* Groups of 5 and of 13 go, which with the late one are fewer than 20 together. Those of 6 days are
 * kept. 101 days are too late. */
static void test_train__leaves_out_unusual_first_intervals(void **state)
{
    static const struct pair_group groups[] = {{13, 3, RATING_WELL}, {5, 9, RATING_BARELY},
        {40, 6, RATING_WELL}, {30, 101, RATING_WELL}, {1, 5000, RATING_WELL}};
    struct histories log = log_of_pairs(groups, COUNT(groups));
    struct train_data data = data_of(&log, everything);
    struct train_data all = data_of(&log, (struct train_span){.to = UINT32_MAX, .plain = true});

    (void)state;
    assert_int_equal(data.scored, 40);
    assert_int_equal(all.scored, 89);
    train_data_done(&data);
    train_data_done(&all);
    train_log_free(&log);
}

static void test_train__spans_are_parts_of_the_log(void **state)
{
    static const struct pair_group groups[] = {{50, 6, RATING_WELL}};
    struct histories log = log_of_pairs(groups, 1);
    struct train_data early = data_of(&log, (struct train_span){.to = 61});
    struct train_data late = data_of(&log, (struct train_span){61, UINT32_MAX, true});

    size_t lapses;

    (void)state;
    assert_int_equal(train_count_scored(&log, &lapses), 50);
    assert_int_equal(lapses, 0);
    assert_int_equal(early.scored, 30); /* of places 1, 3, ..., 59 */
    assert_int_equal(late.scored, 20);
    train_data_done(&early);
    train_data_done(&late);
    train_log_free(&log);
}

/* ---- losses ---- */

/* Nine cards: 6 of 8 recalled after 2 days, predicted .9; 0 of 1 after 4 days, predicted .5. Bins
 * of intervals begin at 1, 3.62, 13.1: two bins, of 8 and 1. */
static void test_train__losses_by_hand(void **state)
{
    static const struct pair_group groups[] = {
        {6, 2, RATING_PARTLY}, {2, 3, RATING_BARELY}, {1, 4, RATING_NOT_AT_ALL}};
    struct histories log = log_of_pairs(groups, COUNT(groups));
    struct train_data data = data_of(&log, (struct train_span){.to = UINT32_MAX, .plain = true});
    float(*recall)[TRAIN_LANES] = calloc(data.row_count, sizeof *recall);
    double log_loss, rmse_bins;

    (void)state;
    for (size_t i = 0; i < 9; i++)
        recall[data.groups[i / 8].first + 1][i % 8] = i < 8 ? 0.9f : 0.5f;
    assert_int_equal(train_losses_of(&data, recall, &log_loss, &rmse_bins, NULL), ERR_NONE);
    double wanted = (6 * 0.105360516 + 2 * 2.302585093 + 0.693147181) / 9; /* -ln 0.9, ... */
    assert_true(fabs(log_loss - wanted) < 1e-6);
    wanted = sqrt((8 * 0.15 * 0.15 + 1 * 0.5 * 0.5) / 9);
    assert_true(fabs(rmse_bins - wanted) < 1e-6);
    free(recall);
    train_data_done(&data);
    train_log_free(&log);
}

/* ---- the search ---- */

static double value_of(struct prepared *p, const int32_t *units)
{
    struct weights weights = scheduler_weights(fsrs_row(), units);
    struct train_sums sums;
    train_pass_best()->sum(&p->data, 0, 1, &weights, p->scratch, &sums);
    return sums.loss / p->data.weight;
}

static void test_train__every_start_leads_to_one_optimum(void **state)
{
    struct prepared p = prepare(1500, 14, everything);
    int32_t weights[4][FSRS_WEIGHTS];
    double found[4];

    (void)state;
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
            int32_t range = fsrs_highest[i] - fsrs_lowest[i];
            int32_t near = k == 1 ? fsrs_defaults[i] * 3 / 4 : fsrs_defaults[i] + range / 12;
            weights[k][i] = k == 0 ? fsrs_defaults[i] : k == 3 ? train_log_weights[i] : near;
            if (i < FSRS_GRADES && k < 3)
                weights[k][i] = fsrs_defaults[i] * (int32_t)(k + 1);
        }
        train_search(&p.data, train_pass_best(), p.scratch, k % 2, weights[k]);
        found[k] = value_of(&p, weights[k]);
        assert_true(fabs(found[k] - found[0]) < 1e-4);
    }
    assert_true(found[0] < value_of(&p, fsrs_defaults) - 0.002);
    prepared_done(&p);
}

static void test_train__four_lanes_find_the_same_weights(void **state)
{
    struct prepared p = prepare(800, 14, everything);
    int32_t four[FSRS_WEIGHTS], best[FSRS_WEIGHTS];

    (void)state;
    memcpy(four, fsrs_defaults, sizeof four);
    memcpy(best, fsrs_defaults, sizeof best);
    train_search(&p.data, &train_pass4, p.scratch, true, four);
    train_search(&p.data, train_pass_best(), p.scratch, true, best);
    assert_memory_equal(four, best, sizeof four);
    prepared_done(&p);
}

/* The weights that gcc 12, clang 14 and aarch64 found: every machine has to. */
static void test_train__the_same_weights_everywhere(void **state)
{
    static const int32_t wanted[FSRS_WEIGHTS] = {3696, 12259, 37877, 82956, 64936, 7941, 30458, 97,
        16659, 1828, 5028, 14499, 793, 2187, 15753, 4516, 16066, 5133, 767, 1059, 3132};
    struct histories log = train_log_make(800, 14, 7);
    int32_t weights[FSRS_WEIGHTS];

    (void)state;
    assert_int_equal(train_weights(&log, UINT32_MAX, weights, NULL), ERR_NONE);
    for (size_t i = 0; i < FSRS_WEIGHTS; i++)
        assert_int_equal(weights[i], wanted[i]);
    train_log_free(&log);
}

/* ---- the whole ---- */

static struct trained train_all(const struct histories *log, const int32_t *in_use)
{
    struct trained trained;
    assert_int_equal(train(fsrs_row(), log, in_use, &trained, NULL), ERR_NONE);
    for (size_t i = 0; i < FSRS_WEIGHTS; i++) {
        assert_true(trained.weights[i] >= fsrs_lowest[i]);
        assert_true(trained.weights[i] <= fsrs_highest[i]);
    }
    return trained;
}

static void test_train__learns_the_learner(void **state)
{
    struct histories log = train_log_make(4000, 12, 3);
    struct trained trained = train_all(&log, fsrs_defaults);
    struct trained knowing = train_all(&log, train_log_weights);
    size_t lapses;

    (void)state;
    assert_int_equal(trained.ratings, log.first[log.count]);
    assert_int_equal(trained.scored, train_count_scored(&log, &lapses));
    assert_int_equal(trained.lapses, lapses);
    assert_int_equal(trained.refusal, TRAIN_LEARNS);
    assert_true(trained.is_better);
    assert_true(trained.learned.log_loss < trained.defaults.log_loss - 0.003);
    assert_true(trained.learned.log_loss < trained.sm2.log_loss - 0.02);
    assert_true(trained.learned.rmse_bins < trained.defaults.rmse_bins);
    assert_memory_equal(&trained.defaults, &trained.in_use, sizeof trained.defaults);
    /* as good as the weights that the learner really has */
    assert_true(fabs(trained.learned.log_loss - knowing.in_use.log_loss) < 0.002);
    assert_memory_equal(trained.weights, knowing.weights, sizeof trained.weights);
    train_log_free(&log);
}

/* Weights that were learned from all of the log know the last fifth, too. */
static void test_train__keeps_weights_that_are_better(void **state)
{
    struct histories log = train_log_make(600, 12, 5);
    struct trained first = train_all(&log, fsrs_defaults);
    struct trained second = train_all(&log, first.weights);

    (void)state;
    assert_true(first.is_better);
    assert_false(second.is_better);
    assert_true(second.in_use.log_loss < second.learned.log_loss);
    assert_memory_equal(&first.learned, &second.learned, sizeof first.learned);
    train_log_free(&log);
}

static void test_train__keeps_the_defaults_of_small_logs(void **state)
{
    static const size_t cards[] = {0, 1, 2, 20, 90};

    (void)state;
    for (size_t i = 0; i < COUNT(cards); i++) {
        struct histories log = train_log_make(cards[i], 10, i);
        struct trained trained = train_all(&log, fsrs_defaults);
        assert_true(trained.scored < TRAIN_SCORED_MIN);
        assert_int_equal(trained.refusal, TRAIN_FEW_SCORED);
        assert_memory_equal(trained.weights, fsrs_defaults, sizeof fsrs_defaults);
        assert_false(trained.is_better);
        train_log_free(&log);
    }
}

static void test_train__around_the_least(void **state)
{
    size_t around = 0;

    (void)state;
    for (size_t cards = 90; cards < 150; cards += 4) {
        struct histories log = train_log_make(cards, 10, 1);
        struct trained trained = train_all(&log, fsrs_defaults);
        bool kept = !memcmp(trained.weights, fsrs_defaults, sizeof fsrs_defaults);
        assert_int_equal(kept, trained.scored < TRAIN_SCORED_MIN);
        around += !kept;
        train_log_free(&log);
    }
    assert_in_range(around, 3, 12);
}

/* ---- few lapses ---- */

static void assert_refused(const struct trained *trained)
{
    assert_int_equal(trained->refusal, TRAIN_FEW_LAPSES);
    assert_false(trained->is_better);
    assert_memory_equal(trained->weights, fsrs_defaults, sizeof fsrs_defaults);
}

static void test_train__learns_from_one_lapse_in_a_hundred(void **state)
{
    static const struct {
        size_t lapses, others;
        bool refused;
    } cases[] = {{0, 600, true}, {5, 595, true}, {6, 594, false}, {6, 593, false}, {7, 694, true}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct pair_group groups[] = {
            {cases[i].lapses, 4, RATING_BARELY}, {cases[i].others, 4, RATING_PARTLY}};
        struct histories log = log_of_pairs(groups, COUNT(groups));
        struct trained trained = train_all(&log, fsrs_defaults);
        assert_int_equal(trained.lapses, cases[i].lapses);
        if (cases[i].refused)
            assert_refused(&trained);
        else
            assert_int_equal(trained.refusal, TRAIN_LEARNS);
        train_log_free(&log);
    }
}

/* A learner who rates what was forgotten Partly: the log says that nothing ever is. Weights that
 * fit such a log predict the rest of it better, so comparing them does not reveal it. */
static void test_train__refuses_a_log_that_forgets_nothing(void **state)
{
    struct histories log = train_log_make(2000, 12, 3);
    int32_t fitting[FSRS_WEIGHTS];

    (void)state;
    for (uint32_t i = 0; i < log.first[log.count]; i++)
        if (log.steps[i].rating < RATING_PARTLY)
            log.steps[i].rating = RATING_PARTLY;
    struct trained trained = train_all(&log, fsrs_defaults);
    assert_refused(&trained);
    assert_true(trained.judged > 400);
    assert_int_equal(train_weights(&log, UINT32_MAX, fitting, NULL), ERR_NONE);
    struct trained fit = train_all(&log, fitting);
    assert_true(fit.in_use.log_loss < trained.in_use.log_loss / 10);
    assert_refused(&fit);
    train_log_free(&log);
}

/* Few lapses on later days are few, however often a new card or a repeat is not known. */
static void test_train__counts_the_lapses_that_are_scored(void **state)
{
    static const struct pair_group groups[] = {{300, 0, RATING_NOT_AT_ALL}, {500, 4, RATING_WELL}};
    struct histories log = log_of_pairs(groups, COUNT(groups));

    (void)state;
    for (size_t card = 0; card < log.count; card++)
        log.steps[2 * card].rating = RATING_BARELY;
    struct trained trained = train_all(&log, fsrs_defaults);
    assert_int_equal(trained.scored, 500);
    assert_int_equal(trained.lapses, 0);
    assert_refused(&trained);
    train_log_free(&log);
}

/* ---- strange logs ---- */

/* Logs with one kind of rating, or one card, which say little about most weights. */
static void test_train__only_lapses(void **state)
{
    static const struct pair_group groups[] = {{600, 4, RATING_NOT_AT_ALL}};
    struct histories log = log_of_pairs(groups, 1);
    struct trained trained = train_all(&log, fsrs_defaults);

    (void)state;
    assert_true(trained.is_better);
    assert_int_equal(trained.judged, 120);
    assert_true(trained.weights[2] < fsrs_defaults[2]);
    train_log_free(&log);
}

static void test_train__only_well(void **state)
{
    static const struct pair_group groups[] = {{600, 4, RATING_WELL}};
    struct histories log = log_of_pairs(groups, 1);
    struct trained trained = train_all(&log, fsrs_defaults);
    int32_t fitting[FSRS_WEIGHTS];

    (void)state;
    assert_refused(&trained);
    assert_int_equal(trained.judged, 120);
    assert_int_equal(train_weights(&log, UINT32_MAX, fitting, NULL), ERR_NONE);
    assert_in_range(fitting[2], fsrs_defaults[2] + 1, fsrs_highest[2]);
    train_log_free(&log);
}

static void test_train__one_card(void **state)
{
    struct histories log = {.count = 1};
    uint32_t first[2] = {0, 1000}, order[1000];
    struct memory_step steps[1000];

    (void)state;
    for (uint32_t i = 0; i < 1000; i++) {
        steps[i].days = (i ? 1 + i % 5 : 0) & 0xff;
        steps[i].rating = i % 7 ? RATING_WELL : RATING_BARELY;
        order[i] = i;
    }
    log.first = first;
    log.steps = steps;
    log.order = order;
    struct trained trained = train_all(&log, fsrs_defaults);
    assert_int_equal(trained.scored, 999);
    assert_int_equal(trained.judged, 200);
}

static void test_train__memory_runs_out(void **state)
{
    struct histories log = train_log_make(200, 12, 5);
    struct trained trained;
    enum err_code code;
    long n = 0;

    (void)state;
    do {
        struct err err = {.code = ERR_NONE};
        scarce_arm(++n);
        code = train(fsrs_row(), &log, fsrs_defaults, &trained, &err);
        scarce_disarm();
        assert_int_equal(code, scarce.failures ? ERR_MEMORY : ERR_NONE);
        assert_int_equal(err.code, code);
        assert_int_equal(scarce_leaks(), 0);
    } while (code);
    assert_true(n > 20);
    assert_true(trained.scored >= TRAIN_SCORED_MIN);
    train_log_free(&log);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_train__slopes_are_differences),
        cmocka_unit_test(test_train__eight_lanes_give_the_bits_of_four),
        cmocka_unit_test(test_train__predicts_what_the_scheduler_does),
        cmocka_unit_test(test_train__later_ratings_weigh_more),
        cmocka_unit_test(test_train__leaves_out_unusual_first_intervals),
        cmocka_unit_test(test_train__spans_are_parts_of_the_log),
        cmocka_unit_test(test_train__losses_by_hand),
        cmocka_unit_test(test_train__every_start_leads_to_one_optimum),
        cmocka_unit_test(test_train__four_lanes_find_the_same_weights),
        cmocka_unit_test(test_train__the_same_weights_everywhere),
        cmocka_unit_test(test_train__learns_the_learner),
        cmocka_unit_test(test_train__keeps_weights_that_are_better),
        cmocka_unit_test(test_train__keeps_the_defaults_of_small_logs),
        cmocka_unit_test(test_train__around_the_least),
        cmocka_unit_test(test_train__learns_from_one_lapse_in_a_hundred),
        cmocka_unit_test(test_train__refuses_a_log_that_forgets_nothing),
        cmocka_unit_test(test_train__counts_the_lapses_that_are_scored),
        cmocka_unit_test(test_train__only_lapses),
        cmocka_unit_test(test_train__only_well),
        cmocka_unit_test(test_train__one_card),
        cmocka_unit_test(test_train__memory_runs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
