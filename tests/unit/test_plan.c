/* The plan of a day: siblings on different days, caps from four sources, and the positions of new
 * cards. */
#include "unit/sitting.h"

#define SIBLINGS                                                                                   \
    "deck: d\ncards:\n- {q: hund, a: dog, reverse: true}\n- {q: katze, a: cat, reverse: true}\n"   \
    "- {cloze: '{{x}} and {{y}}'}\n- {q: plain, a: text}\n"

/* ---- siblings ---- */

static void test_plan__one_card_of_an_entry_a_day(void **state)
{
    struct world *w = *state;
    world_load(w, SIBLINGS);
    sit(w, ORDINARY, NINE);
    assert_left(w, 4, 0, 0);
    assert_order(w, "hund katze [...] and y plain");
    assert_int_equal(w->session.new_left, 0); /* none today, however many one asks for */
    act(w, ACTION_MORE_NEW, NINE);
    assert_int_equal(w->session.notice, NOTICE_NO_MORE_NEW);
    sit(w, ORDINARY, at(DAY, 20, 0)); /* nor after a new start */
    assert_over(w);
    char text[1024];
    sit(w, ORDINARY, at(DAY + 1, 9, 0));
    /* the four are due, interval 1: they come before their siblings, which wait another day */
    assert_left(w, 0, 0, 4);
    play_out(w, at(DAY + 1, 9, 0), text);
    sit(w, ORDINARY, at(DAY + 2, 9, 0));
    assert_string_equal(play_out(w, at(DAY + 2, 9, 0), text), "dog cat x and [...]");
}

static void test_plan__the_setting_asks_siblings_together(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    options.settings = &siblings_together;
    world_load(w, SIBLINGS);
    sit(w, options, NINE);
    assert_order(w, "hund dog katze cat [...] and y x and [...] plain");
}

/* Of two siblings that are due, the one more overdue for its interval is asked. */
static void test_plan__the_more_overdue_sibling(void **state)
{
    struct world *w = *state;
    world_load(w, SIBLINGS);
    make_due(w, "hund", 6, DAY - 3); /* 3/6 */
    make_due(w, "dog", 1, DAY - 2);  /* 2/1 */
    make_due(w, "cat", 6, DAY);
    sit(w, ORDINARY, NINE);
    assert_left(w, 2, 0, 2);
    char text[1024];
    play_out(w, NINE, text);
    assert_string_equal(text, "dog [...] and y cat plain");
    /* hund waits: it is told with what comes tomorrow, beside dog, whose interval is 6 now */
    assert_int_equal(w->session.ahead.day, DAY + 1);
    assert_int_equal(w->session.ahead.cards.due, 3);
}

/* Tomorrow's cap, and siblings, put cards off until the days after. */
static void test_plan__the_days_ahead_share_what_is_due(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    world_load(w, "deck: d\nlimit: 2\ncards:\n- {q: hund, a: dog, reverse: true}\n"
                  "- {q: one, a: eins}\n- {q: two, a: zwei}\n- {q: three, a: drei}\n");
    make_due(w, "hund", 6, DAY + 1);
    make_due(w, "dog", 6, DAY + 1);
    make_due(w, "one", 6, DAY + 1);
    make_due(w, "two", 6, DAY + 1);
    make_due(w, "three", 6, DAY + 5);
    sit(w, options, NINE);
    assert_over(w);
    assert_int_equal(w->session.ahead.cards.due, 2); /* of the three entries that are due */
    static const size_t due[AHEAD_DAYS] = {2, 2, 0, 0, 1, 0, 0}; /* then the other, and a sibling */
    for (int i = 0; i < AHEAD_DAYS; i++)
        assert_int_equal(w->session.ahead.due[i], due[i]);
}

static void test_plan__a_repeat_is_owed_and_keeps_siblings_away(void **state)
{
    struct world *w = *state;
    world_load(w, SIBLINGS);
    make_due(w, "dog", 1, DAY);
    rate_on(w, "hund", 2, DAY);
    sit(w, ORDINARY, NINE);
    assert_left(w, 3, 1, 0); /* hund again; katze, a gap, plain */
    rate_on(w, "katze", 4, DAY);
    sit(w, ORDINARY, NINE);
    assert_left(w, 2, 1, 0);
}

static void test_plan__taking_a_rating_back_frees_the_sibling(void **state)
{
    struct world *w = *state;
    world_load(w, "deck: d\ncards:\n- {q: hund, a: dog, reverse: true}\n");
    make_due(w, "dog", 1, DAY);
    rate_on(w, "hund", 4, DAY);
    sit(w, ORDINARY, NINE);
    assert_over(w);
    act(w, ACTION_UNDO, NINE);
    sit(w, ORDINARY, NINE);
    assert_order(w, "dog");
}

static void test_plan__a_cram_asks_all_siblings(void **state)
{
    struct world *w = *state;
    struct session_options cram = ORDINARY;
    cram.cram = true;
    world_load(w, SIBLINGS);
    sit(w, cram, NINE);
    assert_int_equal(session_left_total(&w->session), 7);
    char text[1024];
    play_out(w, NINE, text);
    sit(w, ORDINARY, NINE); /* and keeps none of them away */
    assert_left(w, 4, 0, 0);
}

/* Cards of equal places in different decks are no siblings. */
static void test_plan__entries_of_two_decks(void **state)
{
    struct world *w = *state;
    int64_t decks[2];
    struct session_options options = ORDINARY;
    load_cards(w, 2);
    decks[0] = w->deck_id;
    world_write(w, "e.yaml", "deck: e\ncards: [{q: e1}, {q: e2}]\n");
    world_load_file(w, "e.yaml", DAY);
    decks[1] = w->deck_id;
    make_due(w, "q1", 1, DAY);
    make_due(w, "e1", 1, DAY);
    assert_int_equal(
        session_start(&w->session, w->store, decks, 2, &options, NINE, &w->err), ERR_NONE);
    assert_left(w, 2, 0, 2);
}

