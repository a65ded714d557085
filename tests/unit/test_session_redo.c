/* Redo restores what was undone in this session; undo asks before it goes into an earlier day. */
#include "unit/sitting.h"

static void redo(struct world *w, enum session_notice want)
{
    act(w, ACTION_REDO, later(NINE, 90000));
    assert_int_equal(w->session.notice, want);
}

static void undo(struct world *w, enum session_notice want)
{
    act(w, ACTION_UNDO, later(NINE, 60000));
    assert_int_equal(w->session.notice, want);
}

/* Counts of events that stand, and of those marked as undone. */
static void assert_log(const struct world *w, const char *standing, const char *undone)
{
    static const char events[] = "SELECT count(*) FROM (SELECT undone_ms FROM reviews UNION ALL "
                                 "SELECT undone_ms FROM changes) WHERE undone_ms IS ";
    char sql[256];
    snprintf(sql, sizeof sql, "%sNULL", events);
    assert_sql(w, sql, standing);
    snprintf(sql, sizeof sql, "%sNOT NULL", events);
    assert_sql(w, sql, undone);
    assert_sound(w);
}

static void test_session_redo__a_rating_stands_again(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    give(w, 4, later(NINE, 5000));
    struct schedule rated = schedule_of(w, card_id(w, "q1"));
    undo(w, NOTICE_UNDONE);
    assert_log(w, "0", "1");
    redo(w, NOTICE_REDONE);
    struct schedule now = schedule_of(w, card_id(w, "q1"));
    assert_same_schedule(&now, &rated);
    assert_log(w, "1", "0");
    assert_shown(w, "q2", REVIEW_NEW);
    assert_int_equal(w->session.stage, SESSION_QUESTION);
    assert_left(w, 2, 0, 0);
    assert_int_equal(session_tally(&w->session).ratings, 1);
    assert_int_equal(session_tally(&w->session).spent_ms, 5000);
    redo(w, NOTICE_NOTHING_TO_REDO);
    assert_order(w, "q2 q3");
}

static void test_session_redo__a_lapse_is_asked_again(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    give(w, 2, NINE);
    undo(w, NOTICE_UNDONE);
    assert_left(w, 2, 0, 0);
    redo(w, NOTICE_REDONE);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 1, 1, 0);
    assert_order(w, "q2 q1");
}

static void test_session_redo__as_often_as_there_were_undos(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    for (int i = 0; i < 3; i++)
        give(w, 3 + i, NINE);
    give(w, 4, NINE); /* q1 again */
    assert_over(w);
    for (int i = 0; i < 4; i++)
        undo(w, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_NEW);
    static const char *const next[] = {"q2", "q3", "q1"};
    for (int i = 0; i < 3; i++) {
        redo(w, NOTICE_REDONE);
        assert_shown(w, next[i], i < 2 ? REVIEW_NEW : REVIEW_REPEAT);
    }
    redo(w, NOTICE_REDONE);
    assert_over(w);
    struct session_tally tally = session_tally(&w->session);
    assert_int_equal(tally.ratings, 4);
    assert_int_equal(tally.cards, 3);
    assert_int_equal(w->session.summary.today.cards, 3);
    redo(w, NOTICE_NOTHING_TO_REDO);
    undo(w, NOTICE_UNDONE); /* and back */
    assert_shown(w, "q1", REVIEW_REPEAT);
    assert_log(w, "3", "1");
}

static void test_session_redo__a_new_rating_or_change_ends_it(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    undo(w, NOTICE_UNDONE);
    act(w, ACTION_RATE_1 + 4, NINE);
    redo(w, NOTICE_NOTHING_TO_REDO);
    assert_log(w, "1", "1");
    undo(w, NOTICE_UNDONE);
    act(w, ACTION_SUSPEND, NINE);
    redo(w, NOTICE_NOTHING_TO_REDO);
    assert_log(w, "1", "2");
}

