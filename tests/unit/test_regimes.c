/* What is in force for a deck, and what switching it does to the cards: their memory is what their
 * ratings add up to, in the order of time; due days stay; SM-2 goes on as if one had never left. */
#include "unit/sitting.h"

#include "store/changes.h"
#include "store/fold.h"
#include "store/histories.h"
#include "store/replay.h"
#include "store/switches.h"

static void switch_to(struct world *w, int scheduler, int retention, struct moment now)
{
    struct switched switched;
    struct regime_wish wish = {w->deck_id, scheduler, retention};
    assert_int_equal(store_set_regimes(w->store, &wish, 1, now, &switched, &w->err), ERR_NONE);
}

static enum err_code differs(void *context, int64_t card_id, const struct schedule *row,
    const struct schedule *log, struct err *err)
{
    (void)context, (void)row, (void)log, (void)err;
    fail_msg("card %d is not what its log adds up to", (int)card_id);
    return ERR_NONE;
}

/* The rows are what a fold of the whole log gives, and what each card's own replay gives. */
static void assert_folded(struct world *w)
{
    struct fold fold;
    assert_int_equal(fold_log(w->store, &fold, NULL, NULL, &w->err), ERR_NONE);
    assert_int_equal(fold_compare(w->store, &fold, differs, w, &w->err), ERR_NONE);
    for (size_t i = 0; i < fold.count; i++) {
        struct schedule row = schedule_of(w, fold.cards[i].card_id), own;
        assert_int_equal(replay_fold(w->store, fold.cards[i].card_id, &own, &w->err), ERR_NONE);
        assert_true(schedule_is_same(&row, &own));
    }
    fold_done(&fold);
}

/* What these steps add up to, by the default weights. */
static struct memory memory_of(const struct memory_step *steps, size_t count)
{
    const struct scheduler *fsrs = scheduler_called("fsrs");
    struct weights weights = scheduler_weights(fsrs, fsrs->defaults);
    return scheduler_replay(fsrs, &weights, steps, count);
}

static void assert_memory(
    struct world *w, const char *question, const struct memory_step *steps, size_t count)
{
    struct schedule schedule = schedule_of(w, card_id(w, question));
    struct memory want = memory_of(steps, count);
    assert_memory_equal(&schedule.past.memory, &want, sizeof want);
}

/* q1: new on the day before, 4, then on its due day 2, and 4 as a repeat; q2: new, 5. */
static void rate_some(struct world *w)
{
    load_cards(w, 3);
    rate_on(w, "q1", 4, DAY - 1);
    rate_card(w, card_id(w, "q1"), REVIEW_DUE, 2, at(DAY, 9, 0));
    rate_card(w, card_id(w, "q1"), REVIEW_REPEAT, 4, at(DAY, 9, 1));
    rate_on(w, "q2", 5, DAY);
    rate_card(w, card_id(w, "q2"), REVIEW_CRAM, 1, at(DAY, 9, 2));
}
static const struct memory_step q1_steps[] = {{0, 4}, {1, 2}, {0, 4}}, q2_steps[] = {{0, 5}};

static void test_regimes__a_switch_replays_the_log_and_keeps_due_days(void **state)
{
    struct world *w = *state;
    rate_some(w);
    struct schedule before = schedule_of(w, card_id(w, "q2"));
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 10, 0));
    struct schedule after = schedule_of(w, card_id(w, "q2"));
    assert_memory(w, "q1", q1_steps, 3);
    assert_memory(w, "q2", q2_steps, 1);
    assert_memory(w, "q3", NULL, 0);
    assert_int_equal(after.due, before.due);
    assert_int_equal(after.past.day, DAY);
    assert_int_equal(after.interval, after.due - DAY);
    assert_folded(w);
}

static void test_regimes__back_on_sm2_all_is_as_before(void **state)
{
    struct world *w = *state;
    rate_some(w);
    struct schedule before[] = {schedule_of(w, card_id(w, "q1")), schedule_of(w, card_id(w, "q2"))};
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 10, 0));
    switch_to(w, SCHEDULER_SM2, 9000, at(DAY, 11, 0));
    struct schedule after[] = {schedule_of(w, card_id(w, "q1")), schedule_of(w, card_id(w, "q2"))};
    for (size_t i = 0; i < COUNT(before); i++)
        assert_true(schedule_is_same(&before[i], &after[i]));
    assert_folded(w);
}

