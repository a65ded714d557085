/* What is asked with caps, with tags and in a cram, and whether caps hold across restarts. */
#include "drill.h"

static void test_new_cap_holds(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 5);
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--new", "3"));

    assert_counts(world, term, 3, 0, 0);
    assert_rates(term, 1, 4);
    assert_rates(term, 2, 2);
    assert_quits(term);

    term = drill_start(world, 24, 80, ARGS(deck, "--new", "3"));
    assert_counts(world, term, 1, 1, 0);
    assert_rates(term, 2, 4);
    assert_rates(term, 3, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);

    term = drill_start(world, 24, 80, ARGS(deck, "--new", "3"));
    assert_waits(term, SAYS_NOTHING);
    assert_shows(term, "n more");
    assert_quits(term);
    assert_string_equal(drill_output(world, 1, ARGS("due", "--new", "3", deck)), "0\n");

    /* the next day allows three new cards again, in addition to the due ones */
    world_now(world, "2026-03-03T04:00");
    assert_string_equal(drill_output(world, 0, ARGS("due", "--new", "3", deck)), "5\n");
    term = drill_start(world, 24, 80, ARGS(deck, "--new", "3"));
    assert_counts(world, term, 2, 0, 3);
    assert_quits(term);
}

static void test_new_cap_by_default(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 25);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_counts(world, term, 20, 0, 0);
    assert_rates(term, 1, 4);
    assert_rates(term, 2, 1);
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck));
    assert_counts(world, term, 18, 1, 0);
    assert_types(term, " ", "Answer 2.");
    assert_types(term, "u", SAYS_TAKEN_BACK);
    assert_counts(world, term, 19, 0, 0);
    assert_quits(term);
}

static void test_no_new_cards(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--new", "0"));

    assert_waits(term, SAYS_NOTHING);
    assert_types(term, "n", "Question 1?");
    assert_counts(world, term, 3, 0, 0);
    assert_quits(term);
}

static void test_limit_holds(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 6);
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--limit", "4"));

    assert_counts(world, term, 4, 0, 0);
    assert_rates(term, 1, 4);
    assert_rates(term, 2, 1);
    assert_rates(term, 3, 5);
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck, "--limit", "4"));
    assert_counts(world, term, 1, 1, 0); /* repeats do not count toward the limit */
    assert_rates(term, 2, 4);
    assert_rates(term, 4, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck, "--limit", "4"));
    assert_waits(term, SAYS_NOTHING);
    assert_quits(term);

    world_now(world, "2026-03-03T09:00");
    term = drill_start(world, 24, 80, ARGS(deck, "--limit", "3"));
    assert_counts(world, term, 1, 0, 2); /* out of 4 due and 2 new */
    assert_quits(term);
}

/* Cards held back by a limit are still due, so the summary must not say that nothing is. */
static void test_limit_is_told(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    for (int card = 1; card <= 3; card++)
        assert_rates(term, card, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    world_now(world, "2026-03-03T09:00");
    term = drill_start(world, 24, 80, ARGS(deck, "--limit", "1"));
    assert_counts(world, term, 0, 0, 1);
    assert_rates(term, card_shown(term, 3), 4);
    assert_waits(term, "1 card, 1 rating");
    assert_shows(term, "2 more cards are due today");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck, "--limit", "1"));
    assert_waits(term, "q quit");
    assert_not(term, SAYS_NOTHING);
    assert_quits(term);
}

/* Several decks make one session: named by file, named by name, or all known ones. */
static void test_several_decks(void **state)
{
    struct world *world = *state;
    const char *numbers = deck_write(world, 2);
    const char *letters = world_write(world, "letters.yaml",
        "deck: Letters\nid: abc\ncards:\n"
        "  - {id: c3, q: Question 3?, a: Answer 3.}\n"
        "  - {id: c4, q: Question 4?, a: Answer 4.}\n");
    struct term *term = drill_start(world, 24, 80, ARGS(numbers, letters));

    assert_counts(world, term, 4, 0, 0);
    assert_shows(term, "Numbers");
    assert_rates(term, 1, 4);
    assert_rates(term, 2, 1);
    assert_waits(term, "Question 3?");
    assert_shows(term, "Letters");
    assert_not(term, "Numbers");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS("Numbers"));
    assert_counts(world, term, 0, 1, 0);
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS("abc"));
    assert_counts(world, term, 2, 0, 0);
    assert_types(term, "u", SAYS_NONE_TO_UNDO); /* the last rating was in another deck */
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS("abc", "Numbers"));
    assert_counts(world, term, 2, 1, 0);
    assert_types(term, "u", "Answer 2.");
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