static void test_session_redo__of_changes(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_LEECH, NINE);
    act(w, ACTION_BURY, NINE);
    assert_shown(w, "q2", REVIEW_NEW);
    undo(w, NOTICE_UNDONE);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_false(w->session.card.schedule.leech);
    redo(w, NOTICE_REDONE);
    assert_shown(w, "q1", REVIEW_NEW); /* a mark does not send the card away */
    assert_true(w->session.card.schedule.leech);
    redo(w, NOTICE_REDONE);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).buried_day, DAY);
    assert_int_equal(w->session.changes, 2);
    assert_log(w, "2", "0");
    assert_order(w, "q2 q3");
}

/* The leech mark that a rating made is undone, and redone, with it. */
static void test_session_redo__of_a_leech(void **state)
{
    struct world *w = *state;
    struct settings settings = {.caps = {CAP_UNSET, CAP_UNSET}, .leech_lapses = 1};
    struct session_options options = ORDINARY;
    options.settings = &settings;
    load_cards(w, 2);
    sit(w, options, NINE);
    act(w, ACTION_REVEAL, NINE);
    act(w, ACTION_RATE_1, NINE);
    assert_int_equal(w->session.stage, SESSION_LEECH);
    undo(w, NOTICE_UNDONE);
    assert_log(w, "0", "2");
    redo(w, NOTICE_REDONE);
    assert_log(w, "2", "0");
    assert_true(schedule_of(w, card_id(w, "q1")).leech);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 1, 1, 0);
}

static void test_session_redo__of_a_cram(void **state)
{
    struct world *w = *state;
    struct session_options cram = ORDINARY;
    cram.cram = true;
    load_cards(w, 2);
    sit(w, cram, NINE);
    give(w, 2, NINE);
    undo(w, NOTICE_UNDONE);
    assert_int_equal(session_left(&w->session).cram, 2);
    redo(w, NOTICE_REDONE);
    assert_int_equal(session_left(&w->session).cram, 2); /* the other card, and the repeat */
    assert_int_equal(w->session.kind, REVIEW_CRAM);
    assert_log(w, "1", "0");
}

/* ---- another window ---- */

static void test_session_redo__not_once_the_card_was_rated_elsewhere(void **state)
{
    struct world *w = *state;
    struct store *store;
    struct session other;
    struct session_options options = ORDINARY;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    undo(w, NOTICE_UNDONE);
    assert_int_equal(store_open(&store, w->db, STORE_WRITE, &w->err), ERR_NONE);
    assert_int_equal(
        session_start(&other, store, &w->deck_id, 1, &options, NINE, &w->err), ERR_NONE);
    give_in(&other, 2, NINE); /* q1 */
    redo(w, NOTICE_CHANGED_ELSEWHERE);
    assert_log(w, "1", "1");
    redo(w, NOTICE_NOTHING_TO_REDO);
    session_done(&other);
    store_close(store);
}

/* The mark is cleared only if it is the one that this session set. */
static void test_session_redo__not_of_another_mark(void **state)
{
    struct world *w = *state;
    struct undone undone;
    load_cards(w, 2);
    rate_on(w, "q1", 4, DAY);
    assert_int_equal(world_undo(w->store, &w->deck_id, 1, NINE, &undone, &w->err), ERR_NONE);
    undone.undone_ms++;
    assert_int_equal(store_redo(w->store, &undone, &w->err), ERR_STALE);
    assert_log(w, "0", "1");
    undone.undone_ms--;
    assert_int_equal(store_redo(w->store, &undone, &w->err), ERR_NONE);
    assert_log(w, "1", "0");
    assert_int_equal(store_redo(w->store, &undone, &w->err), ERR_STALE);
    assert_log(w, "1", "0");
}

