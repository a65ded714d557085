/* Suspending, burying, marking and editing cards with real keys, and an editor on the same
 * terminal. */
#include "drill.h"

#define EDITOR_IS_THERE "the editor waits"

/* Makes the editor a script that is called like vi. It prints its arguments, waits for a line, and
 * then runs the given commands, in which $file is the deck. */
static void set_editor(struct world *world, const char *script)
{
    const char *path = world_write(world, "vi",
        world_text(world,
            "#!/bin/sh\n"
            "line=$1 file=$2\n"
            "stty -a | grep -q ' icanon' && echo the terminal is as it was\n"
            "echo \"$line of $(basename \"$file\"): " EDITOR_IS_THERE "\"\n"
            "read -r word\n"
            "%s\n",
            script));
    assert_int_equal(chmod(path, 0700), 0);
    world_set(world, world_text(world, "EDITOR=%s", path));
}

static void test_suspend_bury_mark_and_undo(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 4);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_types(term, "t", "Marked as a leech");
    assert_shows(term, "Question 1?");
    assert_types(term, "u", "Undone: marking as a leech, today 09:00");
    assert_types(term, "t", "Marked as a leech");
    assert_types(term, "s", "Suspended until you resume it (drill browse)");
    assert_shows(term, "Question 2?");
    assert_counts(world, term, 3, 0, 0);
    assert_types(term, " ", "Answer 2.");
    assert_types(term, "b", "Buried until tomorrow");
    assert_shows(term, "Question 3?");
    assert_counts(world, term, 2, 0, 0);
    assert_types(term, "u", "Undone: burying, today 09:00");
    assert_shows(term, "Question 2?");
    assert_types(term, "u", "Undone: suspending, today 09:00");
    assert_shows(term, "Question 1?");
    assert_counts(world, term, 4, 0, 0);
    assert_types(term, "s", "Suspended");
    assert_types(term, "b", "Buried");
    assert_rates(term, 3, 4);
    assert_rates(term, 4, 4);
    assert_waits(term, SAYS_DONE);
    term_send(term, "sbte"); /* no effect: no card is shown */
    assert_quits(term);
    assert_ratings(world, "c3:4 c4:4");
    assert_string_equal(drill_output(world, 1, ARGS("due")), "0\n");
    world_now(world, "2026-03-03T09:00");
    assert_string_equal(drill_output(world, 0, ARGS("due")), "3\n"); /* all but the first card */
}

static void test_edit(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    set_editor(world, "sed -i \"s/Answer 2[.]/Answer $word./\" \"$file\"");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_rates(term, 1, 4);
    assert_waits(term, "Question 2?");
    assert_types(term, "e", "+6 of numbers.yaml: " EDITOR_IS_THERE);
    assert_shows(term, "the terminal is as it was");
    assert_types(term, "seven\r", "1 edited card");
    assert_shows(term, "Question 2?");
    assert_counts(world, term, 2, 0, 0);
    assert_types(term, " ", "Answer seven.");
    assert_types(term, "e", EDITOR_IS_THERE);
    assert_types(term, "\r", "Nothing changed");
    assert_shows(term, "Answer seven.");
    assert_types(term, "4", "Question 3?");
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:4");
}

static void test_edit_with_a_mistake(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);
    set_editor(world, "sed -i \"2,\\$s/$word/\" \"$file\"");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_types(term, "e", EDITOR_IS_THERE);
    assert_types(term, "answer: Answer 2/anser: x\r", "Line 8: unknown key");
    assert_shows(term, "Question 1?");
    assert_types(term, "e", "+8 of numbers.yaml");
    assert_types(term, "anser: x/answer: mended\r", "1 edited card");
    assert_rates(term, 1, 4);
    assert_waits(term, "Question 2?");
    assert_types(term, " ", "mended");
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

static void test_edit_away(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);
    set_editor(world, "sed -i 3,5d \"$file\"");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_types(term, "e", EDITOR_IS_THERE);
    assert_types(term, "\r", "That card is no longer in its file");
    assert_shows(term, "Question 2?");
    assert_quits(term);
}

