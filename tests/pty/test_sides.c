/* Side screens with real keys: browser, statistics, forecast and retired cards are reached from
 * every screen, and lead back to it. */
#include "drill.h"

#define SAYS_STATS    "1 of 12"
#define SAYS_FORECAST "minutes a day"
#define SAYS_RETIRED  "Retired cards"
#define SAYS_BROWSER  "Search: "

/* Opens each of them over the screen that says `here`, and returns. */
static void assert_leads(struct term *term, const char *here)
{
    assert_types(term, "S", SAYS_STATS);
    assert_gone(term, here);
    assert_types(term, "q", here);
    assert_types(term, "F", SAYS_FORECAST);
    assert_gone(term, here);
    assert_types(term, "\033", here);
    assert_types(term, "R", SAYS_RETIRED);
    assert_gone(term, here);
    assert_types(term, "q", here);
    assert_types(term, "B", SAYS_BROWSER);
    assert_gone(term, here);
    term_send(term, "\033q");
    assert_waits(term, here);
}

static void test_from_a_session(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    assert_leads(term, "space answer");
    assert_types(term, " ", "Answer 1.");
    assert_leads(term, SAYS_ASK);
    assert_types(term, "4", "Question 2?");
    assert_rates(term, 2, 5);
    assert_waits(term, SAYS_DONE);
    assert_leads(term, SAYS_DONE);
    assert_types(term, "d", SAYS_HOME);
    assert_leads(term, SAYS_HOME);
    assert_types(term, "?", "statistics of these decks");
    assert_types(term, "q", SAYS_HOME);
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:5");
}

/* A change in the browser is seen below it, however many screens are between. */
static void test_a_change_on_the_way(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    assert_types(term, "S", "Left     2 new");
    assert_types(term, "B", SAYS_BROWSER);
    assert_types(term, "1\rs", "Suspended");
    assert_types(term, "R", SAYS_RETIRED);
    assert_types(term, "q", "enter show");
    assert_types(term, "q", "Left     1 new");
    assert_types(term, "q", "Question 2?");
    assert_counts(world, term, 1, 0, 0);
    assert_quits(term);
}

/* One that is open below is not opened twice: those above it close. */
static void test_in_a_circle(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    for (int round = 0; round < 3; round++) {
        assert_types(term, round ? "\033S" : "S", SAYS_STATS);
        assert_types(term, "F", SAYS_FORECAST);
        assert_types(term, "R", SAYS_RETIRED);
        assert_types(term, "B", SAYS_BROWSER);
    }
    assert_types(term, "\033R", SAYS_RETIRED); /* which was below: the browser is closed */
    assert_types(term, "q", SAYS_FORECAST);
    assert_types(term, "q", SAYS_STATS);
    assert_types(term, "q", "Question 1?");
    assert_quits(term);
}

static void test_retired_cards(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_types(term, "R", "no card has left");
    assert_types(term, "q", "Question 1?");
    assert_quits(term);
    deck_write(world, 2);
    term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "Question 1?");
    assert_types(term, "R", "Question 3?");
    assert_not(term, "Question 1?");
    term_resize(term, 12, 40);
    assert_waits(term, "Question 3?");
    term_resize(term, 24, 80);
    assert_types(term, "q", "Question 1?");
    assert_quits(term);
}

/* Statistics and forecast say which decks and tags they are about, unless that is all. */
static void test_what_they_are_narrowed_to(void **state)
{
    struct world *world = *state;

    world_write(world, "a.yaml", "deck: Alpha\ncards: [{q: A, a: a, tags: [verb]}]\n");
    world_write(world, "b.yaml", "deck: Beta\ncards: [{q: B, a: b}]\n");
    world_write(world, "c.yaml", "deck: Gamma\ncards: [{q: C, a: c}]\n");
    drill_output(world, 0, ARGS("import", world->home));
    struct term *term = drill_start(world, 24, 80, ARGS("--color", "never"));
    assert_waits(term, "All 3 decks");
    assert_types(term, "s", SAYS_STATS);
    assert_not(term, "only ");
    assert_types(term, "q", "All 3 decks");
    assert_types(term, "js", "only Alpha");
    assert_types(term, "F", SAYS_FORECAST);
    assert_shows(term, "only Alpha");
    assert_types(term, "qq", "All 3 decks");
    assert_types(term, "\t\tf", "only Alpha, Beta");
    assert_types(term, "q", "All 3 decks");
    assert_quits(term);
    drill_done(world, term);
    term = drill_start(world, 24, 80, ARGS("--tag", "verb"));
    assert_waits(term, "All 3 decks");
    assert_types(term, "s", "only tag verb");
    assert_types(term, "q", "All 3 decks");
    assert_quits(term);
}

/* "drill stats" only reads, "drill browse" writes: each leads to the other. */
static void test_from_commands(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_rates(term, 1, 4);
    assert_waits(term, "Question 2?");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS("stats", "numbers"));
    assert_waits(term, "Left     1 new");
    assert_types(term, "2", "2 of 12");
    assert_types(term, "F", SAYS_FORECAST);
    assert_types(term, "B", "2 cards"); /* also from a screen over the statistics */
    assert_types(term, "Gs", "Suspended");
    assert_types(term, "S", "2 of 12"); /* at the page that was shown */
    assert_types(term, "1", "Left     0 new");
    assert_types(term, "B", "2 cards");
    assert_types(term, "q", "Left     0 new");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS("browse"));
    assert_waits(term, "q back");
    assert_types(term, "S", "Left     0 new");
    assert_types(term, "R", SAYS_RETIRED);
    assert_types(term, "B", "2 cards");
    assert_quits(term);
    assert_string_equal(csv_get(drill_export(world, "cards"), 1, "suspended"), "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_from_a_session),
        TEST(test_a_change_on_the_way),
        TEST(test_in_a_circle),
        TEST(test_retired_cards),
        TEST(test_from_commands),
        TEST(test_what_they_are_narrowed_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
