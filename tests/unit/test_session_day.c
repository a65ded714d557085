/* The study day ends at 04:00 local time, even during a session: each rating counts for the day on
 * which it is given. */
#include "unit/sitting.h"

#include "view/phrases.h"

#define BEFORE at(DAY + 1, 3, 59) /* still DAY */
#define AFTER  at(DAY + 1, 4, 0)  /* DAY + 1 */

static void assert_days(const struct world *w, const char *want_format, int first, int second)
{
    char want[64];
    snprintf(want, sizeof want, want_format, first, second);
    assert_sql(
        w, "SELECT group_concat(study_day) FROM (SELECT * FROM reviews ORDER BY review_id)", want);
}

static void test_session_day__ends_at_four(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, BEFORE);
    give(w, 4, later(AFTER, -1));
    give(w, 4, AFTER);
    assert_days(w, "%d,%d", DAY, DAY + 1);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).due, DAY + 1);
    assert_int_equal(schedule_of(w, card_id(w, "q2")).due, DAY + 2);
}

/* Four in the morning where the user is. */
static void test_session_day__is_local(void **state)
{
    struct world *w = *state;
    static const struct {
        int offset_min, hour, minute, day; /* hour and minute in UTC of DAY */
    } cases[] = {{60, 2, 59, DAY - 1}, {60, 3, 0, DAY}, {-300, 8, 59, DAY - 1}, {-300, 9, 0, DAY},
        {330, 22, 29, DAY}, {330, 22, 30, DAY + 1}};
    load_cards(w, COUNT(cases));
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t utc_ms = at(DAY, cases[i].hour, cases[i].minute).utc_ms;
        struct moment now = moment_at(utc_ms, cases[i].offset_min);
        char sql[192], want[48];
        sit(w, ORDINARY, now);
        give(w, 4, now);
        snprintf(sql, sizeof sql,
            "SELECT study_day || ' ' || offset_min || ' ' || (due - interval_after) FROM reviews "
            "WHERE review_id = %zu",
            i + 1);
        snprintf(want, sizeof want, "%d %d %d", cases[i].day, cases[i].offset_min, cases[i].day);
        assert_sql(w, sql, want);
    }
}

static void test_session_day__a_new_card_may_be_shown_across_its_end(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, BEFORE);
    act(w, ACTION_REVEAL, BEFORE);
    act(w, ACTION_RATE_1 + 3, AFTER);
    assert_sql(w, "SELECT group_concat(kind) FROM (SELECT * FROM reviews ORDER BY review_id)", "1");
    assert_int_equal(schedule_of(w, card_id(w, "q1")).due, DAY + 2);
    assert_sound(w);
}

/* A repeat that the day has ended for is a review, where the card is due. */
static void test_session_day__a_repeat_becomes_a_review(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, BEFORE);
    give(w, 2, BEFORE);
    give(w, 4, AFTER); /* q2 */
    assert_shown(w, "q1", REVIEW_DUE);
    assert_left(w, 0, 0, 1);
    give(w, 4, AFTER);
    assert_over(w);
    assert_sql(
        w, "SELECT group_concat(kind) FROM (SELECT * FROM reviews ORDER BY review_id)", "1,1,2");
    struct schedule s = schedule_of(w, card_id(w, "q1"));
    assert_int_equal(s.sm2.interval, 6); /* the second repetition since the lapse began it anew */
    assert_int_equal(s.due, DAY + 1 + 6);
}

static void test_session_day__a_repeat_that_is_shown_becomes_a_review(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, BEFORE);
    give(w, 2, BEFORE);
    assert_shown(w, "q1", REVIEW_REPEAT);
    act(w, ACTION_REVEAL, AFTER);
    int says = session_comes_back(&w->session, RATING_WELL).days;
    act(w, ACTION_RATE_1 + 3, AFTER);
    struct schedule s = schedule_of(w, card_id(w, "q1"));
    assert_int_equal(s.due, DAY + 1 + 6);
    assert_int_equal(s.due, DAY + 1 + says); /* and it was announced so */
}

/* Not due, and its day is over: it is not asked again. */
static void test_session_day__a_repeat_that_is_not_due_lapses(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    make_due(w, "q1", 6, DAY);
    sit(w, ORDINARY, BEFORE);
    assert_shown(w, "q1", REVIEW_DUE);
    give(w, 3, BEFORE); /* in 15 days */
    give(w, 4, AFTER);
    assert_over(w);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).due, DAY + 15);
    sit(w, ORDINARY, AFTER);
    assert_over(w);
}

/* The same while it is shown: whatever it is logged as, the schedule stays. */
static void test_session_day__a_repeat_shown_across_its_end_leaves_the_schedule(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    make_due(w, "q1", 6, DAY);
    sit(w, ORDINARY, BEFORE);
    give(w, 3, BEFORE);
    assert_shown(w, "q1", REVIEW_REPEAT);
    act(w, ACTION_REVEAL, BEFORE);
    act(w, ACTION_RATE_1 + 3, AFTER);
    struct schedule s = schedule_of(w, card_id(w, "q1"));
    assert_int_equal(s.due, DAY + 15);
    assert_int_equal(s.sm2.ease, 236);
    assert_over(w);
}

static void test_session_day__each_day_has_its_caps(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.caps.new_cards = 2;
    load_cards(w, 6);
    sit(w, options, BEFORE);
    give(w, 4, BEFORE);
    give(w, 4, AFTER);
    assert_left(
        w, 1, 0, 1); /* the new day's plan: one of its two, and the card of the day before */
    sit(w, options, AFTER);
    assert_left(w, 1, 0, 1);
}

