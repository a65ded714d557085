/* Whole sessions with real keys: what is asked, what each key does, what is kept. */
#include "drill.h"

static void test_first_question(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));

    assert_waits(term, "Question 1?");
    assert_shows(term, "Numbers");
    assert_counts(world, term, 3, 0, 0);
    assert_shows(term, "3 new cards");
    assert_shows(term, "space");
    assert_not(term, "Answer 1.");
    assert_not(term, SAYS_ASK);
    assert_not(term, "Not at all");
    assert_quits(term);
    assert_ratings(world, "");
}

static void test_reveal_and_ratings(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));

    assert_waits(term, "Question 1?");
    assert_types(term, " ", "Answer 1.");
    assert_shows(term, "Question 1?");
    assert_shows(term, SAYS_ASK);
    int row = row_of(term, "1 Not at all");
    assert_true(row > 0);
    assert_string_equal(groups_of(world, term_row(term, row)),
        "[1 Not at all][2 Barely][3 Partly][4 Well][5 Perfectly]");
    assert_string_equal(groups_of(world, term_row(term, row + 1)),
        "[today, 1 d][today, 1 d][today, 1 d][1 d][1 d]");
    assert_types(term, "4", "Question 2?");
    assert_not(term, SAYS_ASK);
    assert_types(term, "\r", "Answer 2."); /* sent by the Enter key */
    assert_shows(term, SAYS_ASK);
    assert_types(term, "5", "Question 3?");
    assert_types(term, "\n", "Answer 3.");
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:5");
}

static void test_rating_before_answer_is_refused(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    for (const char *key = "12345"; *key != '\0'; key++) {
        assert_types(term, ((const char[]){*key, '\0'}), SAYS_REVEAL_FIRST);
        assert_shows(term, "Question 1?");
        assert_not(term, "Answer 1.");
        assert_counts(world, term, 2, 0, 0);
        term_send(term, "x");
        assert_gone(term, SAYS_REVEAL_FIRST);
    }
    assert_ratings(world, "");
    assert_rates(term, 1, 4);
    assert_types(term, "4", SAYS_REVEAL_FIRST);
    assert_shows(term, "Question 2?");
    assert_types(term, " ", "Answer 2.");
    assert_not(term, SAYS_REVEAL_FIRST);
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

static void test_rating_advances(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 4)));

    for (int card = 1; card <= 4; card++) {
        assert_counts(world, term, 5 - card, 0, 0);
        assert_rates(term, card, 4 + card % 2);
    }
    assert_waits(term, SAYS_DONE);
    assert_counts(world, term, 0, 0, 0);
    assert_quits(term);
    assert_shows(term, "4 cards rated");
    assert_ratings(world, "c1:5 c2:4 c3:5 c4:4");
}

/* A card rated below 4 comes back after four other cards, or fewer if fewer are left. */
static void test_repeats(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 7)));

    assert_counts(world, term, 7, 0, 0);
    assert_rates(term, 1, 2);
    assert_counts(world, term, 6, 1, 0);
    for (int card = 2; card <= 5; card++)
        assert_rates(term, card, 4);
    assert_counts(world, term, 2, 1, 0);
    assert_rates(term, 1, 3);
    assert_counts(world, term, 2, 1, 0);
    assert_rates(term, 6, 1);
    assert_counts(world, term, 1, 2, 0);
    assert_rates(term, 7, 5);
    assert_rates(term, 1, 4);
    assert_counts(world, term, 0, 1, 0);
    assert_rates(term, 6, 3); /* the only card left, so it comes back at once */
    assert_waits(term, "Question 6?");
    assert_counts(world, term, 0, 1, 0);
    assert_rates(term, 6, 5);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    assert_ratings(world, "c1:2 c2:4 c3:4 c4:4 c5:4 c1:3 c6:1 c7:5 c1:4 c6:3 c6:5");
}

