/* Browsing with real keys: searching, changing, undoing and editing cards; opening the browser from
 * a session and returning. */
#include "drill.h"

#define EDITOR_IS_THERE "the editor waits"

/* Makes the editor a script with the variables line and file; it waits for a typed line. */
static void set_editor(struct world *world, const char *script)
{
    const char *path = world_write(world, "vi",
        world_text(world,
            "#!/bin/sh\n"
            "line=$1 file=$2\n"
            "echo \"$line: " EDITOR_IS_THERE "\"\n"
            "read -r word\n"
            "%s\n",
            script));
    assert_int_equal(chmod(path, 0700), 0);
    world_set(world, world_text(world, "EDITOR=%s", path));
}

static const char *cell(struct world *world, size_t row, const char *name)
{
    return csv_get(drill_export(world, "cards"), row, name);
}

static void test_search_and_change(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 30);
    struct term *term = drill_start(world, 24, 80, ARGS("browse", deck));

    assert_waits(term, "30 cards");
    assert_shows(term, "30 new cards"); /* the changes found when the deck was loaded */
    assert_types(term, "/", "Search: ");
    assert_types(term, "\"Answer 7.\"", "1 of 30 cards");
    assert_shows(term, "Question 7?");
    assert_not(term, "Question 6?");
    assert_types(term, "\r", "q back");
    assert_types(term, "s", "Suspended until you resume it");
    assert_types(term, "d", "Due (3");
    assert_types(term, "soon\r", "Not a day: try 3");
    assert_types(term, "\025", "Due (3, +3, today, tomorrow, 2026-12-01): ▏");
    assert_types(term, "2026-12-01\r", "mo, 2026-12-01");
    assert_types(term, "r", "Reset to new");
    assert_string_equal(cell(world, 6, "suspended"), "1");
    assert_string_equal(cell(world, 6, "due"), "");
    assert_types(term, "u", "before the reset");
    assert_string_equal(cell(world, 6, "due"), "2026-12-01");
    assert_types(term, "\033", "Question 6?"); /* the search is cleared; the card stays selected */
    assert_types(term, "s", "Resumed");
    assert_string_equal(cell(world, 6, "suspended"), "0");
    assert_types(term, "u", "Undone: suspended again");
    assert_types(term, "u", "Undone: due day restored");
    assert_types(term, "u", "Undone: no longer suspended");
    assert_types(term, "u", "Nothing to undo here");
    assert_types(term, "/xyzzy", "No matching cards");
    assert_types(term, "\033", "q back");
    term_send(term, "s"); /* no card is selected */
    assert_quits(term);
    assert_string_equal(cell(world, 6, "suspended"), "0");
    assert_string_equal(cell(world, 6, "due"), "");
}

static void test_marked_cards(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 30);
    struct term *term = drill_start(world, 24, 80, ARGS("browse", deck));

    assert_waits(term, "30 cards");
    assert_types(term, "\t\t", "30 cards, 2 marked");
    assert_types(term, "s", "Suspended 2 cards");
    assert_string_equal(cell(world, 0, "suspended"), "1");
    assert_string_equal(cell(world, 1, "suspended"), "1");
    assert_string_equal(cell(world, 2, "suspended"), "0");
    assert_types(term, "s", "Resumed 2 cards");
    assert_types(term, "d+3\r", "2 cards due in 3 d");
    assert_types(term, "u", "Undone: due day restored (2 cards)");
    assert_string_equal(cell(world, 1, "due"), "");
    assert_types(term, "\022", "Redone: 2 cards due in 3 d");
    assert_types(term, "\022", "Nothing to redo here");
    assert_types(term, "*", "30 cards marked");
    assert_types(term, "b", "Buried 30 cards until tomorrow");
    assert_types(term, "b", "They are already buried until tomorrow");
    assert_types(term, "*", "No cards are marked");
    assert_types(term, "\t", "1 marked");
    assert_types(term, "u", "Undone: no longer buried (30 cards)");
    assert_quits(term);
    assert_string_equal(cell(world, 0, "due"), cell(world, 1, "due"));
}