static void test_session_day__undo_reaches_back_across_its_end(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, BEFORE);
    give(w, 2, BEFORE);
    act(w, ACTION_UNDO, AFTER);
    assert_int_equal(w->session.notice, NOTICE_UNDO_EARLIER);
    act(w, ACTION_UNDO_EARLIER, AFTER);
    assert_int_equal(w->session.notice, NOTICE_UNDONE);
    assert_shown(w, "q1", REVIEW_NEW);
    act(w, ACTION_RATE_1 + 1, AFTER);
    give(w, 4, AFTER);
    assert_shown(w, "q1", REVIEW_REPEAT);
    assert_int_equal(schedule_of(w, card_id(w, "q1")).repeat_day, DAY + 1);
}

/* Left open when it was over, and found again days later: what it says of the days to come must be
 * of days to come. */
static void test_session_day__what_comes_next_is_never_in_the_past(void **state)
{
    struct world *w = *state;
    load_cards(w, 1);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    assert_over(w);
    for (int days = 0; days < 5; days++) {
        act(w, ACTION_NONE, at(DAY + days, 9, 0));
        if (days > 0)
            assert_shown(w, "q1", REVIEW_DUE); /* a new day begins with what is due on it */
        int first = w->session.upcoming.first_day;
        if (w->session.stage == SESSION_OVER && first != NO_DAY && first <= w->session.today)
            fail_msg("%d days later: next is in %d days", days, first - w->session.today);
        struct buf words = {0};
        phrase_upcoming(&w->session, false, &words);
        assert_null(strstr(buf_string(&words), "no change"));
        buf_done(&words);
    }
}

/* ---- the next morning ---- */

static void test_session_day__any_key_begins_the_next(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.caps.new_cards = 1;
    load_cards(w, 3);
    sit(w, options, NINE);
    give(w, 2, NINE);
    give(w, 4, NINE);
    assert_over(w);
    act(w, ACTION_NONE, BEFORE); /* not yet */
    assert_over(w);
    act(w, ACTION_NONE, AFTER);
    assert_left(w, 1, 0, 1); /* what is due, and the day's new card */
    assert_int_equal(w->session.stage, SESSION_QUESTION);
}

/* The day ends among the cards of the plan: those of the next day follow. */
static void test_session_day__the_next_follows_what_was_left(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.caps.new_cards = 2;
    load_cards(w, 5);
    make_due(w, "q5", 6, DAY + 1);
    sit(w, options, BEFORE);
    assert_shown(w, "q1", REVIEW_NEW);
    give(w, 4, BEFORE);      /* due on the day that follows */
    give(w, 4, AFTER);       /* q2, of that day's two */
    assert_left(w, 1, 0, 2); /* q3; q1 and q5 */
    char text[1024];
    assert_int_equal(strlen(play_out(w, AFTER, text)), strlen("q1 q3 q5"));
    assert_over(w);
}

/* A cram asks each card once, whatever the time. */
static void test_session_day__a_cram_goes_on_to_its_end(void **state)
{
    struct world *w = *state;
    struct session_options cram = ORDINARY;
    cram.cram = true;
    load_cards(w, 2);
    sit(w, cram, BEFORE);
    give(w, 4, BEFORE);
    give(w, 4, AFTER);
    assert_over(w);
}

/* A cram was yesterday's wish: the new day begins with its reviews. */
static void test_session_day__a_cram_ends_with_its_day(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    give(w, 4, NINE);
    act(w, ACTION_CRAM, NINE);
    give(w, 4, NINE);
    give(w, 4, NINE);
    assert_over(w);
    act(w, ACTION_NONE, AFTER);
    assert_left(w, 0, 0, 2);
    assert_int_equal(w->session.kind, REVIEW_DUE);
}

static void test_session_day__undo_comes_before_the_next(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    give(w, 4, NINE);
    give(w, 4, NINE);
    assert_over(w);
    act(w, ACTION_UNDO, AFTER);
    assert_int_equal(w->session.notice, NOTICE_UNDO_EARLIER);
    act(w, ACTION_UNDO_EARLIER, AFTER);
    assert_int_equal(w->session.notice, NOTICE_UNDONE);
    assert_shown(w, "q2", REVIEW_NEW);
    act(w, ACTION_RATE_1 + 3, AFTER);
    assert_shown(w, "q1", REVIEW_DUE); /* and then the new day */
    give(w, 4, AFTER);
    assert_over(w);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_session_day__ends_at_four),
        TEST(test_session_day__is_local),
        TEST(test_session_day__a_new_card_may_be_shown_across_its_end),
        TEST(test_session_day__a_repeat_becomes_a_review),
        TEST(test_session_day__a_repeat_that_is_shown_becomes_a_review),
        TEST(test_session_day__a_repeat_that_is_not_due_lapses),
        TEST(test_session_day__a_repeat_shown_across_its_end_leaves_the_schedule),
        TEST(test_session_day__each_day_has_its_caps),
        TEST(test_session_day__undo_reaches_back_across_its_end),
        TEST(test_session_day__what_comes_next_is_never_in_the_past),
        TEST(test_session_day__any_key_begins_the_next),
        TEST(test_session_day__the_next_follows_what_was_left),
        TEST(test_session_day__a_cram_goes_on_to_its_end),
        TEST(test_session_day__a_cram_ends_with_its_day),
        TEST(test_session_day__undo_comes_before_the_next),
    };
    return cmocka_run_group_tests_name("session_day", tests, NULL, NULL);
}