/* ---- caps ---- */

static size_t new_cards(struct world *w, struct settings *settings, int64_t asked)
{
    struct session_options options = ORDINARY;
    options.settings = settings;
    options.caps.new_cards = asked;
    sit(w, options, NINE);
    return session_left(&w->session).new;
}

static void load_capped(struct world *w, const char *head)
{
    struct buf text = {0};
    buf_format(&text, "deck: d\nid: dd\n%scards:\n", head);
    for (int i = 1; i <= 60; i++)
        buf_format(&text, "- {q: q%d}\n", i);
    world_load(w, buf_string(&text));
    buf_done(&text);
}

static void test_plan__caps_in_rising_order(void **state)
{
    struct world *w = *state;
    struct settings none = settings_default(), general = none, single = none;
    struct deck_caps of_deck = {.caps = {6, CAP_UNSET}};
    general.caps.new_cards = 5;
    single.caps.new_cards = 30;
    single.decks = &of_deck;
    single.deck_count = 1;
    buf_text(&of_deck.deck, "dd");
    load_capped(w, "");
    assert_int_equal(new_cards(w, &none, CAP_UNSET), NEW_A_DAY);
    assert_int_equal(new_cards(w, &general, CAP_UNSET), 5);
    assert_int_equal(new_cards(w, &single, CAP_UNSET), 6);
    assert_int_equal(new_cards(w, &single, 40), 40);
    single.caps.new_cards = 5; /* what is said of the deck itself goes beyond, too */
    assert_int_equal(new_cards(w, &single, CAP_UNSET), 6);
    load_capped(w, "new: 3\n");
    assert_int_equal(new_cards(w, &none, CAP_UNSET), 3);
    assert_int_equal(new_cards(w, &general, CAP_UNSET), 5);
    assert_int_equal(new_cards(w, &single, CAP_UNSET), 6);
    assert_int_equal(new_cards(w, &general, 2), 2);
    load_capped(w, "new: 50\n"); /* a deck may ask for more than there are by default */
    assert_int_equal(new_cards(w, &none, CAP_UNSET), 50);
    load_capped(w, "new: 50\nlimit: 8\n");
    assert_int_equal(new_cards(w, &none, CAP_UNSET), 8);
    buf_done(&of_deck.deck);
}

/* Each deck's own cap holds within a session of several, and all together have one, too. */
static void test_plan__caps_of_each_deck_and_of_all(void **state)
{
    struct world *w = *state;
    int64_t decks[2];
    struct session_options options = ORDINARY;
    struct settings settings = settings_default();
    load_capped(w, "new: 3\n");
    decks[0] = w->deck_id;
    world_write(w, "e.yaml", "deck: e\nnew: 2\ncards: [{q: e1}, {q: e2}, {q: e3}, {q: e4}]\n");
    world_load_file(w, "e.yaml", DAY);
    decks[1] = w->deck_id;
    assert_int_equal(
        session_start(&w->session, w->store, decks, 2, &options, NINE, &w->err), ERR_NONE);
    assert_order(w, "q1 q2 q3 e1 e2");
    assert_true(w->session.new_left > 0);
    session_done(&w->session);
    settings.caps.new_cards = 6; /* over what the decks ask for; 5 are used */
    options.settings = &settings;
    assert_int_equal(
        session_start(&w->session, w->store, decks, 2, &options, NINE, &w->err), ERR_NONE);
    assert_left(w, 1, 0, 0);
}

static void test_plan__more_cards_than_a_deck_asks_for(void **state)
{
    struct world *w = *state;
    struct settings settings = settings_default();
    load_capped(w, "new: 1\n");
    assert_int_equal(new_cards(w, &settings, CAP_UNSET), 1);
    give(w, 4, NINE);
    assert_over(w);
    act(w, ACTION_MORE_NEW, NINE);
    assert_left(w, NEW_A_DAY, 0, 0);
}

/* ---- the order of new cards ---- */

static void test_plan__new_cards_first_or_last(void **state)
{
    struct world *w = *state;
    struct session_options options = ORDINARY;
    struct settings settings = settings_default();
    options.settings = &settings;
    load_cards(w, 6);
    make_due(w, "q5", 6, DAY - 2);
    make_due(w, "q6", 6, DAY - 1);
    settings.new_order = NEW_FIRST;
    sit(w, options, NINE);
    assert_shown(w, "q1", REVIEW_NEW);
    give(w, 1, NINE); /* a repeat comes back after a few others, whatever the order */
    assert_order(w, "q2 q3 q4 q5 q1 q6");
    for (int i = 0; i < 7; i++)
        act(w, ACTION_UNDO, NINE);
    settings.new_order = NEW_LAST;
    sit(w, options, NINE);
    assert_order(w, "q5 q6 q1 q2 q3 q4");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, sitting_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_plan__one_card_of_an_entry_a_day),
        TEST(test_plan__the_setting_asks_siblings_together),
        TEST(test_plan__the_more_overdue_sibling),
        TEST(test_plan__the_days_ahead_share_what_is_due),
        TEST(test_plan__a_repeat_is_owed_and_keeps_siblings_away),
        TEST(test_plan__taking_a_rating_back_frees_the_sibling),
        TEST(test_plan__a_cram_asks_all_siblings),
        TEST(test_plan__entries_of_two_decks),
        TEST(test_plan__caps_in_rising_order),
        TEST(test_plan__caps_of_each_deck_and_of_all),
        TEST(test_plan__more_cards_than_a_deck_asks_for),
        TEST(test_plan__new_cards_first_or_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
