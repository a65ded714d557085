/* The form with real keys: cards are written to their file, asked in the session, and nothing typed
 * is lost. */
#include "drill.h"

#define SAYS_FORM   "Add to Numbers"
#define SAYS_ADDED  "Added to Numbers: 1 card so far"
#define SAYS_LEAVE  "Leave without saving?"
#define CTRL_S      "\023"
#define ESCAPE      "\033"
#define PASTE(text) "\033[200~" text "\033[201~"

static const char *file_text(struct world *world, const char *path)
{
    char *text;
    size_t size;
    FILE *file = fopen(path, "r"), *copy = open_memstream(&text, &size);

    assert_non_null(file);
    for (int c; (c = getc(file)) != EOF;)
        putc(c, copy);
    fclose(file);
    fclose(copy);
    return world_keep(world, text);
}

static void assert_ends(struct world *world, const char *path, const char *end)
{
    const char *text = file_text(world, path);
    size_t length = strlen(text), size = strlen(end);

    if (length < size || strcmp(text + length - size, end) != 0)
        fail_msg("%s does not end with %s:\n%s", path, end, text);
}

static void test_a_card_is_asked_in_the_session(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 1);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_counts(world, term, 1, 0, 0);
    assert_types(term, "a", SAYS_FORM);
    assert_types(term, "the *dog*\tel perro", "el perro▏");
    assert_types(term, CTRL_S, SAYS_ADDED);
    assert_ends(world, deck,
        "    answer: Answer 1.\n\n  - id: the-dog\n    question: the *dog*\n    answer: el "
        "perro\n");
    assert_types(term, ESCAPE, "Question 1?");
    assert_shows(term, "Added 1 card");
    assert_counts(world, term, 2, 0, 0);
    assert_rates(term, 1, 4);
    assert_waits(term, "the dog");
    assert_types(term, " ", "el perro");
    assert_types(term, "5", SAYS_DONE);
    /* at the end, too */
    assert_types(term, "a", SAYS_FORM);
    assert_types(term, "the cat" CTRL_S, SAYS_ADDED);
    assert_types(term, ESCAPE, "space answer");
    assert_shows(term, "the cat");
    assert_quits(term);
    assert_ratings(world, "c1:4 the-dog:5");
}

static void test_from_the_list_of_decks(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);

    drill_output(world, 0, ARGS("import", deck));
    struct term *term = drill_start(world, 24, 80, ARGS(NULL));
    assert_waits(term, SAYS_HOME);
    assert_types(term, "a", SAYS_FORM);
    assert_types(term, "new" CTRL_S, SAYS_ADDED);
    assert_types(term, ESCAPE, SAYS_HOME);
    assert_shows(term, "Added 1 card");
    assert_counts(world, term, 3, 0, 0);
    assert_quits(term);
}

static void test_a_paste_never_saves(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 1), *before = file_text(world, deck);
    struct term *term = drill_start(world, 24, 80, ARGS("add", deck));

    assert_waits(term, SAYS_FORM);
    assert_types(term, PASTE("one\023\033\003\tx\rtwo"), "│ two▏");
    assert_shows(term, "Add to Numbers");
    assert_string_equal(file_text(world, deck), before);
    assert_types(term, CTRL_S, SAYS_ADDED);
    term_send(term, ESCAPE);
    assert_int_equal(term_exit(term), 0);
    assert_ends(world, deck, "  - id: one-x-two\n    question: |\n      one\tx\n      two\n");
}

static void test_a_duplicate_is_told_while_typing(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS("add", deck_write(world, 2)));

    assert_waits(term, SAYS_FORM);
    assert_types(term, "Question 2?", "This question is already in this deck");
    term_send(term, "x");
    assert_gone(term, "already in");
    assert_types(term, "\025question  2", "A question almost like this is already in this deck");
    assert_types(term, "\025Question 2?\tAnswer 2." CTRL_S, "this deck already has this card");
    assert_types(term, ESCAPE, SAYS_LEAVE);
    term_send(term, "y");
    assert_int_equal(term_exit(term), 0);
}