static void test_regimes__sm2_goes_on_beside_it(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 8, 0));
    rate_on(w, "q1", 4, DAY);
    rate_card(w, card_id(w, "q1"), REVIEW_DUE, 5, at(DAY + 7, 9, 0));
    rate_card(w, card_id(w, "q1"), REVIEW_DUE, 3, at(DAY + 14, 9, 0));
    rate_card(w, card_id(w, "q1"), REVIEW_REPEAT, 4, at(DAY + 14, 9, 1));
    struct schedule s = schedule_of(w, card_id(w, "q1"));
    assert_memory(w, "q1", (struct memory_step[]){{0, 4}, {7, 5}, {7, 3}, {0, 4}}, 4);
    assert_int_equal(s.interval, 7);
    assert_int_equal(s.due, DAY + 21);
    /* 4, 5, 3 by SM-2: intervals 1, 6, ceil(6 * 2.46); eases 2.50, 2.60, 2.46 */
    assert_int_equal(s.sm2.interval, 15);
    assert_int_equal(s.sm2.ease, 246);
    assert_int_equal(s.lapses, 0);
    switch_to(w, SCHEDULER_SM2, 9000, at(DAY + 15, 9, 0));
    s = schedule_of(w, card_id(w, "q1"));
    assert_int_equal(s.interval, 15);
    assert_int_equal(s.due, DAY + 21);
    assert_folded(w);
}

static void test_regimes__the_log_keeps_what_was_in_force(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    rate_on(w, "q1", 4, DAY);
    switch_to(w, SCHEDULER_FSRS, 8500, at(DAY + 1, 8, 0));
    rate_on(w, "q1", 4, DAY + 1);
    assert_sql(w,
        "SELECT group_concat(ifnull(scheduler, 'none') || ' ' || ifnull(retention, 'none') || ' ' "
        "||"
        " (stability NOT NULL) || ' ' || interval_after, ', ') FROM reviews",
        "none none 0 1, 6 8500 1 7");
    /* the bits of the row are those of the card */
    assert_sql(w,
        "SELECT r.stability = c.stability AND r.difficulty = c.difficulty FROM cards c "
        "JOIN reviews r ON r.review_id = c.last_review_id",
        "1");
}

static void test_regimes__undone_ratings_leave_no_memory(void **state)
{
    struct world *w = *state;
    struct undone undone;
    rate_some(w);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 10, 0));
    rate_card(w, card_id(w, "q2"), REVIEW_DUE, 1, at(DAY + 1, 9, 0));
    assert_memory(w, "q2", (struct memory_step[]){{0, 5}, {1, 1}}, 2);
    world_undo(w->store, &w->deck_id, 1, at(DAY + 1, 10, 0), &undone, &w->err);
    assert_memory(w, "q2", q2_steps, 1);
    assert_int_equal(store_redo(w->store, &undone, &w->err), ERR_NONE);
    assert_memory(w, "q2", (struct memory_step[]){{0, 5}, {1, 1}}, 2);
    assert_folded(w);
}

static void test_regimes__ratings_count_in_the_order_of_time(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 8, 0));
    rate_on(w, "q1", 4, DAY);
    rate_card(w, card_id(w, "q1"), REVIEW_DUE, 5, at(DAY + 9, 9, 0));
    rate_card(w, card_id(w, "q1"), REVIEW_DUE, 2, at(DAY + 5, 9, 0)); /* the clock went back */
    assert_memory(w, "q1", (struct memory_step[]){{0, 4}, {5, 2}, {4, 5}}, 3);
    assert_folded(w);
}

static void test_regimes__changes_by_hand(void **state)
{
    struct world *w = *state;
    rate_some(w);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 10, 0));
    struct changing due = {
        card_id(w, "q2"), NULL, {.kind = CHANGE_SET_DUE, .due = DAY + 30}, at(DAY, 11, 0)};
    struct schedule after;
    assert_int_equal(store_change(w->store, &due, &after, &w->err), ERR_NONE);
    assert_int_equal(after.interval, 30);
    assert_memory(w, "q2", q2_steps, 1);
    struct changing reset = {card_id(w, "q1"), NULL, {.kind = CHANGE_RESET}, at(DAY, 11, 0)};
    assert_int_equal(store_change(w->store, &reset, &after, &w->err), ERR_NONE);
    assert_memory(w, "q1", NULL, 0);
    rate_on(w, "q1", 3, DAY + 2);
    assert_memory(w, "q1", (struct memory_step[]){{0, 3}}, 1);
    assert_folded(w);
}

