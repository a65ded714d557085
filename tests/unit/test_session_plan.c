/* What a session asks, and in which order: repeats left from earlier today, then due reviews with
 * new cards among them, within the day's caps; and crams, which ask any card. */
#include "unit/sitting.h"

/* ---- order ---- */

static void test_session_plan__the_most_overdue_comes_first(void **state)
{
    struct world *w = *state;
    load_cards(w, 5);
    make_due(w, "q1", 6, DAY);       /* 0 of its interval overdue */
    make_due(w, "q2", 15, DAY - 33); /* 2.2 */
    make_due(w, "q3", 1, DAY - 2);   /* 2 */
    make_due(w, "q4", 6, DAY - 6);   /* 1 */
    make_due(w, "q5", 1, DAY - 3);   /* 3 */
    sit(w, ORDINARY, NINE);
    assert_left(w, 0, 0, 5);
    assert_shown(w, "q5", REVIEW_DUE);
    assert_order(w, "q5 q2 q3 q4 q1");
}

static void test_session_plan__what_is_due_later_is_not_asked(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    make_due(w, "q1", 6, DAY + 1);
    make_due(w, "q2", 1, DAY);
    make_due(w, "q3", 15, DAY + 2);
    sit(w, ORDINARY, NINE);
    assert_order(w, "q2");
    assert_over(w);
    assert_int_equal(w->session.ahead.day, DAY + 1);
    assert_int_equal(w->session.ahead.cards.due, 1);
    assert_int_equal(w->session.ahead.due[0], 1); /* q1 tomorrow */
    assert_int_equal(w->session.ahead.due[1], 1); /* q3 */
    assert_int_equal(w->session.ahead.due[5], 1); /* q2, its second success: 6 days */
}

static void test_session_plan__new_cards_come_in_the_order_of_the_file(void **state)
{
    struct world *w = *state;
    load_cards(w, 4);
    world_load(w, "deck: d\ncards:\n- {q: q4, a: answer 4}\n- {q: q2, a: answer 2}\n"
                  "- {cloze: '{{a}} {{b}}'}\n- {q: q1, a: answer 1}\n");
    struct session_options options = ORDINARY;
    options.settings = &siblings_together;
    sit(w, options, NINE);
    assert_left(w, 5, 0, 0);
    assert_order(w, "q4 q2 [...] b a [...] q1");
}

/* "Also asked the other way round": after the way in which it is written. */
static void test_session_plan__a_card_comes_before_its_reverse(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- {q: hund, a: dog, reverse: true}\n"
                  "- {q: katze, a: cat, reverse: true}\n");
    struct session_options options = ORDINARY;
    options.settings = &siblings_together;
    sit(w, options, NINE);
    assert_order(w, "hund dog katze cat");
}

static void test_session_plan__new_cards_are_spread_among_reviews(void **state)
{
    struct world *w = *state;
    load_cards(w, 9);
    for (int i = 4; i <= 9; i++) {
        char question[16];
        snprintf(question, sizeof question, "q%d", i);
        make_due(w, question, 6, DAY - 14 + i); /* q4 the most overdue */
    }
    sit(w, ORDINARY, NINE);
    assert_left(w, 3, 0, 6);
    assert_order(w, "q4 q5 q1 q6 q7 q2 q8 q9 q3");
}

static void test_session_plan__repeats_of_today_come_first(void **state)
{
    struct world *w = *state;
    load_cards(w, 5);
    make_due(w, "q5", 6, DAY - 1);
    rate_on(w, "q3", 2, DAY);
    rate_on(w, "q1", 3, DAY);
    rate_on(w, "q4", 4, DAY);
    rate_on(w, "q5", 1, DAY);
    sit(w, ORDINARY, at(DAY, 20, 0));
    assert_left(w, 1, 3, 0);
    assert_shown(w, "q3", REVIEW_REPEAT);
    assert_order(w, "q3 q1 q5 q2"); /* in the order in which they were rated */
}

static void test_session_plan__repeats_of_yesterday_are_reviews(void **state)
{
    struct world *w = *state;
    load_cards(w, 2);
    rate_on(w, "q1", 2, DAY - 1);
    rate_on(w, "q2", 3, DAY - 1);
    sit(w, ORDINARY, NINE);
    assert_left(w, 0, 0, 2); /* both have an interval of 1 day */
}

static void test_session_plan__the_seed_decides_among_equals(void **state)
{
    struct world *w = *state;
    char first[1024], again[1024];
    load_cards(w, 20);
    for (int i = 1; i <= 20; i++) {
        char question[16];
        snprintf(question, sizeof question, "q%d", i);
        make_due(w, question, 1, DAY);
    }
    static const uint64_t seeds[] = {1, 1, 2};
    bool differs = false;
    for (size_t i = 0; i < COUNT(seeds); i++) {
        struct session_options options = ORDINARY;
        options.seed = seeds[i];
        sit(w, options, NINE);
        play_out(w, NINE, i ? again : first);
        if (i == 1)
            assert_string_equal(first, again);
        differs = i == 2 && strcmp(first, again) != 0;
        for (int k = 0; k < 20; k++)
            act(w, ACTION_UNDO, NINE);
    }
    assert_true(differs);
}