static void test_tags_and_decks(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    const char *other = world_write(world, "other.yaml", "deck: Other\ncards:\n- {q: o, a: p}\n");
    struct term *term = drill_start(world, 24, 80, ARGS("browse", deck, other));

    assert_waits(term, "Cards of 2 decks");
    assert_types(term, "s", "Suspended until you resume it");
    assert_types(term, "\t#hard -easy\r", "Changed the tags of 1 card");
    assert_string_equal(cell(world, 0, "tags"), "hard");
    assert_types(term, "mnone", "Move to: no such deck: none");
    assert_types(term, "\r", "No deck of that name is known");
    assert_types(term, "\025oth", "Move to Other: oth");
    assert_types(term, "\r", "Moved 1 card to Other");
    assert_string_equal(cell(world, 3, "question"), "Question 1?");
    assert_string_equal(cell(world, 3, "deck"), "Other");
    assert_string_equal(cell(world, 3, "suspended"), "1");
    assert_types(term, "u", "Undone: moved back 1 card");
    assert_types(term, "u", "Undone: restored the tags of 1 card");
    assert_string_equal(cell(world, 0, "question"), "Question 1?");
    assert_string_equal(cell(world, 0, "tags"), "");
    assert_types(term, "u", "Undone: no longer suspended");
    assert_quits(term);
}

static void test_card_alone(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS("browse", deck_write(world, 3)));

    assert_waits(term, "3 cards");
    assert_types(term, "\r", "1 of 3 cards");
    assert_not(term, "Answer 1.");
    assert_types(term, " ", "Answer 1.");
    assert_types(term, " ", "2 of 3 cards");
    assert_not(term, "Answer 2.");
    assert_types(term, "s", "Suspended until you resume it");
    assert_types(term, "q", "suspended");
    assert_string_equal(cell(world, 1, "suspended"), "1");
    assert_quits(term);
}

static void test_other_keys(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 30);
    struct term *term = drill_start(world, 24, 80, ARGS("browse", "--search", "question", deck));

    assert_waits(term, "30 of 30 cards");
    assert_types(term, "b", "Buried until tomorrow");
    assert_types(term, "b", "Already buried until tomorrow");
    assert_types(term, "r", "Already a new card");
    assert_types(term, "t", "Marked as a leech");
    assert_types(term, "i", "No ratings yet");
    assert_types(term, "i", "interval  ease");
    assert_types(term, "ooooo", "lapses▼");
    assert_types(term, "O", "lapses▲");
    assert_types(term, "G", "Answer 30.");
    assert_types(term, KEY_HOME, "Answer 1.");
    assert_types(term, "?", "suspend or resume it");
    assert_types(term, "q", "lapses▲");
    assert_types(term, "/\025is:leech", "1 of 30 cards");
    assert_types(term, "\r", "q back");
    term_resize(term, 12, 40);
    assert_gone(term, "Answer 1.");
    assert_types(term, "p", "Answer 1.");
    assert_types(term, "\033", "lapses▲");
    term_resize(term, 5, 20);
    assert_waits(term, SAYS_TOO_SMALL);
    term_send(term, "s/"); /* no effect: nothing is visible */
    assert_quits(term);
    assert_string_equal(cell(world, 0, "suspended"), "0");
}

/* Clicks select cards, sort by the heads of columns, and scroll by the bar at the right. */
static void test_mouse(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS("browse", deck_write(world, 30)));

    assert_waits(term, "Answer 1.");
    assert_clicks(world, term, "Question 3?", "new");
    assert_waits(term, "Answer 3.");
    assert_clicks(world, term, "question", "due");
    assert_waits(term, "due▲");
    assert_clicks(world, term, "question", "due");
    assert_waits(term, "due▼");
    assert_clicks(world, term, "question", "question");
    assert_gone(term, "due▼"); /* in the order of the files: not sorted */
    int top = row_of(term, "❯ Question 1?");
    assert_types(term, click(world, top + 8, 77), "❯ Question 9?"); /* ▼: a page on */
    assert_types(term, click(world, top + 7, 77), "Question 30?");  /* the end of the bar */
    assert_types(term, click(world, top, 77), "Question 14?");      /* ▲: a page back */
    assert_types(term, world_text(world, "/%s", click(world, 5, 7)),
        "Search: ▏"); /* while a line is open, too */
    assert_shows(term, "❯ Question 16?");
    assert_types(term, "\033", "/ find");
    assert_clicks(world, term, "/ find", "back");
    assert_int_equal(term_exit(term), 0);
}