static void test_regimes__a_schedule_from_elsewhere_gives_a_memory(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 10, 0));
    struct changing set = {card_id(w, "q1"), NULL,
        {.kind = CHANGE_SET, .sm2 = {4, 20, 250}, .due = DAY + 5, .imported = true},
        at(DAY, 11, 0)};
    struct schedule after;
    assert_int_equal(store_change(w->store, &set, &after, &w->err), ERR_NONE);
    assert_float_equal(after.past.memory.state[MEMORY_STABILITY], 20, 0);
    /* 11 - (2.5 - 1) / (exp(1.8722) 20^-0.1666 (exp(0.0796) - 1)) = 6.4139 */
    assert_float_equal(after.past.memory.state[MEMORY_DIFFICULTY], 6.4139, 0.001);
    assert_int_equal(after.past.day, DAY - 15);
    assert_int_equal(after.interval, 20);
    assert_folded(w);
}

/* ---- wishes ---- */

static int regimes_logged(struct world *w)
{
    char text[32];
    return atoi(raw_text(w->db, "SELECT count(*) FROM regimes", text, sizeof text));
}

static void test_regimes__the_same_wish_is_logged_once(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    switch_to(w, SCHEDULER_SM2, 9000, at(DAY, 8, 0));
    assert_int_equal(regimes_logged(w), 0);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 8, 1));
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 8, 2));
    assert_int_equal(regimes_logged(w), 1);
    switch_to(w, SCHEDULER_FSRS, 9500, at(DAY, 8, 3));
    assert_int_equal(regimes_logged(w), 2);
    assert_int_equal(regime_of(w, card_id(w, "q1")).retention, 9500);
}

static void test_regimes__an_undone_switch_stays_undone(void **state)
{
    struct world *w = *state;
    struct regime_switch last;
    rate_some(w);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 10, 0));
    assert_int_equal(store_last_switch(w->store, &last, &w->err), ERR_NONE);
    assert_int_equal(last.decks, 1);
    assert_int_equal(last.scheduler, SCHEDULER_FSRS);
    assert_int_equal(store_undo_switch(w->store, &last, at(DAY, 11, 0), &w->err), ERR_NONE);
    assert_null(regime_of(w, card_id(w, "q1")).scheduler);
    assert_memory(w, "q1", NULL, 0);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 12, 0));
    assert_memory(w, "q1", NULL, 0);
    assert_int_equal(store_undo_switch(w->store, &last, at(DAY, 13, 0), &w->err), ERR_STALE);
    switch_to(w, SCHEDULER_SM2, 9000, at(DAY, 14, 0));
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 15, 0));
    assert_memory(w, "q1", q1_steps, 3);
    assert_folded(w);
}

/* ---- weights ---- */

static void set_weights(struct world *w, bool own, const int32_t *units, struct moment now)
{
    assert_int_equal(store_set_weights(w->store, own ? &w->deck_id : NULL, own,
                         scheduler_called("fsrs"), units, false, now, &w->err),
        ERR_NONE);
}

static float first_stability(struct world *w)
{
    return schedule_of(w, card_id(w, "q2")).past.memory.state[MEMORY_STABILITY];
}

static void test_regimes__own_weights_come_before_shared_ones(void **state)
{
    struct world *w = *state;
    int32_t units[WEIGHTS_MAX];
    memcpy(units, scheduler_called("fsrs")->defaults, sizeof units);
    rate_some(w);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 10, 0));
    assert_float_equal(first_stability(w), 8.2956, 1e-6); /* w3: q2's rating is Easy */
    units[3] = 100000;
    set_weights(w, true, units, at(DAY, 11, 0));
    assert_float_equal(first_stability(w), 10, 0);
    units[3] = 50000;
    set_weights(w, false, units, at(DAY, 12, 0));
    assert_float_equal(first_stability(w), 10, 0);
    set_weights(w, true, NULL, at(DAY, 13, 0));
    assert_float_equal(first_stability(w), 5, 0);
    assert_folded(w);
}

/* ---- a clock that was ahead ---- */

static void assert_in_force(struct world *w, int scheduler, int retention)
{
    struct regime regime;
    assert_int_equal(store_regime(w->store, w->deck_id, &regime, &w->err), ERR_NONE);
    assert_int_equal(regime_number(&regime), scheduler);
    assert_int_equal(regime.retention, retention);
}

