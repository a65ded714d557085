/* A session, action by action: showing, rating, repeats, changes in another window, and the final
 * tally. Order and caps are in test_session_plan.c, undo is in test_session_undo.c, the end of the
 * day in test_session_day.c. */
#include "unit/sitting.h"

#include "view/phrases.h"

#include <time.h>

/* The store waits in naps: these take no time while hurry is set. */
static bool hurry;

int nanosleep(const struct timespec *nap, struct timespec *left)
{
    return hurry ? 0 : clock_nanosleep(CLOCK_MONOTONIC, 0, nap, left);
}

static struct store *open_other(struct world *w)
{
    struct store *other;
    assert_int_equal(store_open(&other, w->db, STORE_WRITE, &w->err), ERR_NONE);
    return other;
}

static void begin_other(struct world *w, struct session *session, struct store *other)
{
    struct session_options options = ORDINARY;
    assert_int_equal(
        session_start(session, other, &w->deck_id, 1, &options, NINE, &w->err), ERR_NONE);
}

/* ---- showing ---- */

static void test_session__begins_with_a_question(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_int_equal(w->session.stage, SESSION_QUESTION);
    assert_int_equal(w->session.notice, NOTICE_NONE);
    assert_string_equal(session_title(&w->session), "d");
    assert_left(w, 2, 0, 0);
}

static void test_session__a_rating_before_the_answer_is_refused(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, NINE);
    for (int i = 0; i < 5; i++) {
        act(w, (enum session_action)(ACTION_RATE_1 + i), NINE);
        assert_int_equal(w->session.notice, NOTICE_REVEAL_FIRST);
        assert_int_equal(w->session.stage, SESSION_QUESTION);
    }
    act(w, ACTION_REVEAL, NINE);
    assert_int_equal(w->session.notice, NOTICE_NONE);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    act(w, ACTION_REVEAL, NINE);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    act(w, ACTION_NONE, NINE);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_sql(w, "SELECT count(*) FROM reviews", "0");
}

static void test_session__a_hint_on_request(void **state)
{
    struct world *w = *state;
    world_load(w, "cards:\n- {q: one, a: first, hint: comes before two}\n- {q: two, a: second}\n");
    sit(w, ORDINARY, NINE);
    assert_false(w->session.hint_shown);
    act(w, ACTION_HINT, NINE);
    assert_true(w->session.hint_shown);
    assert_int_equal(w->session.notice, NOTICE_NONE);
    assert_string_equal(w->session.card.card.hint, "comes before two");
    give(w, 4, NINE);
    assert_false(w->session.hint_shown);
    act(w, ACTION_HINT, NINE);
    assert_false(w->session.hint_shown);
    assert_int_equal(w->session.notice, NOTICE_NO_HINT);
}

static void test_session__when_it_is_over_keys_do_nothing(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    assert_over(w);
    assert_string_equal(session_title(&w->session), "d");
    static const enum session_action actions[] = {
        ACTION_NONE, ACTION_REVEAL, ACTION_HINT, ACTION_RATE_1, ACTION_RATE_1 + 4};
    for (size_t i = 0; i < COUNT(actions); i++) {
        act(w, actions[i], NINE);
        assert_over(w);
    }
    assert_sql(w, "SELECT count(*) FROM reviews", "1");
}

static void test_session__a_deck_without_cards_is_over(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards: []\n");
    sit(w, ORDINARY, NINE);
    assert_over(w);
    assert_int_equal(w->session.new_left, 0);
    assert_int_equal(w->session.upcoming.first_day, NO_DAY);
}

/* ---- rating ---- */

static void test_session__a_rating_is_in_the_log(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_REVEAL, later(NINE, 3000));
    act(w, ACTION_RATE_1 + 4, later(NINE, 7000));
    char want[256];
    /* SM-2: 5 gives 2.50 + 0.10, the first interval is 1 */
    snprintf(want, sizeof want, "1|%lld|0|%d|1|5|7000|0|1|250|260|%d|-",
        (long long)later(NINE, 7000).utc_ms, DAY, DAY + 1);
    assert_sql(w,
        "SELECT card_id || '|' || reviewed_ms || '|' || offset_min || '|' || study_day || '|' || "
        "kind || '|' || rating || '|' || spent_ms || '|' || interval_before || '|' || "
        "interval_after || '|' || ease_before || '|' || ease_after || '|' || due || '|' || "
        "ifnull(undone_ms, '-') FROM reviews",
        want);
    assert_sound(w);
}