static void test_session_plan__retired_cards_are_not_asked(void **state)
{
    struct world *w = *state;
    load_cards(w, 6);
    make_due(w, "q5", 1, DAY);
    rate_on(w, "q6", 2, DAY);
    load_cards(w, 2);
    sit(w, ORDINARY, NINE);
    assert_order(w, "q1 q2");
    struct session_options cram = ORDINARY;
    cram.cram = true;
    sit(w, cram, NINE);
    assert_int_equal(session_left_total(&w->session), 2);
}

/* ---- the day's caps ---- */

static void test_session_plan__new_cards_are_capped_for_the_day(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.caps.new_cards = 3;
    load_cards(w, 10);
    sit(w, options, NINE);
    assert_left(w, 3, 0, 0);
    give(w, 4, NINE);
    give(w, 2, NINE);
    sit(w, options, at(DAY, 12, 0)); /* the program is started again */
    assert_left(w, 1, 1, 0);
    assert_order(w, "q2 q3");
    world_reopen(w);
    sit(w, options, at(DAY, 23, 0));
    assert_over(w);
    assert_true(w->session.new_left > 0);
    sit(w, options, at(DAY + 1, 3, 59)); /* the same study day */
    assert_over(w);
    sit(w, options, at(DAY + 1, 4, 0));
    assert_left(w, 3, 0, 3);
}

static void test_session_plan__no_new_cards_where_none_are_wanted(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.caps.new_cards = 0;
    load_cards(w, 3);
    make_due(w, "q3", 1, DAY);
    sit(w, options, NINE);
    assert_order(w, "q3");
}

static void test_session_plan__the_limit_counts_new_and_due(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.caps.cards = 4;
    load_cards(w, 12);
    for (int i = 7; i <= 12; i++) {
        char question[16];
        snprintf(question, sizeof question, "q%d", i);
        make_due(w, question, 6, DAY - 20 + i);
    }
    sit(w, options, NINE);
    assert_left(w, 2, 0, 2); /* mixed as they would be without it */
    assert_shown(w, "q7", REVIEW_DUE);
    give(w, 1, NINE); /* its repeat does not count */
    assert_left(w, 2, 1, 1);
    give(w, 4, NINE);
    give(w, 4, NINE);
    sit(w, options, at(DAY, 12, 0));
    struct session_counts left = session_left(&w->session);
    assert_int_equal(left.new + left.due, 1);
    assert_int_equal(left.repeat, 1);
    char text[1024];
    play_out(w, at(DAY, 12, 0), text);
    sit(w, options, at(DAY, 13, 0));
    assert_over(w);
}

static void test_session_plan__a_limit_of_none(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.caps.cards = 0;
    load_cards(w, 3);
    make_due(w, "q3", 1, DAY);
    sit(w, options, NINE);
    assert_over(w);
    rate_on(w, "q1", 2, DAY);
    sit(w, options, NINE); /* a repeat that is owed is asked all the same */
    assert_left(w, 0, 1, 0);
}

static void test_session_plan__what_is_undone_is_not_counted(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.caps.new_cards = 2;
    load_cards(w, 5);
    sit(w, options, NINE);
    give(w, 4, NINE);
    give(w, 4, NINE);
    assert_over(w);
    act(w, ACTION_UNDO, NINE);
    sit(w, options, NINE);
    assert_left(w, 1, 0, 0);
    assert_shown(w, "q2", REVIEW_NEW);
}

static void test_session_plan__a_cram_does_not_count(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY, cram = ORDINARY;
    options.caps = (struct caps){2, 2};
    cram.cram = true;
    load_cards(w, 5);
    char text[1024];
    sit(w, cram, NINE);
    play_out(w, NINE, text);
    sit(w, options, NINE);
    assert_left(w, 2, 0, 0);
}

static void test_session_plan__more_new_cards_on_demand(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.caps.new_cards = 1;
    options.caps.cards = 1;
    char text[1024];
    load_cards(w, 24);
    sit(w, options, NINE);
    give(w, 4, NINE);
    assert_over(w);
    act(w, ACTION_MORE_NEW, NINE);
    assert_int_equal(w->session.notice, NOTICE_NONE);
    assert_left(w, NEW_A_DAY, 0, 0);
    assert_shown(w, "q2", REVIEW_NEW);
    act(w, ACTION_MORE_NEW, NINE); /* not now */
    assert_left(w, NEW_A_DAY, 0, 0);
    play_out(w, NINE, text);
    act(w, ACTION_MORE_NEW, NINE);
    assert_left(w, 3, 0, 0);
    play_out(w, NINE, text);
    assert_string_equal(text, "q22 q23 q24");
    act(w, ACTION_MORE_NEW, NINE);
    assert_int_equal(w->session.notice, NOTICE_NO_MORE_NEW);
    assert_over(w);
}

/* ---- several decks, tags ---- */