static const char tagged_deck[] = "deck: Tagged\n"
                                  "tags: [all]\n"
                                  "cards:\n"
                                  "  - {id: c1, q: Question 1?, a: Answer 1., tags: [red]}\n"
                                  "  - {id: c2, q: Question 2?, a: Answer 2., tags: [blue]}\n"
                                  "  - {id: c3, q: Question 3?, a: Answer 3., tags: [red, big]}\n"
                                  "  - {id: c4, q: Question 4?, a: Answer 4.}\n";

static void test_tags(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "tagged.yaml", tagged_deck);
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--tag", "red"));

    assert_counts(world, term, 2, 0, 0);
    assert_rates(term, 1, 4);
    assert_rates(term, 3, 2);
    assert_rates(term, 3, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck, "--tag", "!red"));
    assert_counts(world, term, 2, 0, 0);
    assert_rates(term, 2, 4);
    assert_waits(term, "Question 4?");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck, "--tag", "all"));
    assert_counts(world, term, 1, 0, 0);
    assert_quits(term);
    assert_ratings(world, "c1:4 c3:2 c3:4 c2:4");
}

/* With tags, the summary only counts matching cards, and says if there are none. */
static void test_tags_at_the_end(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "tagged.yaml", tagged_deck);
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--tag", "green"));

    assert_waits(term, "No cards with these tags");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck));
    for (int card = 1; card <= 4; card++)
        assert_rates(term, card, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck, "--tag", "red"));
    assert_waits(term, "Tomorrow: 2 due");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck, "--tag", "green"));
    assert_waits(term, "c cram");
    assert_shows(term, "No cards with these tags");
    assert_quits(term);
}

/* The columns that a cram must not change, for all cards. */
static const char *schedules(struct world *world)
{
    static const char *const columns[] = {
        "card", "state", "repetitions", "interval", "ease", "due", "lapses", "last_rating"};
    const struct csv_table *cards = drill_export(world, "cards");
    char *text = world_text(world, "%s", "");

    for (size_t row = 0; row < cards->rows; row++) {
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            text = world_text(world, "%s%s ", text, csv_get(cards, row, columns[i]));
        text = world_text(world, "%s\n", text);
    }
    return text;
}

/* Rates the first card of a cram with 1, the others with 4, then the first again with 5. */
static void cram_through(struct world *world, struct term *term, int count)
{
    int lapsed = 0;

    for (int i = 0; i < count; i++) {
        int card = card_shown(term, count);
        assert_true(card > 0);
        assert_rates(term, card, i == 0 ? 1 : 4);
        lapsed = i == 0 ? card : lapsed;
    }
    assert_waits(term, "1 cram");
    assert_rates(term, lapsed, 5);
    assert_waits(term, SAYS_CRAM_OVER);
    assert_shows(term, world_text(world, "%d cards, %d ratings", count, count + 1));
}

static void test_cram_leaves_the_schedule(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 4);
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--new", "2"));

    assert_rates(term, 1, 3);
    assert_rates(term, 2, 5);
    assert_quits(term);
    const char *before = schedules(world);

    term = drill_start(world, 24, 80, ARGS(deck, "--cram"));
    assert_waits(term, "4 cram");
    assert_types(term, " ", "Answer");
    assert_shows(term, "no change");
    assert_not(term, "tomorrow");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck, "--cram"));
    assert_waits(term, "4 cram");
    cram_through(world, term, 4);
    assert_quits(term);
    assert_string_equal(schedules(world), before);
    const struct csv_table *log = drill_export(world, "reviews");
    assert_int_equal(log->rows, 7);
    assert_string_equal(csv_get(log, 1, "kind"), "new");
    for (size_t row = 2; row < 7; row++) {
        assert_string_equal(csv_get(log, row, "kind"), "cram");
        assert_string_equal(
            csv_get(log, row, "interval_before"), csv_get(log, row, "interval_after"));
        assert_string_equal(csv_get(log, row, "ease_before"), csv_get(log, row, "ease_after"));
    }

    /* the repeat is still owed, and the cram did not count toward the cap */
    term = drill_start(world, 24, 80, ARGS(deck, "--new", "3"));
    assert_counts(world, term, 1, 1, 0);
    assert_shows(term, "Question 1?");
    assert_quits(term);
}