static void test_session__below_4_is_asked_again_until_4(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, NINE);
    static const int ratings[] = {2, 1, 3, 3};
    for (size_t i = 0; i < COUNT(ratings); i++) {
        assert_shown(w, "q1", i ? REVIEW_REPEAT : REVIEW_NEW);
        give(w, ratings[i], NINE);
    }
    assert_left(w, 0, 1, 0);
    give(w, 5, NINE);
    assert_over(w);
    struct schedule s = schedule_of(w, card_id(w, "q1"));
    assert_int_equal(s.due, DAY + 1); /* of the 2 alone: repeats change neither ease nor interval */
    assert_int_equal(s.sm2.ease, 250);
    assert_int_equal(s.lapses, 1);
    assert_int_equal(s.last_rating, 2);
    assert_int_equal(s.reviews, 5);
    assert_int_equal(s.repeat_day, NO_DAY);
    assert_sql(w, "SELECT group_concat(kind) FROM (SELECT * FROM reviews ORDER BY review_id)",
        "1,3,3,3,3");
}

static void test_session__a_repeat_comes_after_a_few_others(void **state)
{
    struct world *w = *state;
    load_cards(w, 8);
    sit(w, ORDINARY, NINE);
    give(w, 1, NINE);
    assert_order(w, "q2 q3 q4 q5 q1 q6 q7 q8"); /* QUEUE_REPEAT_AFTER others */
}

static void test_session__repeats_survive_quitting(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    give(w, 3, NINE);
    give(w, 4, NINE);
    world_reopen(w);
    sit(w, ORDINARY, at(DAY, 22, 0));
    assert_shown(w, "q1", REVIEW_REPEAT);
    assert_left(w, 1, 1, 0);
}

static void test_session__a_cram_leaves_the_schedule(void **state)
{
    struct world *w = *state;
    struct session_options cram = ORDINARY;
    cram.cram = true;
    load_cards(w, 3);
    make_due(w, "q2", 6, DAY - 2);
    rate_on(w, "q3", 2, DAY);
    struct schedule before[3], after;
    char question[16];
    for (int i = 0; i < 3; i++) {
        snprintf(question, sizeof question, "q%d", i + 1);
        before[i] = schedule_of(w, card_id(w, question));
    }
    sit(w, cram, NINE);
    for (int i = 0; i < 3; i++)
        give(w, 1 + i, NINE); /* all below 4 */
    assert_int_equal(session_left(&w->session).cram, 3);
    char text[1024];
    play_out(w, NINE, text);
    assert_over(w);
    for (int i = 0; i < 3; i++) {
        snprintf(question, sizeof question, "q%d", i + 1);
        after = schedule_of(w, card_id(w, question));
        assert_int_equal(after.due, before[i].due);
        assert_int_equal(after.sm2.interval, before[i].sm2.interval);
        assert_int_equal(after.sm2.ease, before[i].sm2.ease);
        assert_int_equal(after.sm2.repetitions, before[i].sm2.repetitions);
        assert_int_equal(after.lapses, before[i].lapses);
        assert_int_equal(after.last_rating, before[i].last_rating);
        assert_int_equal(after.repeat_day, before[i].repeat_day);
        assert_int_equal(after.reviews, before[i].reviews + 2);
    }
    sit(w, ORDINARY, NINE); /* and everything is still to do */
    assert_left(w, 1, 1, 1);
}

/* ---- when the card would come back ---- */

/* The days after each rating; ratings below 4 also ask again today. */
static void assert_comes_back(
    const struct world *w, int one, int two, int three, int four, int five)
{
    const int want[] = {one, two, three, four, five};
    for (int i = 0; i < 5; i++) {
        struct comeback back = session_comes_back(&w->session, (enum rating)(i + 1));
        assert_int_equal(back.today, i + 1 < 4);
        if (back.days != want[i])
            fail_msg(
                "%s, rated %d: %d days, wanted %d", shown(&w->session), i + 1, back.days, want[i]);
    }
}