/* A resize, a stop, and a save that fails: what is typed stays. */
static void test_nothing_typed_is_lost(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 1);
    struct term *term = drill_start(world, 24, 80, ARGS("add", deck));

    assert_waits(term, SAYS_FORM);
    assert_types(term, "the dog\tel perro", "el perro▏");
    term_resize(term, 12, 40);
    assert_waits(term, "el perro▏");
    term_resize(term, 5, 20);
    assert_waits(term, SAYS_TOO_SMALL);
    term_send(term, "x" CTRL_S); /* neither typed nor saved unseen */
    term_wait_read(term);
    term_resize(term, 40, 120);
    assert_waits(term, "el perro▏");
    term_resize(term, 24, 80);
    term_send(term, "\032");
    assert_true(term_wait_stopped(term));
    world_write(world, "numbers.yaml", "deck: Numbers\ncards:\n- q: a\n  anwser: b\n");
    term_signal(term, SIGCONT);
    assert_waits(term, "el perro▏");
    assert_types(term, CTRL_S, "Not saved: line 4: unknown key");
    assert_shows(term, "el perro▏");
    deck_write(world, 1);
    assert_types(term, CTRL_S, SAYS_ADDED);
    assert_types(term, "again" ESCAPE, SAYS_LEAVE);
    term_send(term, "n");
    assert_gone(term, SAYS_LEAVE);
    assert_shows(term, "again▏");
    assert_types(term, ESCAPE, SAYS_LEAVE);
    term_send(term, "y");
    assert_int_equal(term_exit(term), 0);
    assert_true(term_restored(term));
    assert_ends(world, deck, "  - id: the-dog\n    question: the dog\n    answer: el perro\n");
}

static void test_a_signal_prints_what_was_not_saved(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS("add", deck_write(world, 1)));

    assert_waits(term, SAYS_FORM);
    assert_types(term, "the dog\tel perro", "el perro▏");
    term_signal(term, SIGTERM);
    assert_waits(term, "drill: this card was not saved:");
    assert_shows(term, "answer: el perro");
    assert_int_equal(term_exit(term), 128 + SIGTERM);
    assert_true(term_restored(term));
}

static void test_edits_the_card_shown(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "numbers.yaml",
        "deck: Numbers\ncards:\n  # first\n  - id: c1\n    question: One?   # say it\n"
        "  - q: Two?\n    a: it is a two\n\n  # end\n");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "One?");
    assert_types(term, " ", SAYS_ASK);
    assert_types(term, "4", "Two?");
    assert_types(term, " ", SAYS_ASK);
    assert_types(term, "1", "space answer");
    assert_types(term, "E", "Edit a card of Numbers");
    assert_types(term, "\tx", "it is a twox▏");
    assert_types(term, ESCAPE, SAYS_LEAVE);
    assert_types(term, "y", "space answer");
    assert_types(term, "E", "Edit a card of Numbers");
    assert_types(term, "\025Else\t\025three", "│ three▏");
    assert_types(term, CTRL_S, "space answer");
    assert_shows(term, "Else");
    assert_string_equal(file_text(world, deck),
        "deck: Numbers\ncards:\n  # first\n  - id: c1\n    question: One?   # say it\n"
        "  - q: Else\n    a: three\n\n  # end\n");
    assert_types(term, "i", "1 Not at all"); /* with its history, although all of it is new */
    assert_types(term, ESCAPE, "space answer");
    assert_types(term, " ", "three");
    assert_quits(term);
    const struct csv_table *cards = drill_export(world, "cards");
    assert_int_equal(cards->rows, 2);
}

/* A card without an id keeps its history when the form changes its answer. */
static void test_an_edit_keeps_the_history(void **state)
{
    struct world *world = *state;
    const char *deck =
        world_write(world, "numbers.yaml", "deck: Numbers\ncards:\n- q: Two?\n  a: one\n");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Two?");
    assert_types(term, " ", SAYS_ASK);
    assert_types(term, "2", "space answer");
    assert_types(term, "E", "Edit a card of Numbers");
    assert_types(term, "\t\025two" CTRL_S, "space answer");
    assert_types(term, "i", "2 Barely");
    assert_types(term, ESCAPE, "space answer");
    assert_quits(term);
    const struct csv_table *cards = drill_export(world, "cards");
    assert_int_equal(cards->rows, 1);
    assert_cell(cards, 0, "reviews", "1");
}

