/* Figures about days from the log, as a session uses them: recall, pace, the streak, the hardest
 * cards, the caps, and how long the rest will take. */
#include "unit/sitting.h"

#include "store/days.h"
#include "store/history.h"
#include "store/sql.h"
#include "study/summary.h"

static struct day_tally tally(struct world *w, int from, int to)
{
    struct day_tally got;
    assert_int_equal(store_days(w->store, &w->deck_id, 1, from, to, &got, &w->err), ERR_NONE);
    return got;
}

static int streak(struct world *w, int today)
{
    int days;
    assert_int_equal(store_streak(w->store, today, &days, &w->err), ERR_NONE);
    return days;
}

static struct summary summary_of(struct world *w, int today)
{
    struct summary summary = {0};
    struct session_options options = ORDINARY;
    struct plan_scope scope = {w->store, &w->deck_id, 1, &options, today, 0, NULL, false};
    assert_int_equal(summary_read(&summary, &scope, &w->err), ERR_NONE);
    return summary;
}

/* q1 is new, 4, the day before; on the day it is due and lapses, is repeated; q2 is crammed. */
static void rate_some(struct world *w)
{
    load_cards(w, 3);
    rate_on(w, "q1", 4, DAY - 1);
    rate_card(w, card_id(w, "q1"), REVIEW_DUE, 2, at(DAY, 9, 0));
    rate_card(w, card_id(w, "q1"), REVIEW_REPEAT, 4, at(DAY, 9, 1));
    rate_card(w, card_id(w, "q2"), REVIEW_CRAM, 3, at(DAY, 9, 2));
}

static void test_days__a_tally(void **state)
{
    struct world *w = *state;
    rate_some(w);
    struct day_tally day = tally(w, DAY, DAY), before = tally(w, DAY - 30, DAY - 1);
    assert_int_equal(day.cards, 2); /* the repeat is none */
    assert_int_equal(day.reviews, 1);
    assert_int_equal(day.recalled, 0);
    assert_int_equal(day.spent_ms, 15000);
    assert_int_equal(tally_recall(&day), 0);
    assert_int_equal(tally_pace_ms(&day), 7500);
    assert_int_equal(before.cards, 1);
    assert_int_equal(tally_recall(&before), -1); /* a new card was not due */
    assert_int_equal(tally(w, DAY + 1, DAY + 9).cards, 0);
}

static void test_days__what_was_taken_back_and_other_decks_do_not_count(void **state)
{
    struct world *w = *state;
    struct undone undone;
    rate_some(w);
    assert_int_equal(
        world_undo(w->store, &w->deck_id, 1, at(DAY, 10, 0), &undone, &w->err), ERR_NONE);
    assert_int_equal(tally(w, DAY, DAY).cards, 1);
    int64_t other = w->deck_id + 1;
    struct day_tally got;
    assert_int_equal(store_days(w->store, &other, 1, DAY, DAY, &got, &w->err), ERR_NONE);
    assert_int_equal(got.cards, 0);
}

static void test_days__recall_is_rounded(void **state)
{
    (void)state;
    assert_int_equal(tally_recall(&(struct day_tally){.reviews = 3, .recalled = 2}), 67);
    assert_int_equal(tally_recall(&(struct day_tally){.reviews = 3, .recalled = 1}), 33);
    assert_int_equal(tally_recall(&(struct day_tally){.reviews = 8, .recalled = 1}), 13);
    assert_int_equal(tally_recall(&(struct day_tally){.reviews = 5, .recalled = 5}), 100);
}

static void test_days__a_streak(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    assert_int_equal(streak(w, DAY), 0);
    for (int day = DAY - 6; day <= DAY - 1; day++)
        if (day != DAY - 4)
            rate_card(w, card_id(w, "q1"), REVIEW_CRAM, 4, at(day, 9, 0));
    assert_int_equal(streak(w, DAY), 3); /* not broken while today is not over */
    assert_int_equal(streak(w, DAY - 1), 3);
    assert_int_equal(streak(w, DAY + 1), 0);
    rate_card(w, card_id(w, "q1"), REVIEW_CRAM, 4, at(DAY, 9, 0));
    assert_int_equal(streak(w, DAY), 4);
}

static void test_days__the_hardest(void **state)
{
    struct world *w = *state;
    load_cards(w, 6);
    static const int ratings[] = {3, 1, 5, 2, 1, 2};
    for (int i = 0; i < 6; i++) {
        char question[16];
        snprintf(question, sizeof question, "q%d", i + 1);
        rate_on(w, question, ratings[i], DAY);
    }
    rate_card(w, card_id(w, "q5"), REVIEW_REPEAT, 2, at(DAY, 10, 0)); /* failed twice */
    struct summary s = summary_of(w, DAY);
    static const char *const worst[HARDEST_MAX] = {"q5", "q2", "q4"};
    assert_int_equal(s.hardest_count, HARDEST_MAX);
    for (size_t i = 0; i < HARDEST_MAX; i++)
        assert_string_equal(s.hardest[i].question, worst[i]);
    assert_int_equal(s.hardest[0].worst, 1);
    assert_int_equal(s.hardest[2].worst, 2);
    summary_done(&s);
    s = summary_of(w, DAY + 1);
    assert_int_equal(s.hardest_count, 0);
    summary_done(&s);
}