static void test_undo_to_the_first(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 5)));

    assert_waits(term, "Question 1?");
    assert_types(term, "u", SAYS_NONE_TO_UNDO);
    for (int card = 1; card <= 4; card++)
        assert_rates(term, card, card == 2 ? 1 : 4);
    assert_counts(world, term, 1, 1, 0);
    assert_types(term, "u", "Answer 4.");
    assert_shows(term, SAYS_TAKEN_BACK);
    assert_counts(world, term, 2, 1, 0);
    assert_types(term, "u", "Answer 3.");
    assert_types(term, "u", "Answer 2.");
    assert_counts(world, term, 4, 0, 0);
    assert_types(term, "u", "Answer 1.");
    assert_counts(world, term, 5, 0, 0);
    assert_types(term, "u", SAYS_NONE_TO_UNDO);
    assert_shows(term, "Answer 1.");
    assert_types(term, "u5", "Question 2?");
    for (int card = 2; card <= 5; card++)
        assert_rates(term, card, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    assert_ratings(world, "c1:5 c2:4 c3:4 c4:4 c5:4");
}

/* Undo goes back through a repeat to the first rating of the card. */
static void test_undo_of_a_repeat(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_rates(term, 1, 1);
    assert_rates(term, 2, 5);
    assert_counts(world, term, 0, 1, 0);
    assert_rates(term, 1, 3);
    assert_waits(term, "Question 1?");
    assert_types(term, " ", "Answer 1.");
    term_send(term, "u"); /* undoes a rating of this card, so its answer stays */
    assert_waits(term, SAYS_TAKEN_BACK);
    assert_shows(term, "Answer 1.");
    assert_counts(world, term, 0, 1, 0);
    assert_ratings(world, "c1:1 c2:5");
    assert_types(term, "u", "Answer 2.");
    assert_counts(world, term, 1, 1, 0);
    assert_types(term, "u", "Answer 1.");
    assert_counts(world, term, 2, 0, 0);
    assert_types(term, "4", "Question 2?");
    assert_rates(term, 2, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:4");
}

static void test_undo_of_the_last(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_rates(term, 1, 4);
    assert_rates(term, 2, 4);
    assert_waits(term, SAYS_DONE);
    assert_types(term, "u", "Answer 2.");
    assert_counts(world, term, 1, 0, 0);
    assert_types(term, "5", SAYS_DONE);
    assert_shows(term, "2 cards, 2 ratings");
    assert_types(term, "u", "Answer 2.");
    assert_types(term, "u", "Answer 1.");
    assert_types(term, "u", SAYS_NONE_TO_UNDO);
    assert_quits(term);
    assert_not(term, "rated,");
    assert_ratings(world, "");
}

static void test_undo_of_an_earlier_run(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 4);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_rates(term, 1, 4);
    assert_rates(term, 2, 1);
    assert_counts(world, term, 2, 1, 0);
    assert_quits(term);

    term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "Question 2?");
    assert_counts(world, term, 2, 1, 0);
    assert_types(term, "u", SAYS_TAKEN_BACK);
    assert_shows(term, "Answer 2.");
    assert_counts(world, term, 3, 0, 0);
    assert_types(term, "u", "Answer 1.");
    assert_counts(world, term, 4, 0, 0);
    assert_types(term, "u", SAYS_NONE_TO_UNDO);
    assert_ratings(world, "");
    assert_types(term, "4", "Question 2?");
    assert_quits(term);
    assert_ratings(world, "c1:4");

    world_now(world, "2026-03-03T09:00");
    term = drill_start(world, 24, 80, ARGS(deck));
    assert_counts(world, term, 3, 0, 1);
    assert_types(term, "u", "Undo 4 Well, yesterday 09:00?");
    assert_shows(term, "y undo it");
    term_send(term, "n");
    assert_gone(term, "Undo 4 Well");
    assert_types(term, "u", "Undo 4 Well, yesterday 09:00?");
    assert_ratings(world, "c1:4");
    assert_types(term, "y", "Undone: 4 Well, yesterday 09:00");
    assert_shows(term, "Answer 1.");
    assert_shows(term, "ctrl-r redo");
    assert_counts(world, term, 4, 0, 0);
    assert_ratings(world, "");
    assert_types(term, "\x12", "Redone: 4 Well, yesterday 09:00");
    assert_not(term, "ctrl-r redo");
    assert_counts(world, term, 3, 0, 1);
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