static void test_edit(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    set_editor(world, "sed -i \"$word\" \"$file\"");
    struct term *term = drill_start(world, 24, 80, ARGS("browse", deck));

    assert_waits(term, "Question 3?");
    assert_types(term, "j", "Answer 2.");
    assert_types(term, "e", "+6: " EDITOR_IS_THERE);
    assert_types(term, "s/Answer 2[.]/Seven/\r", "1 edited card");
    assert_shows(term, "Seven");
    assert_types(term, "e", "+6: " EDITOR_IS_THERE);
    assert_types(term, "s/answer: Seven/anser: Seven/\r", "Line 8: unknown key");
    assert_shows(term, "Seven");
    assert_types(term, "e", EDITOR_IS_THERE);
    assert_types(term, "s/anser/answer/;3,5d\r", "2 cards");
    assert_shows(term, "1 retired");
    assert_shows(term, "Seven"); /* the same card is selected */
    assert_quits(term);
}

static void test_from_a_session(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 5);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_types(term, " ", "Answer 1.");
    assert_types(term, "/", "Search: ");
    assert_types(term, "\033", "q back");
    assert_types(term, "q", SAYS_ASK); /* nothing was changed, so the session is where it was */
    assert_types(term, "/4", "1 of 5 cards");
    assert_types(term, "\rs", "Suspended");
    assert_types(term, "q", SAYS_ASK);
    assert_shows(term, "Answer 1.");
    assert_counts(world, term, 4, 0, 0);
    assert_types(term, "/1", "1 of 5 cards");
    assert_types(term, "\rs", "Suspended");
    term_send(term, "q");
    assert_waits(term, "Question 2?");
    assert_not(term, "Answer 1.");
    assert_counts(world, term, 3, 0, 0);
    assert_rates(term, 2, 4);
    assert_rates(term, 3, 4);
    assert_rates(term, 5, 4);
    assert_waits(term, SAYS_DONE);
    assert_types(term, "/", "Search: ");
    assert_types(term, "is:susp\rs", "Resumed");
    term_send(term, "\033\033");
    assert_waits(term, "Question 1?");
    assert_counts(world, term, 1, 0, 0);
    assert_quits(term);
    assert_ratings(world, "c2:4 c3:4 c5:4");
}

static void test_from_the_home_screen(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 5)));
    assert_waits(term, "Question 1?");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS(NULL));
    assert_waits(term, SAYS_HOME);
    assert_types(term, "b", "Search: ");
    assert_types(term, "4\r", "q back");
    assert_types(term, "s", "Suspended");
    assert_types(term, "q", SAYS_HOME);
    assert_counts(world, term, 4, 0, 0);
    assert_types(term, "\033OQ", "Search: "); /* F2 */
    term_send(term, "\033q");
    assert_waits(term, SAYS_HOME);
    assert_quits(term);
}

static void test_signals(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_types(term, "/", "Search: ");
    assert_int_equal(kill(term_pid(term), SIGTERM), 0);
    assert_int_equal(term_exit(term), 128 + SIGTERM);
    assert_true(term_restored(term));
    term = drill_start(world, 24, 80, ARGS("browse"));
    assert_waits(term, "2 cards");
    assert_int_equal(kill(term_pid(term), SIGINT), 0);
    assert_int_equal(term_exit(term), 128 + SIGINT);
    assert_true(term_restored(term));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_search_and_change),
        TEST(test_marked_cards),
        TEST(test_tags_and_decks),
        TEST(test_card_alone),
        TEST(test_other_keys),
        TEST(test_mouse),
        TEST(test_edit),
        TEST(test_from_a_session),
        TEST(test_from_the_home_screen),
        TEST(test_signals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
