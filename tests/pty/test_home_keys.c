/* The home screen with real keys: what a new user sees, choosing decks, returning from a session,
 * decks that change meanwhile, other sizes, and every way to quit. */
#include "drill.h"

/* Makes two known decks, of three cards and of one. */
static void start_known(struct world *world)
{
    world_write(world, "alpha.yaml",
        "deck: Alpha\ncards:\n- {q: Alpha one, a: A1.}\n- {q: Alpha two, a: A2.}\n"
        "- {q: Alpha three, a: A3.}\n");
    world_write(world, "beta.yaml", "deck: Beta\ncards: [{q: Beta one, a: B1.}]\n");
    drill_output(world, 0, ARGS("import", world->home));
}

static struct term *start_home(struct world *world)
{
    struct term *term = drill_start(world, 24, 80, ARGS("--color", "never"));

    assert_waits(term, "All 2 decks");
    assert_counts(world, term, 4, 0, 0);
    return term;
}

static void test_a_new_user(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS("--color", "never"));

    assert_waits(term, "no decks yet");
    assert_waits(term, "cards:");
    assert_int_equal(term_exit(term), 2);
}

/* drill asks before it copies an installed deck: no leaves everything as it is, yes reviews the
 * copy. */
static void test_an_installed_deck(void **state)
{
    struct world *world = *state;
    char *built = strdup(getenv("DRILL"));
    const char *copy = world_text(world, "%s/data/drill/decks/numbers.yaml", world->home);

    assert_int_equal(
        system(world_text(world,
            "cd %s && mkdir -p p/bin p/share/doc/drill/decks && cp '%s' p/bin/drill && "
            "mv '%s' p/share/doc/drill/decks",
            world->home, built, deck_write(world, 3))),
        0);
    setenv("DRILL", world_text(world, "%s/p/bin/drill", world->home), 1);
    struct term *term = drill_start(world, 24, 80, ARGS("numbers"));
    assert_waits(term, "[y/N]");
    term_send(term, "\r");
    assert_waits(term, "Nothing was changed.");
    assert_int_equal(term_exit(term), 1);
    assert_int_not_equal(access(copy, F_OK), 0);
    term = drill_start(world, 24, 80, ARGS("numbers"));
    assert_waits(term, "[y/N]");
    term_send(term, "y\r");
    assert_rates(term, 1, 4);
    assert_quits(term);
    assert_int_equal(access(copy, F_OK), 0);
    term = drill_start(world, 24, 80, ARGS("numbers"));
    assert_rates(term, 2, 4);
    assert_quits(term);
    setenv("DRILL", built, 1);
    free(built);
}

/* Filter, open, rate, return: the counts are updated, and the same deck is selected. */
static void test_a_deck_and_back(void **state)
{
    struct world *world = *state;

    start_known(world);
    struct term *term = start_home(world);
    assert_types(term, "/ALP", "Filter: ALP");
    assert_gone(term, "Beta");
    assert_types(term, "\r", SAYS_HOME);
    assert_types(term, "\r", "Alpha one");
    assert_counts(world, term, 3, 0, 0);
    assert_types(term, " ", "A1.");
    assert_types(term, "4", "Alpha two");
    assert_types(term, "q", "studied today");
    assert_counts(world, term, 3, 0, 0);
    assert_types(term, "\033", "All 2 decks");
    assert_quits(term);
    assert_string_equal(drill_output(world, 0, ARGS("due")), "3\n");
    assert_int_equal(drill_export(world, "reviews")->rows, 1);
}

static void test_all_and_marked_ones(void **state)
{
    struct world *world = *state;

    start_known(world);
    struct term *term = start_home(world);
    assert_types(term, "\r", "Alpha one");
    assert_counts(world, term, 4, 0, 0);
    assert_types(term, "q", "All 2 decks");
    assert_types(term, "jj\t", "•");
    assert_types(term, "k\r", "Beta one"); /* opens the marked deck, not the selected one */
    assert_counts(world, term, 1, 0, 0);
    assert_types(term, "q", "All 2 decks");
    assert_not(term, "•");
    term_send(term, "\003");
    assert_int_equal(term_exit(term), 128 + SIGINT);
    assert_true(term_restored(term));
}

