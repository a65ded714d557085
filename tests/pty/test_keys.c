/* Keys without a meaning, keys pressed twice, and keys typed before drill is ready for them. */
#include "drill.h"

#define KEYS_PLAIN                                                                                 \
    "fjlmoprvwxyz"                                                                                 \
    "ACDHIJKLMNOPQTUVWXYZ"                                                                         \
    "06789"                                                                                        \
    "!@#$%^&*()-=_+[]{};:'\",.<>|~`\\"
#define KEYS_CONTROL  "\001\002\004\005\006\016\020\024\027\030\031"
#define KEYS_LETTERS  "é字😀"
#define KEYS_FUNCTION "\033OQ\033[15~\033[24~\033[2~\033[3~\033[Z\033OC\033OD\033[1;5A\033[1;2B"
#define KEYS_UNKNOWN  KEYS_PLAIN KEYS_CONTROL KEYS_LETTERS KEYS_FUNCTION

static void test_unknown_keys(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    assert_types(term, KEYS_UNKNOWN "nc ", "Answer 1.");
    assert_counts(world, term, 2, 0, 0);
    assert_types(term, KEYS_UNKNOWN "hnc\r\r4", "Question 2?");
    assert_counts(world, term, 1, 0, 0);
    assert_not(term, SAYS_REVEAL_FIRST);
    assert_rates(term, 2, 4);
    assert_waits(term, SAYS_DONE);
    assert_types(term, KEYS_UNKNOWN " h12345jkgG" KEY_DOWN KEY_HOME "u", "Answer 2.");
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

/* Invalid UTF-8 swallows at most the bytes typed after it. */
static void test_broken_characters(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    assert_types(term, " ", "Answer 1.");
    term_send(term, "\xff\xfe\xc3(\xe2\x28\xa1\x80");
    term_signal(term, SIGTERM);
    assert_int_equal(term_exit(term), 128 + SIGTERM);
    assert_true(term_restored(term));
    assert_ratings(world, "");
}

/* Some terminals send these sequences for keys, but terminfo does not know them. They must not be
 * read character by character, or a digit in them would be a rating. They are Home and End (PuTTY,
 * rxvt), a focus event, and keys with modifiers. */
static const char *const sequences[] = {"\033[1~", "\033[4~", "\033[I", "\033[5;2~", "\033[1;3Q"};
enum { SEQUENCES = sizeof sequences / sizeof *sequences };

static void test_unknown_sequences_at_an_answer(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, SEQUENCES + 1)));
    char words[32];

    for (int i = 0; i < SEQUENCES; i++) {
        assert_waits(term, card_question(i + 1, words));
        assert_types(term, " ", card_answer(i + 1, words));
        assert_types(term, world_text(world, "%s5", sequences[i]), card_question(i + 2, words));
    }
    assert_quits(term);
    assert_ratings(world, "c1:5 c2:5 c3:5 c4:5 c5:5");
}

static void test_unknown_sequences_at_the_end(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));

    assert_rates(term, 1, 4);
    for (int i = 0; i < SEQUENCES; i++) {
        assert_waits(term, SAYS_DONE);
        assert_types(term, world_text(world, "%su", sequences[i]), "Answer 1.");
        assert_types(term, "4", SAYS_DONE);
    }
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

static void test_escape(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));

    assert_waits(term, "Question 1?");
    term_send(term, "\033");
    assert_gone(term, "1 new card"); /* any key clears the notice */
    assert_types(term, "4", SAYS_REVEAL_FIRST);
    assert_rates(term, 1, 4);
    assert_waits(term, SAYS_DONE);
    term_send(term, "\033");
    assert_int_equal(term_exit(term), 0);
    assert_true(term_restored(term));
}

static void test_every_key_twice(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));

    assert_waits(term, "Question 1?");
    assert_types(term, "hh", SAYS_NO_HINT);
    assert_types(term, "  ", "Answer 1.");
    assert_types(term, "44", SAYS_REVEAL_FIRST);
    assert_shows(term, "Question 2?");
    assert_types(term, "\r\r", "Answer 2.");
    assert_types(term, "22", "Question 3?");
    assert_types(term, "\n\n", "Answer 3.");
    assert_types(term, "55", "Question 2?");
    assert_types(term, "uu", "Answer 2.");
    assert_counts(world, term, 2, 0, 0);
    assert_types(term, "jjkkGGgg55", "Question 3?");
    assert_types(term, " ", "Answer 3.");
    assert_types(term, "44", SAYS_DONE);
    assert_shows(term, "3 cards, 3 ratings");
    assert_types(term, "nn", "No new cards left");
    assert_types(term, "cc", "3 cram");
    assert_types(term, "uu", "Answer 2.");
    term_send(term, "qq");
    assert_int_equal(term_exit(term), 0);
    assert_true(term_restored(term));
    assert_ratings(world, "c1:4");
}

static void test_all_at_once(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 6)));

    assert_waits(term, "Question 1?");
    assert_types(term, " 4 5 1 4 4 4 5", SAYS_DONE);
    assert_shows(term, "6 cards, 7 ratings");
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:5 c3:1 c4:4 c5:4 c6:4 c3:5");
}

/* Keys are typed before the first question appears. */
static void test_typed_ahead(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));

    term_send(term, " 4 5 1 3uu");
    assert_waits(term, SAYS_TAKEN_BACK);
    assert_shows(term, "Answer 3.");
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:5");
}

static void test_redraw(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));
    const char *raw;

    assert_waits(term, "Question 1?");
    size_t before = term_raw(term, &raw);
    term_send(term, "\f");
    assert_types(term, "4", SAYS_REVEAL_FIRST);
    size_t after = term_raw(term, &raw);
    assert_non_null(memmem(raw + before, after - before, "Question 1?", strlen("Question 1?")));
    assert_counts(world, term, 1, 0, 0);
    assert_quits(term);
}

static void test_backspace_is_undo(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));

    assert_rates(term, 1, 4);
    assert_rates(term, 2, 4);
    assert_waits(term, "Question 3?");
    assert_types(term, "\177", "Answer 2.");
    assert_types(term, "\b", "Answer 1.");
    assert_quits(term);
    assert_ratings(world, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_unknown_keys),
        TEST(test_broken_characters),
        TEST(test_unknown_sequences_at_an_answer),
        TEST(test_unknown_sequences_at_the_end),
        TEST(test_escape),
        TEST(test_every_key_twice),
        TEST(test_all_at_once),
        TEST(test_typed_ahead),
        TEST(test_redraw),
        TEST(test_backspace_is_undo),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
