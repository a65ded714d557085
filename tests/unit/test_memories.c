/* Predictions, what is known, and how cards are distributed under FSRS. The numbers are those of a
 * program in double precision, written from the published formulas and srs-benchmark's bins. */
#include "report/memories.h"

#include "base/buf.h"
#include "report/figures.h"
#include "report/pages.h"
#include "report/pages_memories.h"
#include "report/stats.h"
#include "store/history.h"
#include "store/switches.h"
#include "unit/sitting.h"

#include <limits.h>
#include <math.h>

#define TODAY 20484 /* 2026-01-31, a Saturday */

static const struct memory_step a[] = {{0, 4}, {3, 4}, {10, 1}, {0, 4}, {1, 3}, {5, 5}},
                                b[] = {{0, 3}, {2, 4}, {1, 2}};

static struct regime under_fsrs(void)
{
    const struct scheduler *fsrs = scheduler_numbered(SCHEDULER_FSRS);
    return (struct regime){fsrs, RETENTION_DEFAULT, scheduler_weights(fsrs, fsrs->defaults)};
}

static void add_card(struct memories_reading *reading, const struct memory_step *steps,
    size_t count, int day, int retired)
{
    struct regime regime = under_fsrs();
    struct past past = {scheduler_replay(regime.scheduler, &regime.weights, steps, count), day, 1};
    memories_add_history(reading, &regime, steps, count, &past, retired);
}

/* A card twice, of which one left its file 5 days ago; another that was rated today; and one that
 * came with a stability of 10 days and was never rated here. */
static void read_histories(struct memories *memories, int since, int until, int first)
{
    struct memories_reading reading;
    struct regime regime = under_fsrs();
    const struct past came = {{{10, 5.25F}}, TODAY - 10, 1};
    const struct memories_range range = {since, until, first, TODAY};
    *memories = (struct memories){.decks = 1};
    assert_true(memories_begin(&reading, memories, &range));
    add_card(&reading, a, COUNT(a), TODAY - 2, INT_MAX);
    add_card(&reading, b, COUNT(b), TODAY, INT_MAX);
    add_card(&reading, a, COUNT(a), TODAY - 1, TODAY - 5);
    memories_add_history(&reading, &regime, NULL, 0, &came, INT_MAX);
    memories_end(&reading);
    assert_true(memories->complete);
}

static struct predicted_reviews sum_of(const struct memories *memories)
{
    struct predicted_reviews sum = {0};
    for (int i = 0; i <= PREDICTION_STEPS; i++) {
        sum.reviews += memories->predictions[i].reviews;
        sum.recalled += memories->predictions[i].recalled;
        sum.predicted += memories->predictions[i].predicted;
        sum.loss += memories->predictions[i].loss;
    }
    return sum;
}

static void test_memories__predictions(void **state)
{
    (void)state;
    struct memories m;
    read_histories(&m, INT_MIN, INT_MAX, TODAY - 21);
    struct predicted_reviews sum = sum_of(&m);
    assert_int_equal(sum.reviews, 10);
    assert_int_equal(sum.recalled, 7);
    assert_float_equal(sum.predicted, 9.031135, 2e-5);
    assert_float_equal(sum.loss, 9.763171, 1e-4);
    assert_float_equal(m.rmse_bins, 0.428583, 2e-5);
    assert_int_equal(m.predictions[921].reviews, 2); /* 0.92068 */
    assert_int_equal(m.predictions[921].recalled, 0);
    assert_int_equal(m.predictions[932].recalled, 2); /* the day after, same-day "Well" between */

    read_histories(&m, TODAY - 6, TODAY - 1, TODAY - 6);
    sum = sum_of(&m);
    assert_int_equal(sum.reviews, 4);
    assert_float_equal(sum.loss, 0.516997, 1e-5);
    assert_float_equal(m.rmse_bins, 0.124548, 2e-5);
    assert_int_equal(m.known_count, 1);
}

static void test_memories__what_was_known(void **state)
{
    (void)state;
    static const struct known want[] = {{TODAY - 21, 1, 1}, {TODAY - 14, 2, 1.932932},
        {TODAY - 7, 3, 2.961024}, {TODAY, 3, 2.878006}};
    struct memories m;
    read_histories(&m, INT_MIN, INT_MAX, TODAY - 21);
    assert_int_equal(m.known_count, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_int_equal(m.known[i].day, want[i].day);
        assert_int_equal(m.known[i].cards, want[i].cards);
        assert_float_equal(m.known[i].recalled, want[i].recalled, 2e-5);
    }
}