/* Returning reads the files again: one was edited, one has a mistake and is later deleted. */
static void test_decks_that_change_meanwhile(void **state)
{
    struct world *world = *state;

    start_known(world);
    struct term *term = start_home(world);
    assert_types(term, KEY_DOWN "\r", "Alpha one");
    world_write(world, "alpha.yaml", "deck: Alpha\ncards: [{q: Alpha one, a: A one.}]\n");
    world_write(world, "beta.yaml", "deck: Beta\ncards: [{q: Beta one, aa: B1.}]\n");
    assert_types(term, "q", "1 edited card, 2 retired");
    assert_waits(term, "Beta has mistakes");
    assert_counts(world, term, 1, 0, 0);
    assert_types(term, KEY_END "\r", "drill check");
    assert_types(term, KEY_UP, "1 card, never studied");
    assert_types(term, "\r", "Alpha one");
    assert_int_equal(unlink(world_text(world, "%s/beta.yaml", world->home)), 0);
    assert_types(term, "q", "Beta file gone");
    assert_counts(world, term, 2, 0, 0);
    assert_quits(term);
}

static void test_other_sizes(void **state)
{
    static const int sizes[][2] = {{12, 40}, {60, 200}, {10, 32}, {24, 80}};
    struct world *world = *state;

    start_known(world);
    struct term *term = start_home(world);
    term_resize(term, 5, 20);
    assert_waits(term, SAYS_TOO_SMALL);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        term_resize(term, sizes[i][0], sizes[i][1]);
        assert_waits(term, sizes[i][1] < 60 ? "4n" : "4 new");
        assert_waits(term, "Alpha");
    }
    assert_types(term, KEY_DOWN "\r", "Alpha one");
    term_resize(term, 12, 40);
    assert_waits(term, "3n");
    assert_types(term, "q", "All 2 decks");
    term_signal(term, SIGTERM);
    assert_int_equal(term_exit(term), 128 + SIGTERM);
    assert_true(term_restored(term));
}

/* e opens the selected deck's file, at its first mistake if it has one. */
static void test_editing_a_deck(void **state)
{
    struct world *world = *state;
    const char *editor = world_write(world, "vi",
        "#!/bin/sh\n"
        "echo \"the editor waits at $1 of ${2##*/}\"\n"
        "read -r word\n"
        "sed -i \"$word\" \"$2\"\n");

    assert_int_equal(chmod(editor, 0700), 0);
    world_set(world, world_text(world, "EDITOR=%s", editor));
    start_known(world);
    struct term *term = start_home(world);
    assert_types(term, "e", "Select a single deck");
    assert_types(term, "je", "the editor waits at +1 of alpha.yaml");
    assert_types(term, "s/two, a:/two, aa:/\r", "Line 4: unknown key");
    assert_waits(term, "Alpha has mistakes");
    assert_types(term, "e", "the editor waits at +4 of alpha.yaml");
    assert_types(term, "s/aa:/a:/; s/A2/B2/\r", "1 edited card");
    assert_gone(term, "has mistakes");
    assert_types(term, "e", "the editor waits at +1");
    assert_types(term, "\r", "Nothing changed");
    assert_int_equal(unlink(world_text(world, "%s/alpha.yaml", world->home)), 0);
    assert_types(term, "e", "the deck's file is gone");
    assert_quits(term);
}

/* Decks stand below their folders; a folder is reviewed as one session; o sorts by what is due. */
static void test_folders_and_order(void **state)
{
    struct world *world = *state;
    const char *folder = world_text(world, "%s/more", world->home);

    start_known(world);
    assert_int_equal(mkdir(folder, 0700), 0);
    world_write(world, "more/gamma.yaml",
        "deck: Gamma\nnew: 1\ncards: [{q: Gamma one, a: C1.}, {q: Gamma two, a: C2.}]\n");
    drill_output(world, 0, ARGS("import", folder));
    struct term *term = drill_start(world, 24, 80, ARGS("--color", "never"));
    assert_waits(term, "All 3 decks");
    assert_shows(term, "more/");
    assert_shows(term, "1 of 2");
    assert_true(row_of(term, "Gamma") > row_of(term, "Beta"));
    assert_types(term, "G", "2 cards, never studied");
    assert_types(term, "k", "1 deck: ");
    assert_types(term, "\r", "Gamma one");
    assert_counts(world, term, 1, 0, 0);
    assert_types(term, " ", "C1.");
    assert_types(term, "2", "1 repeat");
    assert_types(term, "q", "All 3 decks");
    assert_types(term, "o", "due▼"); /* a repeat is due in Gamma only */
    assert_true(row_of(term, "Gamma") < row_of(term, "Beta"));
    assert_int_equal(row_of(term, "❯"), row_of(term, "Gamma") - 1); /* still the folder */
    assert_quits(term);
}

/* Starts drill where no folder is called decks, so that new decks go beside the database. */
static struct term *start_elsewhere(struct world *world, const char *const *args)
{
    char *here = getcwd(NULL, 0);

    assert_non_null(here);
    assert_int_equal(chdir(world->home), 0);
    struct term *term = drill_start(world, 24, 80, args);
    assert_int_equal(chdir(here), 0);
    free(here);
    return term;
}