static void test_session_plan__caps_hold_for_all_decks_together(void **state)
{
    struct world *w = *state;
    int64_t decks[2];
    struct session_options options = ORDINARY;
    options.caps.new_cards = 3;
    load_cards(w, 2);
    decks[0] = w->deck_id;
    world_write(w, "e.yaml", "deck: e\ncards:\n- {q: e1}\n- {q: e2}\n- {q: e3}\n");
    world_load_file(w, "e.yaml", DAY);
    decks[1] = w->deck_id;
    assert_int_equal(
        session_start(&w->session, w->store, decks, 2, &options, NINE, &w->err), ERR_NONE);
    assert_left(w, 3, 0, 0);
    give(w, 4, NINE);
    session_done(&w->session);
    assert_int_equal(
        session_start(&w->session, w->store, decks, 2, &options, NINE, &w->err), ERR_NONE);
    assert_order(w, "q2 e1");
}

static void test_session_plan__tags_narrow_all_of_it(void **state)
{
    struct world *w = *state;
    static const char *const terms[] = {"a"};
    struct session_options options = ORDINARY;
    options.filter = (struct tag_filter){terms, 1};
    world_load(w, "deck: d\ntags: [all]\ncards:\n- {q: n1, tags: [a]}\n- {q: n2, tags: [b]}\n"
                  "- {q: d1, tags: [b]}\n- {q: d2, tags: ['a::sub', b]}\n"
                  "- {q: r1, tags: [b]}\n- {q: r2, tags: [b, a]}\n");
    make_due(w, "d1", 1, DAY);
    make_due(w, "d2", 1, DAY);
    rate_on(w, "r1", 2, DAY);
    rate_on(w, "r2", 2, DAY);
    sit(w, options, NINE);
    assert_left(w, 1, 1, 1);
    options.cram = true;
    sit(w, options, NINE);
    assert_int_equal(session_left_total(&w->session), 3);
    static const char *const all[] = {"all"};
    options.filter.terms = all; /* the deck's tags are on every card */
    options.cram = false;
    sit(w, options, NINE);
    assert_left(w, 2, 2, 2);
    static const char *const none[] = {"zzz"};
    options.filter.terms = none;
    sit(w, options, NINE);
    assert_over(w);
    assert_int_equal(w->session.new_left, 0);
}

/* ---- cram ---- */

static void test_session_plan__a_cram_asks_any_card_once(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    char first[1024], again[1024];
    options.cram = true;
    load_cards(w, 20);
    make_due(w, "q3", 15, DAY + 9);
    make_due(w, "q4", 1, DAY);
    sit(w, options, NINE);
    assert_int_equal(session_left(&w->session).cram, 20);
    play_out(w, NINE, first);
    assert_sql(w, "SELECT count(DISTINCT card_id) FROM reviews WHERE kind = 4", "20");
    sit(w, options, NINE);
    assert_string_equal(play_out(w, NINE, again), first);
    options.seed++;
    sit(w, options, NINE);
    assert_string_not_equal(play_out(w, NINE, again), first);
    options.caps.cards = 7;
    sit(w, options, NINE);
    assert_int_equal(session_left(&w->session).cram, 7);
}

static void test_session_plan__a_cram_follows_when_it_is_over(void **state)
{
    struct world *w = *state;
    load_cards(w, 3);
    sit(w, ORDINARY, NINE);
    act(w, ACTION_CRAM, NINE); /* not now */
    assert_left(w, 3, 0, 0);
    assert_order(w, "q1 q2 q3");
    act(w, ACTION_CRAM, NINE);
    assert_int_equal(session_left(&w->session).cram, 3);
    assert_int_equal(w->session.kind, REVIEW_CRAM);
    char text[1024];
    play_out(w, NINE, text);
    assert_sql(w, "SELECT count(*) FROM reviews WHERE kind = 4", "3");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_session_plan__the_most_overdue_comes_first),
        TEST(test_session_plan__what_is_due_later_is_not_asked),
        TEST(test_session_plan__new_cards_come_in_the_order_of_the_file),
        TEST(test_session_plan__a_card_comes_before_its_reverse),
        TEST(test_session_plan__new_cards_are_spread_among_reviews),
        TEST(test_session_plan__repeats_of_today_come_first),
        TEST(test_session_plan__repeats_of_yesterday_are_reviews),
        TEST(test_session_plan__the_seed_decides_among_equals),
        TEST(test_session_plan__retired_cards_are_not_asked),
        TEST(test_session_plan__new_cards_are_capped_for_the_day),
        TEST(test_session_plan__no_new_cards_where_none_are_wanted),
        TEST(test_session_plan__the_limit_counts_new_and_due),
        TEST(test_session_plan__a_limit_of_none),
        TEST(test_session_plan__what_is_undone_is_not_counted),
        TEST(test_session_plan__a_cram_does_not_count),
        TEST(test_session_plan__more_new_cards_on_demand),
        TEST(test_session_plan__caps_hold_for_all_decks_together),
        TEST(test_session_plan__tags_narrow_all_of_it),
        TEST(test_session_plan__a_cram_asks_any_card_once),
        TEST(test_session_plan__a_cram_follows_when_it_is_over),
    };
    return cmocka_run_group_tests_name("session_plan", tests, NULL, NULL);
}