/* At the next start, owed repeats come first. */
static void test_quit_and_start_again(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 5);
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--new", "4"));

    assert_counts(world, term, 4, 0, 0);
    assert_rates(term, 1, 3);
    assert_rates(term, 2, 4);
    assert_rates(term, 3, 1);
    assert_waits(term, "Question 4?");
    assert_types(term, " ", "Answer 4.");
    assert_quits(term); /* while an answer is shown */
    assert_shows(term, "3 cards rated, 3 left for today");

    term = drill_start(world, 24, 80, ARGS(deck, "--new", "4"));
    assert_counts(world, term, 1, 2, 0);
    assert_shows(term, "Question 1?");
    assert_not(term, "Answer");
    assert_rates(term, 1, 4);
    assert_waits(term, "Question 3?");
    assert_quits(term);

    term = drill_start(world, 24, 80, ARGS(deck, "--new", "4"));
    assert_counts(world, term, 1, 1, 0);
    assert_rates(term, 3, 5);
    assert_rates(term, 4, 5);
    assert_waits(term, SAYS_DONE);
    assert_quits(term); /* from the summary */

    term = drill_start(world, 24, 80, ARGS(deck, "--new", "4"));
    assert_waits(term, SAYS_NOTHING);
    assert_quits(term);
    assert_ratings(world, "c1:3 c2:4 c3:1 c1:4 c3:5 c4:5");
}

/* The width of the bar in a rating's row, in columns. */
static int bar_of(struct term *term, const char *label)
{
    int row = row_of(term, label), columns = 0;

    assert_true(row > 0);
    for (const char *at = term_row(term, row); (at = strstr(at, "█")) != NULL; at++)
        columns++;
    return columns;
}

static void test_summary(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 4)));

    assert_rates(term, 1, 5);
    assert_rates(term, 2, 3);
    assert_rates(term, 3, 1);
    assert_rates(term, 4, 4);
    assert_rates(term, 2, 5);
    assert_rates(term, 3, 5);
    assert_waits(term, SAYS_DONE);
    assert_shows(term, "4 cards, 6 ratings");
    assert_shows(term, " s a card");
    assert_true(bar_of(term, "5 Perfectly") > 10);
    assert_int_equal(bar_of(term, "2 Barely"), 0);
    int one = bar_of(term, "1 Not at all"), three = bar_of(term, "5 Perfectly");
    assert_int_equal(bar_of(term, "3 Partly"), one);
    assert_int_equal(bar_of(term, "4 Well"), one);
    assert_in_range(3 * one - three, 0, 3);
    assert_shows(term, "Next: 4 cards tomorrow");
    assert_counts(world, term, 0, 0, 0);
    assert_quits(term);
    assert_shows(term, "4 cards rated, 0 left for today");
}

static void test_nothing_due_at_start(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_rates(term, 1, 4);
    assert_rates(term, 2, 5);
    assert_rates(term, 3, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);

    world_now(world, "2026-03-02T23:30");
    term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, SAYS_NOTHING);
    assert_shows(term, "Next: 3 cards tomorrow");
    assert_shows(term, "cram");
    assert_shows(term, "undo");
    assert_not(term, "more new");
    assert_not(term, SAYS_ASK);
    assert_types(term, "n", "No new cards left");
    assert_types(term, "c", "3 cram");
    assert_true(card_shown(term, 3) > 0);
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:5 c3:4");
    assert_string_equal(drill_output(world, 1, ARGS("due")), "0\n");
}

static void test_more_new_cards(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 25);
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--new", "1"));

    assert_counts(world, term, 1, 0, 0);
    assert_rates(term, 1, 4);
    assert_waits(term, "n more");
    assert_shows(term, SAYS_DONE);
    assert_types(term, "n", "Question 2?");
    assert_counts(world, term, 20, 0, 0);
    assert_rates(term, 2, 4);
    assert_counts(world, term, 19, 0, 0);
    assert_quits(term);

    /* the extra cards were only for that session */
    term = drill_start(world, 24, 80, ARGS(deck, "--new", "1"));
    assert_waits(term, SAYS_NOTHING);
    assert_types(term, "n", "Question 3?");
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_first_question),
        TEST(test_reveal_and_ratings),
        TEST(test_rating_before_answer_is_refused),
        TEST(test_rating_advances),
        TEST(test_repeats),
        TEST(test_undo_to_the_first),
        TEST(test_undo_of_a_repeat),
        TEST(test_undo_of_the_last),
        TEST(test_undo_of_an_earlier_run),
        TEST(test_quit_and_start_again),
        TEST(test_summary),
        TEST(test_nothing_due_at_start),
        TEST(test_more_new_cards),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