/* However long the log, at most KNOWN_MAX days, whole weeks apart, the last of them today. */
static void test_memories__known_days(void **state)
{
    (void)state;
    static const int spans[] = {-1, 0, 6, 7, 7 * 59, 7 * 59 + 6, 7 * 60, 3653, 36525};
    struct memories *m = calloc(1, sizeof *m);
    for (size_t i = 0; i < COUNT(spans); i++) {
        struct memories_reading reading;
        const struct memories_range range = {INT_MIN, INT_MAX, TODAY - spans[i], TODAY};
        assert_true(memories_begin(&reading, m, &range));
        memories_end(&reading);
        size_t count = m->known_count;
        assert_true(count <= KNOWN_MAX);
        assert_int_equal(count > 0, spans[i] >= 0);
        if (!count)
            continue;
        int apart = count > 1 ? m->known[1].day - m->known[0].day : 7;
        assert_int_equal(m->known[count - 1].day, TODAY);
        assert_int_equal(apart % 7, 0);
        assert_true(m->known[0].day >= TODAY - spans[i]);
        assert_true(m->known[0].day - apart < TODAY - spans[i]); /* the beginning is not cut */
    }
    free(m);
}

static void test_memories__cards(void **state)
{
    (void)state;
    struct regime regime = under_fsrs(), sm2 = {0};
    struct memories m = {0};
    static const struct {
        float stability, difficulty;
        int days, in_stability, in_difficulty, in_recall;
    } cards[] = {{0.4F, 1, 0, 0, 0, 19}, {1, 1.49F, 1, 1, 0, 18}, {10, 5.5F, 9, 4, 9, 18},
        {10, 5.49F, 11, 4, 8, 17}, {731, 10, 0, 12, 17, 19}, {730, 9.5F, 0, 11, 17, 19}};
    for (size_t i = 0; i < COUNT(cards); i++) {
        struct past past = {{{cards[i].stability, cards[i].difficulty}}, TODAY - cards[i].days, 1};
        m = (struct memories){0};
        memories_add_card(&m, &regime, &past, TODAY);
        memories_add_card(&m, &regime, &(struct past){0}, TODAY); /* never rated */
        memories_add_card(&m, &sm2, &past, TODAY);
        assert_int_equal(m.stabilities[cards[i].in_stability], 1);
        assert_int_equal(m.difficulties[cards[i].in_difficulty], 1);
        assert_int_equal(m.recalls[cards[i].in_recall], 1);
    }
}

/* ---- pages ---- */

/* 40 reviews predicted at 0.5, 30 at 0.800, 5 at 0.801, 25 at 0.95: the tenths that their middles
 * lie in are the 3rd, the 6th, the 8th and the 9th. */
static void test_memories__bins_have_as_many_reviews(void **state)
{
    (void)state;
    static const int64_t want[][PREDICTIONS_RMSE + 1] = {
        {500, 500, 500, 40, 20, 500, 352, 648, 693, NO_VALUE},
        {800, 800, 800, 30, 24, 800, 627, 905, 500, NO_VALUE},
        {801, 801, 801, 5, 5, 1000, 566, 1000, 222, NO_VALUE},
        {950, 950, 950, 25, 24, 960, 805, 993, 169, NO_VALUE},
        {718, NO_VALUE, NO_VALUE, 100, 73, 730, 636, 807, 481, 123}};
    struct figures *f = calloc(1, sizeof *f);
    struct dataset d = {0};
    f->memories = (struct memories){.decks = 1, .rmse_bins = 0.1234};
    f->memories.predictions[500] = (struct predicted_reviews){40, 20, 20, 27.7259};
    f->memories.predictions[800] = (struct predicted_reviews){30, 24, 24, 15.0121};
    f->memories.predictions[801] = (struct predicted_reviews){5, 5, 4.005, 1.10947};
    f->memories.predictions[950] = (struct predicted_reviews){25, 24, 23.75, 4.22677};
    page_dataset(PAGE_PREDICTIONS, f, &d);
    assert_int_equal(d.row_count, 0); /* the log was not read */
    f->memories.complete = true;
    page_dataset(PAGE_PREDICTIONS, f, &d);
    assert_int_equal(d.row_count, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++)
        for (size_t column = 0; column <= PREDICTIONS_RMSE; column++)
            if (dataset_value(&d, i, column) != want[i][column])
                fail_msg("row %zu, %s: %lld", i, d.columns[column].name,
                    (long long)dataset_value(&d, i, column));
    dataset_done(&d);
    free(f);
}

/* ---- from a database ---- */

static void switch_to_fsrs(struct world *w, struct moment now)
{
    struct switched switched;
    struct regime_wish wish = {w->deck_id, SCHEDULER_FSRS, RETENTION_DEFAULT};
    assert_int_equal(store_set_regimes(w->store, &wish, 1, now, &switched, &w->err), ERR_NONE);
}