static void test_cram_from_the_summary(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_rates(term, 1, 4);
    assert_rates(term, 2, 4);
    assert_waits(term, SAYS_DONE);
    const char *before = schedules(world);
    assert_types(term, "c", "2 cram");
    int card = card_shown(term, 2);
    assert_rates(term, card, 4);
    assert_waits(term, "1 cram");
    assert_rates(term, 3 - card, 4);
    assert_waits(term, SAYS_CRAM_OVER);
    assert_string_equal(schedules(world), before);
    char words[32];
    assert_types(term, "u", card_answer(3 - card, words));
    assert_waits(term, "1 cram");
    assert_types(term, "4", SAYS_CRAM_OVER);
    assert_quits(term);
    assert_string_equal(schedules(world), before);
    assert_int_equal(drill_export(world, "reviews")->rows, 4);
}

/* In a cram, undo continues with the ratings given before it. */
static void test_undo_behind_a_cram(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_rates(term, 1, 4);
    assert_rates(term, 2, 5);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(deck, "--cram"));
    assert_waits(term, "2 cram");
    assert_types(term, "u", SAYS_TAKEN_BACK);
    assert_shows(term, "Answer 2.");
    assert_ratings(world, "c1:4");
    assert_string_equal(csv_get(drill_export(world, "cards"), 1, "state"), "new");
    term_send(term, "4"); /* after undo, this is a normal rating, not part of the cram */
    assert_gone(term, "Answer 2.");
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:4");
    assert_string_equal(csv_get(drill_export(world, "reviews"), 1, "kind"), "new");
    assert_string_equal(csv_get(drill_export(world, "cards"), 1, "state"), "learning");
}

static void test_seed(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 9);
    int shown[2];

    for (int i = 0; i < 2; i++) {
        struct term *term = drill_start(world, 24, 80, ARGS(deck, "--cram", "--seed", "7"));
        assert_waits(term, "9 cram");
        shown[i] = card_shown(term, 9);
        assert_quits(term);
    }
    assert_int_equal(shown[0], shown[1]);
    bool differs = false;
    for (int seed = 8; seed < 16 && !differs; seed++) {
        struct term *term = drill_start(
            world, 24, 80, ARGS(deck, "--cram", "--seed", world_text(world, "%d", seed)));
        assert_waits(term, "9 cram");
        differs = card_shown(term, 9) != shown[0];
        assert_quits(term);
        drill_done(world, term);
    }
    assert_true(differs);
}

static const char hinted_deck[] =
    "deck: Hinted\n"
    "cards:\n"
    "  - {id: c1, q: Question 1?, a: Answer 1., hint: think of one, note: the note of 1}\n"
    "  - {id: c2, q: Question 2?, a: Answer 2.}\n"
    "  - {id: c3, q: Question 3?, a: ''}\n";

static void test_hint_note_draft(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "hinted.yaml", hinted_deck);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_shows(term, "h hint");
    assert_not(term, "think of one");
    assert_types(term, "h", "think of one");
    assert_not(term, "h hint");
    assert_not(term, "Answer 1.");
    assert_types(term, " ", "Answer 1.");
    assert_shows(term, "the note of 1");
    assert_types(term, "4", "Question 2?");
    assert_not(term, "h hint");
    assert_types(term, "h", SAYS_NO_HINT);
    assert_rates(term, 2, 4);
    assert_waits(term, "Question 3?");
    assert_types(term, " ", "draft");
    assert_types(term, "4", SAYS_DONE);
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:4 c3:4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_new_cap_holds),
        TEST(test_new_cap_by_default),
        TEST(test_no_new_cards),
        TEST(test_limit_holds),
        TEST(test_limit_is_told),
        TEST(test_several_decks),
        TEST(test_tags),
        TEST(test_tags_at_the_end),
        TEST(test_cram_leaves_the_schedule),
        TEST(test_cram_from_the_summary),
        TEST(test_undo_behind_a_cram),
        TEST(test_seed),
        TEST(test_hint_note_draft),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