/* x imports a file: tab completes its name, and nothing is written before the user agrees. */
static void test_importing(void **state)
{
    struct world *world = *state;

    start_known(world);
    world_write(world, "words in Latin.csv", "question,answer\naqua,water\nignis,fire\n");
    world_write(world, "words.txt", "");
    world_write(world, "bad.yaml", "deck: Bad\ncards: [{q: One, aa: 1}]\n");
    struct term *term = start_elsewhere(world, ARGS("--color", "never"));
    assert_waits(term, "All 2 decks");
    assert_types(term, "x~/wor", "Import: ~/wor");
    assert_types(term, "\t", "words in Latin.csv  words.txt");
    assert_shows(term, "Import: ~/words");
    assert_types(term, "z\t", "No file begins like this");
    assert_types(term, "\r", "Cannot be read: No such file");
    assert_types(term, "\177 \t", "Import: ~/words in Latin.csv");
    assert_types(term, "\r", "Import this? [y/N]");
    assert_shows(term, "2 cards, would be");
    assert_types(term, "\003", "Nothing was changed."); /* an interrupt says no; drill goes on */
    assert_waits(term, "Press enter");
    assert_types(term, "\r", "All 2 decks");
    assert_types(term, "x~/words \t\r", "Import this? [y/N]");
    assert_types(term, "y\r", "2 new cards");
    assert_types(term, "\r", "Imported ");
    assert_shows(term, "All 3 decks");
    assert_types(term, "x~/bad.yaml\r", "unknown key");
    assert_types(term, "\r", "All 3 decks");
    assert_types(term, "x\r", "Import what?");
    assert_types(term, "\033", SAYS_HOME);
    assert_quits(term);
    assert_int_equal(drill_export(world, "cards")->rows, 6);
}

/* The same line by line. */
static void test_importing_line_by_line(void **state)
{
    struct world *world = *state;

    start_known(world);
    world_write(world, "one.csv", "question,answer\naqua,water\n");
    struct term *term = start_elsewhere(world, ARGS("--plain"));
    assert_waits(term, "x FILE: import");
    assert_types(term, "x ~/none\r", "Cannot be read: No such file");
    assert_types(term, "x ~/one.csv\r", "Import this? [y/N]");
    assert_types(term, "y\r", "3. one: 1 new");
    term_send(term, "q\r");
    assert_int_equal(term_exit(term), 0);
}

/* A click selects a row, a click on the selected row reviews it; the heads sort; the wheel moves.
 */
static void test_mouse(void **state)
{
    struct world *world = *state;

    start_known(world);
    struct term *term = start_home(world);
    assert_clicks(world, term, "Beta", "Beta");
    assert_waits(term, "❯ Beta");
    assert_types(term, "\033[<64;10;10M", "❯ Alpha"); /* the wheel, up */
    assert_types(term, "\033[<65;10;10M", "❯ Beta");
    assert_types(term, "\033[<64;10;10M\033[<64;10;10M", "❯ All"); /* turns that arrive together */
    assert_types(term, "\033[<65;10;10M\033[<65;10;10M", "❯ Beta");
    assert_clicks(world, term, "deck▲", "due");
    assert_waits(term, "due▼");
    assert_clicks(world, term, "deck", "deck");
    assert_waits(term, "deck▲");
    assert_clicks(world, term, "❯ Beta", "now");
    assert_waits(term, "Beta one");
    assert_clicks(world, term, "space answer", "answer");
    assert_waits(term, "B1.");
    assert_clicks(world, term, "1 Not at all", "4 Well");
    assert_waits(term, SAYS_DONE);
    assert_types(term, "q", "All 2 decks");
    int row = row_of(term, "Alpha");
    const char *once = click(world, row, 20);
    term_send(term, world_text(world, "\033[200~%s%s\033[201~", once, once)); /* pasted */
    term_wait_read(term);
    assert_shows(term, "❯ Beta");
    term_send(term, world_text(world, "%s%s", once, once)); /* a double click */
    assert_waits(term, "Alpha one");
    assert_types(term, "q", "All 2 decks");
    assert_clicks(world, term, SAYS_HOME, "filter");
    assert_waits(term, "Filter: ▏");
    assert_types(term, "\033", SAYS_HOME);
    assert_clicks(world, term, SAYS_HOME, "quit");
    assert_int_equal(term_exit(term), 0);
    assert_int_equal(drill_export(world, "reviews")->rows, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_new_user),
        TEST(test_an_installed_deck),
        TEST(test_a_deck_and_back),
        TEST(test_all_and_marked_ones),
        TEST(test_decks_that_change_meanwhile),
        TEST(test_editing_a_deck),
        TEST(test_folders_and_order),
        TEST(test_other_sizes),
        TEST(test_mouse),
        TEST(test_importing),
        TEST(test_importing_line_by_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