static void assert_words(const struct world *w, int rating, const char *want)
{
    char words[PHRASE_SIZE];
    assert_string_equal(
        phrase_comeback(session_comes_back(&w->session, (enum rating)rating), words), want);
}

static void test_session__says_when_a_card_would_come_back(void **state)
{
    struct world *w = *state;
    load_cards(w, 4);
    sit(w, ORDINARY, NINE); /* new: I(1) = 1 */
    assert_comes_back(w, 1, 1, 1, 1, 1);
    assert_words(w, 1, "today, 1 d");
    assert_words(w, 4, "1 d");
    make_due(w, "q1", 1, DAY);
    sit(w, ORDINARY, NINE); /* the second success: I(2) = 6 */
    assert_comes_back(w, 1, 1, 6, 6, 6);
    assert_words(w, 3, "today, 6 d");
    assert_words(w, 5, "6 d");
    act(w, ACTION_REVEAL, NINE);
    assert_comes_back(w, 1, 1, 6, 6, 6);
    give_history(w, "q2", 1);
    make_due(w, "q3", 6, DAY - 30);
    sit(w, ORDINARY, NINE); /* 6 * 2.36 = 14.16, upwards; 6 * 2.5 = 15; 6 * 2.6 = 15.6, upwards */
    assert_shown(w, "q3", REVIEW_DUE);
    assert_comes_back(w, 1, 1, 15, 15, 16);
    assert_words(w, 3, "today, 15 d");
    assert_words(w, 4, "15 d");
    make_due(w, "q4", 15, DAY - 90);
    sit(w, ORDINARY, NINE); /* 15 * 2.36 = 35.4, 15 * 2.5 = 37.5, both upwards; 15 * 2.6 = 39 */
    assert_shown(w, "q4", REVIEW_DUE);
    assert_comes_back(w, 1, 1, 36, 38, 39);
    assert_words(w, 3, "today, 1.2 mo"); /* 36 / 30.44 = 1.183 */
    assert_words(w, 4, "1.2 mo");        /* 38 / 30.44 = 1.248 */
}

static void test_session__what_it_says_is_what_comes(void **state)
{
    struct world *w = *state;
    int day = DAY;
    load_cards(w, 1);
    static const int ratings[] = {4, 5, 4, 5, 5};
    for (size_t i = 0; i < COUNT(ratings); i++) {
        sit(w, ORDINARY, at(day, 9, 0));
        int says = session_comes_back(&w->session, (enum rating)ratings[i]).days;
        give(w, ratings[i], at(day, 9, 1));
        assert_int_equal(schedule_of(w, card_id(w, "q1")).due, day + says);
        assert_int_equal(w->session.upcoming.first_day, day + says);
        day += says;
    }
    sit(w, ORDINARY, at(day, 9, 0)); /* a repeat comes when the rating that it repeats said */
    struct comeback back = session_comes_back(&w->session, RATING_BARELY);
    give(w, 2, at(day, 9, 0));
    assert_true(back.today);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).due, day + back.days);
    assert_int_equal(w->session.kind, REVIEW_REPEAT);
    assert_comes_back(w, 1, 1, 1, 1, 1);
    give(w, 4, at(day, 9, 1));
    assert_int_equal(schedule_of(w, card_id(w, "q1")).due, day + 1);
}

static void test_session__a_repeat_of_a_3_comes_back_as_the_3_said(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    make_due(w, "q1", 6, DAY);
    sit(w, ORDINARY, NINE);
    give(w, 3, NINE); /* ease 2.50 - 0.14; ceil(6 * 2.36) = ceil(14.16) = 15 */
    assert_comes_back(w, 15, 15, 15, 15, 15);
    give(w, 5, NINE);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).due, DAY + 15);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).sm2.ease, 236);
}