static void test_days__the_caps(void **state)
{
    struct world *w = *state;
    rate_some(w);
    struct summary s = summary_of(w, DAY);
    assert_int_equal(s.caps.used.new, 0);
    assert_int_equal(s.caps.used.due, 1); /* neither the repeat nor the cram */
    assert_int_equal(s.caps.caps.new_cards, NEW_A_DAY);
    assert_int_equal(s.caps.caps.cards, CAP_UNSET);
    summary_done(&s);
    world_load(w, "deck: d\nnew: 3\nlimit: 9\ncards: [{q: q1, a: a}]\n");
    s = summary_of(w, DAY - 1);
    assert_int_equal(s.caps.used.new, 1);
    assert_int_equal(s.caps.caps.new_cards, 3); /* the deck's own */
    assert_int_equal(s.caps.caps.cards, 9);
    summary_done(&s);
}

/* ---- how long it will take ---- */

static void test_days__an_estimate(void **state)
{
    (void)state;
    const struct pace none = {0, 0}, log = {200000, 10}, few = {4000, 4}, own = {50000, 5};
    assert_int_equal(pace_estimate_ms(none, none, 10), -1);
    assert_int_equal(pace_estimate_ms(log, none, 10), 200000);
    assert_int_equal(pace_estimate_ms(log, few, 10), 200000); /* too few to tell */
    assert_int_equal(pace_estimate_ms(log, own, 10), 100000);
    assert_int_equal(pace_estimate_ms(none, few, 10), 10000);
}

static void test_days__a_session_estimates(void **state)
{
    struct world *w = *state;
    load_cards(w, 10);
    sit(w, ORDINARY, NINE);
    assert_int_equal(session_remaining_ms(&w->session), -1);
    act(w, ACTION_REVEAL, NINE);
    act(w, ACTION_RATE_1 + 3, later(NINE, 6000));
    assert_int_equal(session_remaining_ms(&w->session), 9 * 6000);
    sit(w, ORDINARY, later(NINE, 9000));
    assert_int_equal(session_remaining_ms(&w->session), 9 * 6000); /* the log knows */
}

/* ---- a card's history ---- */

/* The golden sequence of SM-2, each rating on its due day. */
static void test_days__a_history(void **state)
{
    struct world *w = *state;
    static const int ratings[] = {4, 5, 3, 4, 2, 4, 4, 4, 5};
    static const int intervals[] = {1, 6, 15, 37, 1, 6, 15, 37, 95};
    struct card_history history = {0};
    load_cards(w, 2);
    for (int i = 0, day = DAY; i < 9; day += intervals[i++])
        rate_on(w, "q1", ratings[i], day);
    assert_int_equal(card_history_read(w->store, card_id(w, "q1"), &history, &w->err), ERR_NONE);
    assert_int_equal(history.count, 9);
    for (int i = 0, day = DAY; i < 9; day += intervals[i++]) {
        assert_int_equal(event_day(&history.events[i]), day);
        assert_int_equal(history.events[i].review.rating, ratings[i]);
        assert_int_equal(history.events[i].after.sm2.interval, intervals[i]);
        assert_int_equal(history.events[i].after.due, day + intervals[i]);
    }
    assert_int_equal(history.events[8].after.sm2.ease, 256);
    assert_int_equal(history.events[0].review.kind, REVIEW_NEW);
    assert_int_equal(card_history_read(w->store, card_id(w, "q2"), &history, &w->err), ERR_NONE);
    assert_int_equal(history.count, 0);
    card_history_done(&history);
}

/* ---- the log is never read whole ---- */

static int steps(struct world *w, enum sql sql)
{
    return sqlite3_stmt_status(w->store->statements[sql], SQLITE_STMTSTATUS_VM_STEP, 1);
}

static void add_old_reviews(struct world *w, int count)
{
    char sql[512];
    snprintf(sql, sizeof sql,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
        "INSERT INTO reviews(card_id, reviewed_ms, offset_min, study_day, kind, rating, spent_ms, "
        "interval_before, interval_after, ease_before, ease_after, due) "
        "SELECT 1 + i %% 3, i, 0, i / 10, 4, 2, 100, 0, 0, 250, 250, NULL FROM n",
        count);
    raw_run(w->db, sql);
}

static void test_days__the_log_is_not_read_whole(void **state)
{
    static const enum sql queries[] = {SQL_DAYS, SQL_DAY_RATED, SQL_HARDEST, SQL_PACE};
    struct world *w = *state;
    int before[COUNT(queries)];
    struct pace pace;
    load_cards(w, 3);
    add_old_reviews(w, 1000);
    rate_on(w, "q1", 2, DAY);
    for (int pass = 0; pass < 2; pass++) {
        struct summary s = summary_of(w, DAY);
        assert_int_equal(s.hardest_count, 1);
        summary_done(&s);
        assert_int_equal(store_pace(w->store, &pace, &w->err), ERR_NONE);
        for (size_t i = 0; i < COUNT(queries); i++) {
            int took = steps(w, queries[i]);
            if (pass == 0)
                before[i] = took;
            else if (took > before[i] + 10)
                fail_msg("statement %d takes %d steps, with 1/10 of the log %d", (int)queries[i],
                    took, before[i]);
        }
        if (pass == 0)
            add_old_reviews(w, 9000);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_days__a_tally),
        TEST(test_days__what_was_taken_back_and_other_decks_do_not_count),
        TEST(test_days__recall_is_rounded),
        TEST(test_days__a_streak),
        TEST(test_days__the_hardest),
        TEST(test_days__the_caps),
        TEST(test_days__an_estimate),
        TEST(test_days__a_session_estimates),
        TEST(test_days__a_history),
        TEST(test_days__the_log_is_not_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
