/* Two programs on one database at the same time: no rating is lost or doubled, and no program asks
 * a card that the other has just rated. */
#include "drill.h"

/* Starts two programs on a deck of `count` cards, both at the first question. */
static void start_two(struct world *world, int count, struct term *terms[2])
{
    const char *deck = deck_write(world, count);

    for (int i = 0; i < 2; i++) {
        terms[i] = drill_start(world, 24, 80, ARGS(deck));
        assert_waits(terms[i], "Question 1?");
        assert_counts(world, terms[i], count, 0, 0);
    }
}

static void test_reveal_of_what_the_other_rated(void **state)
{
    struct world *world = *state;
    struct term *terms[2];

    start_two(world, 3, terms);
    assert_rates(terms[0], 1, 5);
    assert_types(terms[1], " ", SAYS_ELSEWHERE);
    assert_shows(terms[1], "Question 2?");
    assert_not(terms[1], "Answer");
    assert_counts(world, terms[1], 2, 0, 0);
    assert_rates(terms[1], 2, 4);
    assert_types(terms[0], "\r", SAYS_ELSEWHERE);
    assert_shows(terms[0], "Question 3?");
    assert_rates(terms[0], 3, 4);
    assert_waits(terms[0], SAYS_DONE);
    assert_types(terms[1], " ", SAYS_ELSEWHERE);
    assert_shows(terms[1], SAYS_DONE);
    assert_shows(terms[1], "1 card, 1 rating");
    assert_quits(terms[0]);
    assert_quits(terms[1]);
    assert_ratings(world, "c1:5 c2:4 c3:4");
}

static void test_rating_of_what_the_other_rated(void **state)
{
    struct world *world = *state;
    struct term *terms[2];

    start_two(world, 3, terms);
    assert_types(terms[0], " ", "Answer 1.");
    assert_types(terms[1], " ", "Answer 1.");
    assert_types(terms[0], "2", "Question 2?");
    assert_types(terms[1], "5", SAYS_ELSEWHERE);
    assert_shows(terms[1], "Question 2?");
    assert_not(terms[1], "Answer");
    assert_ratings(world, "c1:2");
    assert_types(terms[0], " ", "Answer 2.");
    assert_types(terms[1], " ", "Answer 2.");
    assert_types(terms[1], "4", "Question 3?");
    assert_types(terms[0], "1", SAYS_ELSEWHERE);
    assert_shows(terms[0], "Question 3?");
    assert_counts(world, terms[0], 1, 1, 0);
    assert_rates(terms[0], 3, 4);
    assert_rates(terms[0], 1, 4);
    assert_waits(terms[0], SAYS_DONE);
    assert_quits(terms[0]);
    assert_quits(terms[1]);
    assert_ratings(world, "c1:2 c2:4 c3:4 c1:4");
}

/* A repeat that one program owes: the other asks it when it starts; after that, only one of them
 * does. */
static void test_repeat_in_both(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);
    struct term *one = drill_start(world, 24, 80, ARGS(deck));

    assert_rates(one, 1, 1);
    assert_rates(one, 2, 4);
    assert_waits(one, "Question 1?");
    struct term *other = drill_start(world, 24, 80, ARGS(deck));
    assert_counts(world, other, 0, 1, 0);
    assert_rates(other, 1, 3);
    assert_waits(other, "Question 1?");
    assert_types(one, " ", SAYS_ELSEWHERE); /* this repeat was rated there, and is owed again */
    assert_rates(other, 1, 5);
    assert_waits(other, SAYS_DONE);
    assert_quits(one);
    assert_quits(other);
    assert_ratings(world, "c1:1 c2:4 c1:3 c1:5");
}

static void test_undo_in_the_other(void **state)
{
    struct world *world = *state;
    struct term *terms[2];

    start_two(world, 3, terms);
    assert_rates(terms[0], 1, 2);
    assert_waits(terms[0], "Question 2?");
    assert_types(terms[0], " ", "Answer 2.");
    assert_types(terms[1], "u", "Answer 1.");
    assert_shows(terms[1], SAYS_TAKEN_BACK);
    assert_ratings(world, "");
    assert_types(terms[1], "5", "Question 2?");
    assert_types(terms[0], "4", "Question 3?");
    assert_rates(terms[0], 3, 4);
    assert_waits(terms[0], SAYS_DONE); /* the other window rated the first card: no repeat left */
    assert_types(terms[1], " ", SAYS_ELSEWHERE);
    assert_shows(terms[1], SAYS_DONE);
    assert_types(terms[1], "u", "Answer 3.");
    assert_types(terms[1], "u", "Answer 2.");
    assert_types(terms[1], "u", "Answer 1.");
    assert_types(terms[1], "u", SAYS_NONE_TO_UNDO);
    assert_quits(terms[1]);
    assert_types(terms[0], "u", SAYS_NONE_TO_UNDO);
    assert_quits(terms[0]);
    assert_ratings(world, "");
}