static void test_session__in_a_cram_nothing_changes(void **state)
{
    struct world *w = *state;
    struct session_options cram = ORDINARY;
    cram.cram = true;
    load_cards(w, 1);
    sit(w, cram, NINE);
    assert_comes_back(w, -1, -1, -1, -1, -1);
    assert_words(w, 3, "today");
    assert_words(w, 4, "no change");
    give(w, 2, NINE);
    assert_comes_back(w, -1, -1, -1, -1, -1);
}

/* ---- another window ---- */

static void test_session__a_card_rated_elsewhere_is_not_shown(void **state)
{
    struct world *w = *state;
    struct session other = {0};
    load_cards(w, 3);
    struct store *store = open_other(w);
    sit(w, ORDINARY, NINE);
    begin_other(w, &other, store);
    give_in(&other, 4, NINE); /* q1 */
    give_in(&other, 2, NINE); /* q2 */
    act(w, ACTION_REVEAL, NINE);
    assert_int_equal(w->session.notice, NOTICE_RATED_ELSEWHERE);
    assert_int_equal(w->session.stage, SESSION_QUESTION);
    /* q2 is owed a repeat now, and may be asked as that; it is not new any more */
    if (strcmp(shown(&w->session), "q2") == 0) {
        assert_int_equal(w->session.kind, REVIEW_REPEAT);
        give(w, 4, NINE);
    }
    assert_shown(w, "q3", REVIEW_NEW);
    session_done(&other);
    store_close(store);
}

static void test_session__a_rating_of_a_card_rated_elsewhere_is_dropped(void **state)
{
    struct world *w = *state;
    struct session other = {0};
    load_cards(w, 2);
    struct store *store = open_other(w);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_REVEAL, NINE);
    begin_other(w, &other, store);
    give_in(&other, 5, NINE);
    act(w, ACTION_RATE_1 + 1, NINE);
    assert_int_equal(w->session.notice, NOTICE_RATED_ELSEWHERE);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_int_equal(session_tally(&w->session).ratings, 0);
    assert_sql(
        w, "SELECT group_concat(rating) FROM (SELECT * FROM reviews ORDER BY review_id)", "5");
    give(w, 4, NINE);
    assert_over(w);
    session_done(&other);
    store_close(store);
    assert_sound(w);
}

static void test_session__caps_used_up_elsewhere_hold_here(void **state)
{
    struct world *w = *state;
    struct session other = {0};
    struct session_options options = ORDINARY;
    options.caps.new_cards = 4;
    load_cards(w, 8);
    struct store *store = open_other(w);
    sit(w, options, NINE);
    assert_left(w, 4, 0, 0);
    begin_other(w, &other, store); /* with a cap of 20 */
    act_in(&other, ACTION_NONE, NINE);
    for (int i = 0; i < 3; i++)
        give_in(&other, 4, NINE); /* q1, q2, q3 */
    act(w, ACTION_REVEAL, NINE);
    assert_shown(w, "q4", REVIEW_NEW);
    give_in(&other, 4, NINE); /* q4, too */
    act(w, ACTION_REVEAL, NINE);
    assert_over(w);
    session_done(&other);
    store_close(store);
}

static void test_session__a_card_edited_elsewhere_is_shown_as_it_is_now(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    struct store *store = open_other(w), *mine = w->store;
    sit(w, ORDINARY, NINE);
    world_write(w, "deck.yaml", "deck: d\ncards:\n- {q: q1, a: edited}\n");
    w->store = store;
    world_load_file(w, "deck.yaml", DAY);
    w->store = mine;
    act(w, ACTION_REVEAL, NINE);
    assert_string_equal(w->session.card.card.answer, "edited");
    act(w, ACTION_RATE_1 + 3, NINE);
    assert_over(w); /* q2 is retired */
    store_close(store);
}

