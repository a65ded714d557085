/* Answers typed on a terminal: keys are letters, pastes are text, and only a rating rates. */
#include "drill.h"

#define DECK                                                                                       \
    "deck: Words\ntype: true\ncards:\n"                                                            \
    "- {id: c1, q: the dog, a: der Hund, hint: an animal}\n"                                       \
    "- {id: c2, q: water, a: 水, type: true}\n"                                                   \
    "- {id: c3, q: the end, a: das Ende, type: false}\n"

static struct term *start(struct world *world)
{
    struct term *term = drill_start(world, 24, 80, ARGS(world_write(world, "words.yaml", DECK)));
    assert_waits(term, "the dog");
    assert_shows(term, "Answer: ");
    return term;
}

static void test_a_session(void **state)
{
    struct world *world = *state;
    struct term *term = start(world);

    assert_types(term, "der hnud", "der hnud▏");
    assert_types(term, "\r", "Almost  der h[nu]d");
    assert_shows(term, "Answer  der H[un]d");
    assert_shows(term, "suggested: 3");
    assert_types(term, "\r\r 3", "water"); /* only the number rates */
    assert_types(term, "水", "水▏");
    assert_types(term, "\r", "Right   水");
    assert_types(term, "4", "the end");
    assert_not(term, "Answer: ");
    assert_types(term, " ", "das Ende");
    assert_types(term, "5", "the dog"); /* again, and with an empty line */
    assert_types(term, "x", "Answer: x▏");
    assert_types(term, "\033", "tab type");
    assert_not(term, "x▏");
    assert_quits(term);
    assert_ratings(world, "c1:3 c2:4 c3:5");
}

static void test_commands_are_text(void **state)
{
    struct world *world = *state;
    struct term *term = start(world);

    assert_types(term, "q?u12345 S", "q?u12345 S▏");
    assert_types(term, "\025", "Answer: ▏");
    assert_types(term, "Hund", "Hund▏");
    assert_types(term, "\001der ", "der ▏Hund");
    assert_types(term, KEY_END "!", "der Hund!▏");
    assert_types(term, KEY_HOME "\033[3~d", "d▏er Hund!");
    assert_types(term, "\013o", "Answer: do▏");
    assert_types(term, "\033OP", "delete a word"); /* F1 */
    assert_types(term, "\033", "Answer: do▏");
    assert_types(term, "\033", "tab type");
    assert_quits(term);
    assert_ratings(world, "");
}

static void test_a_paste_is_text(void **state)
{
    struct world *world = *state;
    struct term *term = start(world);

    assert_types(term, "\033[200~der\r\nHund\tq\003\033\r\033[201~.", "der  Hund q .▏");
    assert_types(term, "\r", "Answer  der Hund");
    assert_types(term, "\033[200~4\033[201~1", "water");
    term_signal(term, SIGTERM);
    assert_int_equal(term_exit(term), 128 + SIGTERM);
    assert_ratings(world, "c1:1");
}

static void test_ctrl_c_ends(void **state)
{
    struct world *world = *state;
    struct term *term = start(world);

    assert_types(term, "der", "der▏");
    term_send(term, "\003");
    assert_int_equal(term_exit(term), 128 + SIGINT);
    assert_true(term_restored(term));
    assert_ratings(world, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_start, world_end)
    const struct CMUnitTest tests[] = {
        TEST(test_a_session),
        TEST(test_commands_are_text),
        TEST(test_a_paste_is_text),
        TEST(test_ctrl_c_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
