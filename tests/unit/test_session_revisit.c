/* A session whose cards were changed in the browser meanwhile. */
#include "unit/sitting.h"

#include "store/changes.h"

static void change(struct world *w, const char *question, enum change_kind kind, int due)
{
    struct changing changing = {card_id(w, question), NULL, {.kind = kind, .due = due}, NINE};
    assert_int_equal(store_change(w->store, &changing, NULL, &w->err), ERR_NONE);
}

static void revisit(struct world *w)
{
    assert_int_equal(session_revisit(&w->session, NINE, &w->err), ERR_NONE);
}

/* q1 is due, q2 to q4 are new. */
static void sit_with_four(struct world *w)
{
    load_cards(w, 4);
    make_due(w, "q1", 1, DAY);
    sit(w, ORDINARY, NINE);
    assert_shown(w, "q1", REVIEW_DUE);
    assert_left(w, 3, 0, 1);
}

static void test_revisit__nothing_that_matters_here(void **state)
{
    struct world *w = *state;
    sit_with_four(w);
    act(w, ACTION_REVEAL, NINE);
    change(w, "q1", CHANGE_LEECH, NO_DAY);
    revisit(w);
    assert_shown(w, "q1", REVIEW_DUE);
    assert_int_equal(w->session.stage, SESSION_ANSWER);
    assert_true(w->session.card.schedule.leech);
    assert_left(w, 3, 0, 1);
    act(w, ACTION_RATE_1 + 3, NINE); /* it was not changed elsewhere */
    assert_int_equal(w->session.notice, NOTICE_NONE);
    assert_int_equal(w->session.rating_count, 1);
    assert_left(w, 3, 0, 0);
    assert_order(w, "q2 q3 q4");
}

static void test_revisit__the_card_shown_is_suspended(void **state)
{
    struct world *w = *state;
    sit_with_four(w);
    change(w, "q1", CHANGE_SUSPEND, NO_DAY);
    change(w, "q3", CHANGE_BURY, NO_DAY);
    revisit(w);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 2, 0, 0);
    assert_order(w, "q2 q4");
}

static void test_revisit__the_card_shown_is_reset(void **state)
{
    struct world *w = *state;
    sit_with_four(w);
    change(w, "q1", CHANGE_RESET, NO_DAY);
    revisit(w);
    assert_shown(w, "q1", REVIEW_NEW);
    assert_left(w, 4, 0, 0);
    assert_order(w, "q1 q2 q3 q4");
}

static void test_revisit__the_card_shown_is_due_later(void **state)
{
    struct world *w = *state;
    sit_with_four(w);
    change(w, "q1", CHANGE_SET_DUE, DAY + 3);
    revisit(w);
    assert_shown(w, "q2", REVIEW_NEW);
    assert_left(w, 3, 0, 0);
}

static void test_revisit__a_card_comes_in(void **state)
{
    struct world *w = *state;
    sit_with_four(w);
    change(w, "q4", CHANGE_SET_DUE, DAY);
    revisit(w);
    assert_shown(w, "q1", REVIEW_DUE);
    assert_left(w, 2, 0, 2);
    give(w, 2, NINE);
    assert_left(w, 2, 1, 1);
    change(w, "q2", CHANGE_SUSPEND, NO_DAY);
    revisit(w);
    assert_left(w, 1, 1, 1);
}

static void test_revisit__when_it_is_over(void **state)
{
    struct world *w = *state;
    char text[1024];
    load_cards(w, 1);
    make_due(w, "q1", 1, DAY);
    sit(w, ORDINARY, NINE);
    play_out(w, NINE, text);
    assert_over(w);
    change(w, "q1", CHANGE_LEECH, NO_DAY);
    revisit(w);
    assert_over(w);
    change(w, "q1", CHANGE_SET_DUE, DAY);
    revisit(w);
    assert_shown(w, "q1", REVIEW_DUE);
    assert_left(w, 0, 0, 1);
}

static void test_revisit__a_cram_passes_over_what_rests(void **state)
{
    struct world *w = *state;
    struct session_options cram = ORDINARY;
    cram.cram = true;
    load_cards(w, 4);
    sit(w, cram, NINE);
    give(w, 4, NINE);
    const char *crammed[] = {"q1", "q2", "q3", "q4"};
    size_t suspended = 0;
    for (size_t i = 0; i < 4 && suspended == 0; i++) {
        bool rated = schedule_of(w, card_id(w, crammed[i])).reviews > 0;
        if (rated || strcmp(crammed[i], shown(&w->session)) == 0)
            continue;
        change(w, crammed[i], CHANGE_SUSPEND, NO_DAY);
        suspended++;
    }
    int64_t before = w->session.card.card_id;
    revisit(w);
    assert_int_equal(w->session.card.card_id, before);
    assert_int_equal(session_left(&w->session).cram, 2); /* the one rated does not come again */
}

static void test_revisit__at_a_leech(void **state)
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
    change(w, "q1", CHANGE_SUSPEND, NO_DAY);
    revisit(w);
    assert_shown(w, "q2", REVIEW_NEW); /* what was to be done about it has been */
    assert_left(w, 1, 0, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_revisit__nothing_that_matters_here),
        TEST(test_revisit__the_card_shown_is_suspended),
        TEST(test_revisit__the_card_shown_is_reset),
        TEST(test_revisit__the_card_shown_is_due_later),
        TEST(test_revisit__a_card_comes_in),
        TEST(test_revisit__when_it_is_over),
        TEST(test_revisit__a_cram_passes_over_what_rests),
        TEST(test_revisit__at_a_leech),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