static void test_session__a_rating_that_is_not_kept_leaves_the_card(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    struct store *store = open_other(w);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_REVEAL, NINE);
    assert_int_equal(store_begin(store, &w->err), ERR_NONE);
    hurry = true;
    act(w, ACTION_RATE_1 + 3, later(NINE, 1000));
    assert_int_equal(w->session.notice, NOTICE_NOT_KEPT);
    assert_int_equal(w->session.problem.code, ERR_BUSY);
    assert_true(w->session.problem.message[0]);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_int_equal(session_tally(&w->session).ratings, 0);
    hurry = false;
    store_rollback(store);
    act(w, ACTION_RATE_1 + 3, later(NINE, 2000));
    assert_shown(w, "q2", REVIEW_NEW);
    assert_int_equal(store_begin(store, &w->err), ERR_NONE);
    hurry = true;
    act(w, ACTION_UNDO, later(NINE, 2500)); /* nor is an undo kept, or a redo to be had */
    assert_int_equal(w->session.notice, NOTICE_NOT_KEPT);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_int_equal(w->session.redo_count, 0);
    hurry = false;
    store_rollback(store);
    assert_sql(
        w, "SELECT group_concat(spent_ms) FROM (SELECT * FROM reviews ORDER BY review_id)", "2000");
    store_close(store);
}

/* ---- time and tally ---- */

static void test_session__a_pause_is_not_time_spent(void **state)
{
    struct world *w = *state;
    load_cards(w, 4);
    sit(w, ORDINARY, NINE);
    give(w, 4, later(NINE, 300000));
    give(w, 4, later(NINE, 300000 + 300001));
    give(w, 4, later(NINE, 0)); /* the clock was set back */
    give(w, 4, later(NINE, 1));
    assert_sql(w, "SELECT group_concat(spent_ms) FROM (SELECT * FROM reviews ORDER BY review_id)",
        "300000,300000,0,1");
    assert_int_equal(session_tally(&w->session).spent_ms, 600001);
}

static void test_session__tally(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    assert_int_equal(session_tally(&w->session).ratings, 0);
    give(w, 2, later(NINE, 1000));  /* q1 */
    give(w, 5, later(NINE, 3000));  /* q2 */
    give(w, 3, later(NINE, 6000));  /* q3 */
    give(w, 1, later(NINE, 10000)); /* q1 again */
    give(w, 4, later(NINE, 15000)); /* q3 */
    struct session_tally tally = session_tally(&w->session);
    static const size_t by_rating[] = {0, 1, 1, 1, 1, 1};
    for (int i = 1; i <= 5; i++)
        assert_int_equal(tally.by_rating[i], by_rating[i]);
    assert_int_equal(tally.cards, 3);
    assert_int_equal(tally.ratings, 5);
    assert_int_equal(tally.finished, 2);
    assert_int_equal(tally.spent_ms, 15000);
    give(w, 4, later(NINE, 21000)); /* q1 */
    assert_over(w);
    tally = session_tally(&w->session);
    assert_int_equal(tally.cards, 3);
    assert_int_equal(tally.finished, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_session__begins_with_a_question),
        TEST(test_session__a_rating_before_the_answer_is_refused),
        TEST(test_session__a_hint_on_request),
        TEST(test_session__when_it_is_over_keys_do_nothing),
        TEST(test_session__a_deck_without_cards_is_over),
        TEST(test_session__a_rating_is_in_the_log),
        TEST(test_session__below_4_is_asked_again_until_4),
        TEST(test_session__a_repeat_comes_after_a_few_others),
        TEST(test_session__repeats_survive_quitting),
        TEST(test_session__a_cram_leaves_the_schedule),
        TEST(test_session__says_when_a_card_would_come_back),
        TEST(test_session__what_it_says_is_what_comes),
        TEST(test_session__a_repeat_of_a_3_comes_back_as_the_3_said),
        TEST(test_session__in_a_cram_nothing_changes),
        TEST(test_session__a_card_rated_elsewhere_is_not_shown),
        TEST(test_session__a_rating_of_a_card_rated_elsewhere_is_dropped),
        TEST(test_session__caps_used_up_elsewhere_hold_here),
        TEST(test_session__a_card_edited_elsewhere_is_shown_as_it_is_now),
        TEST(test_session__a_rating_that_is_not_kept_leaves_the_card),
        TEST(test_session__a_pause_is_not_time_spent),
        TEST(test_session__tally),
    };
    return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