/* The form has no field for `type`: an edit keeps it, whether it is true or false. */
static void test_an_edit_keeps_the_typing(void **state)
{
    static const char *const edits[] = {"\025Uno?" CTRL_S, "\025Dos?" CTRL_S, "\025Tres?" CTRL_S};
    struct world *world = *state;
    const char *deck = world_write(world, "numbers.yaml",
        "deck: Numbers\ntype: true\ncards:\n- q: One?\n  a: one\n  type: false\n"
        "- q: Two?\n  a: two\n  type: true\n- q: Three?\n  a: three\n");
    struct term *term = drill_start(world, 24, 80, ARGS("browse", deck));

    assert_waits(term, "Three?");
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        assert_types(term, i ? KEY_DOWN "E" : "E", "Edit a card of Numbers");
        term_send(term, edits[i]);
        assert_gone(term, "Edit a card of Numbers");
    }
    assert_quits(term);
    assert_string_equal(file_text(world, deck),
        "deck: Numbers\ntype: true\ncards:\n- q: Uno?\n  a: one\n  type: false\n"
        "- q: Dos?\n  a: two\n  type: true\n- q: Tres?\n  a: three\n");
}

/* A card is no duplicate of itself, but may become one of another card. */
static void test_an_edit_is_no_duplicate_of_itself(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS("browse", deck_write(world, 2)));

    assert_waits(term, "Question 2?");
    assert_types(term, "E", "Edit a card of Numbers");
    assert_types(term, "\tx", "Answer 1.x▏");
    assert_not(term, "already in");
    assert_types(term, KEY_UP "\005!", "Question 1?!▏");
    assert_not(term, "already in");
    assert_types(term, "\025Question 2?", "This question is already in this deck");
    assert_types(term, ESCAPE, SAYS_LEAVE);
    term_send(term, "y");
    assert_gone(term, SAYS_LEAVE);
    assert_quits(term);
}

static void test_edits_a_card_of_the_list(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);
    struct term *term = drill_start(world, 24, 80, ARGS("browse", deck));

    assert_waits(term, "Question 2?");
    assert_types(term, KEY_DOWN "E", "Edit a card of Numbers");
    assert_types(term, " Really?" CTRL_S, "1 edited");
    assert_shows(term, "Question 2? Really?");
    assert_quits(term);
    assert_ends(
        world, deck, "  - id: c2\n    question: Question 2? Really?\n    answer: Answer 2.\n");
}

static void test_a_choice_of_decks(void **state)
{
    struct world *world = *state;
    const char *other = world_write(world, "other.yaml", "deck: Other\ncards: []\n");

    drill_output(world, 0, ARGS("import", deck_write(world, 1), other));
    struct term *term = drill_start(world, 24, 80, ARGS("add"));
    assert_waits(term, "Add to which deck?");
    assert_types(term, "2\r", "Add to Other");
    assert_types(term, "first" CTRL_S, "Added to Other");
    term_send(term, ESCAPE);
    assert_waits(term, "Added 1 card to Other");
    assert_int_equal(term_exit(term), 0);
    assert_ends(world, other, "deck: Other\ncards:\n\n  - question: first\n");
    term = drill_start(world, 24, 80, ARGS("add"));
    assert_waits(term, "Add to which deck?");
    assert_types(term, "x\r", "nothing was added");
    assert_int_equal(term_exit(term), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_card_is_asked_in_the_session),
        TEST(test_from_the_list_of_decks),
        TEST(test_a_paste_never_saves),
        TEST(test_a_duplicate_is_told_while_typing),
        TEST(test_nothing_typed_is_lost),
        TEST(test_a_signal_prints_what_was_not_saved),
        TEST(test_edits_the_card_shown),
        TEST(test_an_edit_keeps_the_history),
        TEST(test_an_edit_keeps_the_typing),
        TEST(test_an_edit_is_no_duplicate_of_itself),
        TEST(test_edits_a_card_of_the_list),
        TEST(test_a_choice_of_decks),
    };

    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