static void read_stats(struct world *w, struct stats *stats, int since)
{
    const struct stats_range range = {.deck_ids = &w->deck_id,
        .deck_count = 1,
        .since = since,
        .until = INT_MAX,
        .today = DAY + 30};
    assert_int_equal(stats_read(stats, w->store, &range, &w->err), ERR_NONE);
    assert_false(stats->figures.memories.complete);
    assert_int_equal(stats_read_memories(stats, w->store, &range, &w->err), ERR_NONE);
}

static size_t rows_of(const struct stats *stats, enum stats_page page)
{
    struct dataset d = {0};
    page_dataset(page, &stats->figures, &d);
    size_t rows = d.row_count;
    dataset_done(&d);
    return rows;
}

/* The first card of those above, and one that was only rated once; a cram counts for neither. */
static void rate_two(struct world *w)
{
    load_cards(w, 3);
    int64_t q1 = card_id(w, "q1"), q2 = card_id(w, "q2");
    rate_on(w, "q1", 4, DAY);
    rate_card(w, q1, REVIEW_DUE, 4, at(DAY + 3, 9, 0));
    rate_card(w, q1, REVIEW_DUE, 1, at(DAY + 13, 9, 0));
    rate_card(w, q1, REVIEW_REPEAT, 4, at(DAY + 13, 9, 1));
    rate_card(w, q1, REVIEW_DUE, 3, at(DAY + 14, 9, 0));
    rate_card(w, q1, REVIEW_DUE, 5, at(DAY + 19, 9, 0));
    rate_on(w, "q2", 5, DAY + 25);
    rate_card(w, q2, REVIEW_CRAM, 1, at(DAY + 29, 9, 0));
}

static void test_memories__of_a_deck(void **state)
{
    struct world *w = *state;
    struct stats stats;
    const struct memories *m = &stats.figures.memories;
    rate_two(w);
    read_stats(w, &stats, INT_MIN);
    assert_int_equal(m->decks, 0); /* under SM-2: nothing was read */
    assert_false(m->complete);
    for (enum stats_page page = PAGE_PREDICTIONS; page < PAGES; page++)
        assert_int_equal(rows_of(&stats, page), 0);
    assert_int_equal(pages_shown(&stats.figures), PAGE_PREDICTIONS);
    stats_done(&stats);

    switch_to_fsrs(w, at(DAY + 30, 8, 0));
    read_stats(w, &stats, INT_MIN);
    struct predicted_reviews sum = sum_of(m);
    assert_int_equal(sum.reviews, 4);
    assert_int_equal(sum.recalled, 3);
    assert_int_equal(m->predictions[881].recalled, 1);
    assert_int_equal(m->predictions[921].reviews, 1);
    assert_int_equal(m->known_count, 5);
    assert_int_equal(m->known[4].day, DAY + 30);
    assert_int_equal(m->known[4].cards, 2);
    int stabilities = 0;
    for (int i = 0; i < STABILITY_BUCKETS; i++)
        stabilities += m->stabilities[i];
    assert_int_equal(stabilities, 2);
    assert_int_equal(m->stabilities[4], 2); /* 12.6 and 8.3 days */
    assert_int_equal(rows_of(&stats, PAGE_PREDICTIONS), 5);
    assert_int_equal(pages_shown(&stats.figures), PAGES);
    stats_done(&stats);

    read_stats(w, &stats, DAY + 14);
    assert_int_equal(sum_of(m).reviews, 2); /* memories are those of the whole log all the same */
    assert_int_equal(m->predictions[932].recalled, 1);
    stats_done(&stats);
}

/* Each rating of a history has the prediction that was made before it. A repeat, on the day of
 * another rating, has none. */
static void test_memories__of_a_history(void **state)
{
    struct world *w = *state;
    static const float predicted[] = {0, 0.88095F, 0.92068F, 0, 0.93198F, 0.85888F};
    struct card_history history = {0};
    rate_two(w);
    switch_to_fsrs(w, at(DAY + 30, 8, 0));
    struct regime regime = under_fsrs();
    assert_int_equal(
        card_history_show(w->store, card_id(w, "q1"), &regime, &history, &w->err), ERR_NONE);
    assert_int_equal(history.count, COUNT(predicted));
    assert_true(regime_has_memory(&history.regime));
    for (size_t i = 0; i < COUNT(predicted); i++)
        assert_float_equal(history.events[i].predicted, predicted[i], 2e-5);
    const float *last = history.events[5].after.past.memory.state;
    assert_float_equal(last[MEMORY_STABILITY], 12.6378, 1e-3);
    assert_float_equal(last[MEMORY_DIFFICULTY], 7.6451, 1e-3);
    card_history_done(&history);
}

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memories__predictions),
        cmocka_unit_test(test_memories__what_was_known),
        cmocka_unit_test(test_memories__known_days),
        cmocka_unit_test(test_memories__cards),
        cmocka_unit_test(test_memories__bins_have_as_many_reviews),
        TEST(test_memories__of_a_deck),
        TEST(test_memories__of_a_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