/* What was asked about is undone, although another window has rated since. */
static void test_session_redo__yes_is_to_what_was_asked(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    rate_on(w, "q1", 4, DAY - 1);
    sit(w, ORDINARY, NINE);
    undo(w, NOTICE_UNDO_EARLIER);
    rate_on(w, "q3", 4, DAY);
    act(w, ACTION_UNDO_EARLIER, NINE);
    assert_int_equal(w->session.notice, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_int_equal(schedule_of(w, card_id(w, "q3")).reviews, 1);
    assert_log(w, "1", "1");
}

static void test_session_redo__what_was_asked_may_be_gone(void **state)
{
    struct world *w = *state;
    struct undone undone;
    load_cards(w, 3);
    rate_on(w, "q1", 4, DAY - 1);
    sit(w, ORDINARY, NINE);
    undo(w, NOTICE_UNDO_EARLIER);
    assert_int_equal(world_undo(w->store, &w->deck_id, 1, NINE, &undone, &w->err), ERR_NONE);
    act(w, ACTION_UNDO_EARLIER, NINE);
    assert_int_equal(w->session.notice, NOTICE_CHANGED_ELSEWHERE);
    assert_log(w, "0", "1");
}

/* ---- earlier days ---- */

static void test_session_redo__each_earlier_day_is_asked_about_once(void **state)
{
    struct world *w = *state;
    load_cards(w, 4);
    rate_on(w, "q1", 4, DAY - 2);
    rate_on(w, "q2", 4, DAY - 1);
    rate_on(w, "q3", 4, DAY - 1);
    sit(w, ORDINARY, NINE);
    undo(w, NOTICE_UNDO_EARLIER);
    act(w, ACTION_DECLINE, NINE);
    assert_log(w, "3", "0");
    act(w, ACTION_UNDO_EARLIER, NINE); /* yes, when nothing is asked */
    assert_log(w, "3", "0");
    undo(w, NOTICE_UNDO_EARLIER);
    undo(w, NOTICE_UNDO_EARLIER); /* u is no answer: it asks again */
    act(w, ACTION_UNDO_EARLIER, NINE);
    assert_shown(w, "q3", REVIEW_NEW);
    undo(w, NOTICE_UNDONE);
    assert_shown(w, "q2", REVIEW_NEW);
    undo(w, NOTICE_UNDO_EARLIER); /* the day before */
    act(w, ACTION_UNDO_EARLIER, NINE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_log(w, "0", "3");
    for (int i = 0; i < 3; i++)
        redo(w, NOTICE_REDONE);
    assert_log(w, "3", "0");
}

static void test_session_redo__a_new_rating_lets_it_be_asked_again(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    rate_on(w, "q1", 4, DAY - 1);
    rate_on(w, "q2", 4, DAY - 1);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_UNDO, NINE);
    act(w, ACTION_UNDO_EARLIER, NINE);
    assert_shown(w, "q2", REVIEW_NEW);
    act(w, ACTION_RATE_1 + 3, NINE);
    undo(w, NOTICE_UNDONE);
    undo(w, NOTICE_UNDO_EARLIER);
}

/* The card is due today because of the rating that is redone. */
static void test_session_redo__a_card_that_is_due_by_it_stays(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    rate_on(w, "q1", 2, DAY - 1);
    sit(w, ORDINARY, NINE);
    assert_left(w, 1, 0, 1);
    undo(w, NOTICE_UNDO_EARLIER);
    act(w, ACTION_UNDO_EARLIER, NINE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_left(w, 2, 0, 0);
    redo(w, NOTICE_REDONE);
    assert_left(w, 1, 0, 1);
    assert_order(w, "q2 q1");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_session_redo__a_rating_stands_again),
        TEST(test_session_redo__a_lapse_is_asked_again),
        TEST(test_session_redo__as_often_as_there_were_undos),
        TEST(test_session_redo__a_new_rating_or_change_ends_it),
        TEST(test_session_redo__of_changes),
        TEST(test_session_redo__of_a_leech),
        TEST(test_session_redo__of_a_cram),
        TEST(test_session_redo__not_once_the_card_was_rated_elsewhere),
        TEST(test_session_redo__not_of_another_mark),
        TEST(test_session_redo__yes_is_to_what_was_asked),
        TEST(test_session_redo__what_was_asked_may_be_gone),
        TEST(test_session_redo__each_earlier_day_is_asked_about_once),
        TEST(test_session_redo__a_new_rating_lets_it_be_asked_again),
        TEST(test_session_redo__a_card_that_is_due_by_it_stays),
    };
    return cmocka_run_group_tests_name("session_redo", tests, NULL, NULL);
}