/* The caps apply to the day, not to each window. */
static void test_caps_of_both(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 6);
    struct term *one = drill_start(world, 24, 80, ARGS(deck, "--new", "3"));

    assert_counts(world, one, 3, 0, 0);
    assert_rates(one, 1, 4);
    struct term *other = drill_start(world, 24, 80, ARGS(deck, "--new", "3"));
    assert_counts(world, other, 2, 0, 0);
    assert_rates(other, 2, 4);
    assert_rates(other, 3, 4);
    assert_waits(other, SAYS_DONE);
    assert_types(one, " ", SAYS_ELSEWHERE);
    assert_shows(one, SAYS_DONE);
    assert_quits(one);
    assert_quits(other);
    assert_ratings(world, "c1:4 c2:4 c3:4");
}

/* One program plans cards; the other may use up the cap with different ones. */
static void test_caps_used_up_by_the_other(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "tagged.yaml",
        "cards:\n"
        "  - {id: c1, q: Question 1?, a: Answer 1., tags: [red]}\n"
        "  - {id: c2, q: Question 2?, a: Answer 2., tags: [red]}\n"
        "  - {id: c3, q: Question 3?, a: Answer 3., tags: [blue]}\n"
        "  - {id: c4, q: Question 4?, a: Answer 4., tags: [blue]}\n");
    struct term *one = drill_start(world, 24, 80, ARGS(deck, "--new", "2"));
    struct term *other = drill_start(world, 24, 80, ARGS(deck, "--new", "2", "--tag", "blue"));

    assert_counts(world, one, 2, 0, 0);
    assert_rates(other, 3, 4);
    assert_rates(other, 4, 4);
    assert_waits(other, SAYS_DONE);
    assert_rates(one, 1, 4); /* this card was already shown */
    assert_waits(one, SAYS_DONE);
    assert_quits(one);
    assert_quits(other);
    assert_ratings(world, "c3:4 c4:4 c1:4");
}

/* Both review the deck as fast as they can. */
static void test_race(void **state)
{
    enum { CARDS = 20 };
    struct world *world = *state;
    struct term *terms[2];
    int rated[CARDS + 1] = {0};
    char *keys = world_text(world, "%s", "");

    for (int i = 0; i < 2 * CARDS; i++)
        keys = world_text(world, "%s 4", keys);
    start_two(world, CARDS, terms);
    for (int i = 0; i < 2; i++)
        term_send(terms[i], keys);
    for (int i = 0; i < 2; i++) {
        assert_waits(terms[i], "c cram");
        assert_quits(terms[i]);
    }
    const struct csv_table *log = drill_export(world, "reviews");
    assert_int_equal(log->rows, CARDS);
    for (size_t row = 0; row < log->rows; row++) {
        assert_string_equal(csv_get(log, row, "kind"), "new");
        int card = atoi(csv_get(log, row, "card") + 1);
        assert_in_range(card, 1, CARDS);
        assert_int_equal(rated[card]++, 0);
    }
}

/* Two first starts at once: both try to create the database, and both succeed. */
static void test_first_starts_at_once(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);

    for (int round = 0; round < 8; round++) {
        world_set(world, world_text(world, "DRILL_DB=%s/db%d/drill.db", world->home, round));
        struct term *one = drill_start(world, 24, 80, ARGS(deck));
        struct term *other = drill_start(world, 24, 80, ARGS(deck));
        assert_waits(one, "Question 1?");
        assert_waits(other, "Question 1?");
        assert_rates(one, 1, 4);
        assert_types(other, " ", SAYS_ELSEWHERE);
        assert_quits(one);
        assert_quits(other);
        assert_ratings(world, "c1:4");
        drill_done(world, other);
        drill_done(world, one);
    }
}

/* A card that another program found missing from its file is no longer asked. */
static void test_card_retired_meanwhile(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    world_write(world, "numbers.yaml",
        "deck: Numbers\ncards:\n  - {id: c2, q: Question two?, a: Answer two.}\n");
    struct term *other = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(other, "Question two?");
    assert_shows(other, "2 retired");
    assert_quits(other);
    assert_types(term, " ", "Question two?");
    assert_types(term, " ", "Answer two.");
    assert_types(term, "4", SAYS_DONE);
    assert_quits(term);
    assert_ratings(world, "c2:4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_reveal_of_what_the_other_rated),
        TEST(test_rating_of_what_the_other_rated),
        TEST(test_repeat_in_both),
        TEST(test_undo_in_the_other),
        TEST(test_caps_of_both),
        TEST(test_caps_used_up_by_the_other),
        TEST(test_race),
        TEST(test_first_starts_at_once),
        TEST(test_card_retired_meanwhile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