static void test_no_editor_and_no_file(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 1);
    world_set(world, "EDITOR=/nowhere/ed --fast");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_types(term, "e", "no editor \"/nowhere/ed --fast\": set $VISUAL or $EDITOR");
    assert_types(term, " ", "Answer 1.");
    assert_int_equal(remove(deck), 0);
    assert_types(term, "e", "the deck's file is gone");
    assert_types(term, "4", SAYS_DONE);
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

/* While the editor runs, Ctrl-C is for the editor, but a signal sent to drill is for drill. */
static void test_signals_during_an_edit(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 1);
    set_editor(world, "true");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_types(term, "e", EDITOR_IS_THERE);
    assert_types(term, "\003", "Nothing changed"); /* Ctrl-C ended only the editor */
    assert_types(term, "e", EDITOR_IS_THERE);
    term_resize(term, 12, 40);
    assert_types(term, "\r", "Nothing changed");
    assert_shows(term, "Question 1?");
    assert_types(term, "e", EDITOR_IS_THERE);
    assert_int_equal(kill(term_pid(term), SIGTERM), 0);
    term_send(term, "\r");
    assert_int_equal(term_exit(term), 128 + SIGTERM);
    assert_true(term_restored(term));
}

/* Starts with a card that has lapsed once, and settings by which the next lapse makes it a leech.
 */
static struct term *start_near_leech(struct world *world)
{
    const char *deck = deck_write(world, 2);
    mkdir(world_text(world, "%s/config", world->home), 0700);
    mkdir(world_text(world, "%s/config/drill", world->home), 0700);
    world_write(world, "config/drill/config.yaml", "leech-lapses: 2\n");
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--new", "1"));
    assert_rates(term, 1, 1);
    assert_quits(term);
    world_now(world, "2026-03-03T09:00");
    term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, "Question 1?");
    assert_types(term, " ", "Answer 1.");
    assert_types(term, "2", "A leech: 2 lapses. Edit or suspend?");
    assert_shows(term, "Answer 1.");
    assert_not(term, SAYS_ASK);
    return term;
}

static void test_leech_goes_on(void **state)
{
    struct world *world = *state;
    struct term *term = start_near_leech(world);

    assert_types(term, " ", "Question 2?");
    assert_not(term, "A leech");
    assert_counts(world, term, 1, 1, 0);
    assert_types(term, "u", SAYS_TAKEN_BACK);
    assert_shows(term, "Question 1?");
    assert_types(term, "1", "A leech: 2 lapses");
    assert_types(term, "u", SAYS_TAKEN_BACK);
    assert_shows(term, "Question 1?");
    assert_types(term, "4", "Question 2?");
    assert_quits(term);
    assert_ratings(world, "c1:1 c1:4");
}

static void test_leech_suspended(void **state)
{
    struct world *world = *state;
    struct term *term = start_near_leech(world);

    assert_types(term, "s", "Suspended");
    assert_shows(term, "Question 2?");
    assert_counts(world, term, 1, 0, 0);
    assert_rates(term, 2, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    assert_ratings(world, "c1:1 c1:2 c2:4");
}

static void test_leech_edited(void **state)
{
    struct world *world = *state;
    set_editor(world, "sed -i 's/Answer 1[.]/Easier/' \"$file\"");
    struct term *term = start_near_leech(world);

    assert_types(term, "e", EDITOR_IS_THERE);
    assert_types(term, "\r", "1 edited card");
    assert_shows(term, "Question 2?");
    assert_rates(term, 2, 4);
    assert_waits(term, "Question 1?");
    assert_types(term, " ", "Easier");
    assert_quits(term);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_suspend_bury_mark_and_undo),
        TEST(test_edit),
        TEST(test_edit_with_a_mistake),
        TEST(test_edit_away),
        TEST(test_no_editor_and_no_file),
        TEST(test_signals_during_an_edit),
        TEST(test_leech_goes_on),
        TEST(test_leech_suspended),
        TEST(test_leech_edited),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