static void test_regimes__the_latest_wish_counts_after_a_clock_was_ahead(void **state)
{
    struct world *w = *state;
    struct regime_switch last;
    rate_some(w);
    switch_to(w, SCHEDULER_FSRS, 8000, at(DAY + 400, 10, 0));
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 10, 0));
    assert_in_force(w, SCHEDULER_FSRS, 9000);
    switch_to(w, SCHEDULER_SM2, 0, at(DAY, 11, 0));
    assert_in_force(w, SCHEDULER_SM2, 0);
    switch_to(w, SCHEDULER_SM2, 0, at(DAY, 12, 0));
    assert_sql(w, "SELECT group_concat(study_day) FROM regimes", "20884,20484,20484");
    assert_folded(w);
    /* each is a step of its own to undo */
    assert_int_equal(store_last_switch(w->store, &last, &w->err), ERR_NONE);
    assert_int_equal(store_undo_switch(w->store, &last, at(DAY, 13, 0), &w->err), ERR_NONE);
    assert_in_force(w, SCHEDULER_FSRS, 9000);
    /* and once that time has come, time is what counts again */
    switch_to(w, SCHEDULER_FSRS, 8500, at(DAY + 401, 10, 0));
    assert_in_force(w, SCHEDULER_FSRS, 8500);
    assert_sql(w, "SELECT study_day FROM regimes WHERE retention = 8500", "20885");
    assert_folded(w);
    assert_sound(w);
}

static void test_regimes__the_latest_weights_do_too(void **state)
{
    struct world *w = *state;
    const struct scheduler *fsrs = scheduler_called("fsrs");
    int32_t units[WEIGHTS_MAX], ahead[WEIGHTS_MAX];
    int64_t trained_ms;
    memcpy(units, fsrs->defaults, fsrs->weight_count * sizeof *units);
    memcpy(ahead, units, sizeof ahead);
    units[3] = 77777;
    rate_some(w);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 8, 0));
    set_weights(w, false, ahead, at(DAY + 400, 10, 0));
    assert_int_equal(
        store_last_trained(w->store, fsrs, at(DAY, 11, 0), &trained_ms, &w->err), ERR_NONE);
    assert_true(trained_ms == INT64_MIN);
    set_weights(w, false, units, at(DAY, 10, 0));
    assert_true(first_stability(w) == 7.7777f); /* of a first rating of 5 */
    assert_int_equal(
        store_last_trained(w->store, fsrs, at(DAY, 11, 0), &trained_ms, &w->err), ERR_NONE);
    assert_int_equal(trained_ms, (int64_t)DAY * MS_A_DAY);
    /* no reason to move switches, which weights are not compared with */
    switch_to(w, SCHEDULER_SM2, 0, at(DAY, 10, 0));
    assert_sql(w, "SELECT count(*) FROM regimes WHERE changed_ms > 20485 * 86400000", "2");
    assert_sound(w);
}

/* Which came last, the switch or an event, on day 9 at ten. */
static void test_regimes__the_order_of_a_switch_and_an_event(void **state)
{
    const struct moment now = {10000, 0, 9};
    static const struct {
        struct moment made, event;
        bool is_after;
    } cases[] = {
        {{9000, 0, 9}, {8000, 0, 9}, true},
        {{9000, 0, 9}, {9000, 0, 9}, false},
        {{8000, 0, 9}, {9000, 0, 9}, false},
        {{99000, 0, 9}, {9000, 0, 9}, false},   /* put after one with a clock ahead */
        {{99000, 0, 9}, {5000, 0, 8}, true},    /* and on a later day */
        {{99000, 0, 8}, {9000, 0, 9}, false},   /* or an earlier one */
        {{99000, 0, 90}, {9000, 0, 9}, false},  /* with a clock ahead */
        {{99000, 0, 90}, {98000, 0, 90}, true}, /* as the rating was */
        {{98000, 0, 90}, {99000, 0, 90}, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct regime_switch last = {.at = cases[i].made, .decks = 1};
        if (regime_switch_is_after(&last, cases[i].event, now) != cases[i].is_after)
            fail_msg("case %zu", i);
    }
}

static void test_regimes__a_rating_announced_under_other_weights_is_stale(void **state)
{
    struct world *w = *state;
    int32_t units[WEIGHTS_MAX];
    memcpy(units, scheduler_called("fsrs")->defaults, sizeof units);
    load_cards(w, 1);
    switch_to(w, SCHEDULER_FSRS, 9000, at(DAY, 8, 0));
    struct rated rated = {.card_id = card_id(w, "q1"),
        .kind = REVIEW_NEW,
        .rating = RATING_WELL,
        .at = at(DAY, 9, 0),
        .regime = regime_of(w, card_id(w, "q1")),
        .days = 3};
    struct schedule after;
    units[0]++;
    set_weights(w, false, units, at(DAY, 8, 30));
    assert_int_equal(store_rate(w->store, &rated, &after, &w->err), ERR_STALE);
    assert_sql(w, "SELECT count(*) FROM reviews", "0");
}

/* ---- histories ---- */

static void read_histories(struct world *w, struct histories *histories)
{
    struct card_selection selection;
    struct tag_filter all = {0};
    assert_int_equal(store_select(w->store, &w->deck_id, 1, &all, &selection, &w->err), ERR_NONE);
    assert_int_equal(store_histories(w->store, &selection, histories, &w->err), ERR_NONE);
    selection_done(&selection);
}

static void test_regimes__histories_hold_steps_in_the_order_of_time(void **state)
{
    struct world *w = *state;
    struct histories h;
    rate_some(w);
    rate_card(w, card_id(w, "q1"), REVIEW_DUE, 3, at(DAY + 4, 9, 0));
    rate_card(
        w, card_id(w, "q2"), REVIEW_DUE, 1, at(DAY + 2, 9, 0)); /* earlier, but logged later */
    read_histories(w, &h);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.card_ids[0], card_id(w, "q1"));
    assert_int_equal(h.card_ids[1], card_id(w, "q2"));
    static const struct {
        unsigned days, rating, order;
    } want[] = {{0, 4, 0}, {1, 2, 1}, {0, 4, 3}, {4, 3, 5}, {0, 5, 2}, {2, 1, 4}};
    assert_int_equal(h.first[1], 4);
    assert_int_equal(h.first[2], COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_int_equal(h.steps[i].days, want[i].days);
        assert_int_equal(h.steps[i].rating, want[i].rating);
        assert_int_equal(h.order[i], want[i].order);
    }
    histories_done(&h);
}

static void test_regimes__histories_begin_after_the_last_reset(void **state)
{
    struct world *w = *state;
    struct histories h;
    rate_some(w);
    struct changing reset = {card_id(w, "q1"), NULL, {.kind = CHANGE_RESET}, at(DAY, 11, 0)};
    assert_int_equal(store_change(w->store, &reset, NULL, &w->err), ERR_NONE);
    rate_on(w, "q1", 3, DAY + 2);
    rate_card(w, card_id(w, "q3"), REVIEW_DUE, 4, at(DAY + 2, 9, 0)); /* its beginning is missing */
    read_histories(w, &h);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.first[1], 1);
    assert_int_equal(h.steps[0].rating, 3);
    assert_int_equal(h.steps[0].days, 0);
    assert_int_equal(h.card_ids[1], card_id(w, "q2"));
    histories_done(&h);
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
        TEST(test_regimes__a_switch_replays_the_log_and_keeps_due_days),
        TEST(test_regimes__back_on_sm2_all_is_as_before),
        TEST(test_regimes__sm2_goes_on_beside_it),
        TEST(test_regimes__the_log_keeps_what_was_in_force),
        TEST(test_regimes__undone_ratings_leave_no_memory),
        TEST(test_regimes__ratings_count_in_the_order_of_time),
        TEST(test_regimes__changes_by_hand),
        TEST(test_regimes__a_schedule_from_elsewhere_gives_a_memory),
        TEST(test_regimes__the_same_wish_is_logged_once),
        TEST(test_regimes__an_undone_switch_stays_undone),
        TEST(test_regimes__own_weights_come_before_shared_ones),
        TEST(test_regimes__the_latest_wish_counts_after_a_clock_was_ahead),
        TEST(test_regimes__the_latest_weights_do_too),
        TEST(test_regimes__the_order_of_a_switch_and_an_event),
        TEST(test_regimes__a_rating_announced_under_other_weights_is_stale),
        TEST(test_regimes__histories_hold_steps_in_the_order_of_time),
        TEST(test_regimes__histories_begin_after_the_last_reset),
    };
    return cmocka_run_group_tests_name("regimes", tests, NULL, NULL);
}
