/* The terminal answers what it is asked: whole, in pieces, late, broken or not at all. The colours
 * follow its background, and no answer ever acts as a key. */
#include "drill.h"

#include "base/buf.h"

#define ASKS      "\033]11;?\033\\\033[c"
#define BLACK     "\033]11;rgb:0000/0000/0000\033\\"
#define WHITE     "\033]11;rgb:ffff/ffff/ffff\033\\"
#define KIND      "\033[?62;4;22c"
#define RED_AUTO  "\033[38;5;131m1 Not at all"
#define RED_DARK  "\033[38;5;203m1 Not at all"
#define RED_LIGHT "\033[38;5;124m1 Not at all"

/* Starts drill on a terminal that says nothing by itself, and shows the answer of a card. */
static struct term *start_at_answer(struct world *world, const char *deck, int card)
{
    char words[32];
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    term_mute(term);
    assert_waits(term, card_question(card, words));
    assert_types(term, " ", "5 Perfectly");
    return term;
}

#define assert_written(term, bytes)     assert_true(raw_has((term), (bytes), strlen(bytes)))
#define assert_not_written(term, bytes) assert_false(raw_has((term), (bytes), strlen(bytes)))

static size_t written(const struct term *term)
{
    const char *raw;

    return term_raw(term, &raw);
}

/* ---- what the answers change ---- */

static void repaints(struct world *world, const char *answers, const char *red)
{
    struct term *term = start_at_answer(world, deck_write(world, 1), 1);
    size_t before = written(term);

    assert_written(term, ASKS);
    assert_written(term, RED_AUTO);
    term_send(term, answers);
    assert_true(term_wait_raw(term, before, red));
    assert_shows(term, "Answer 1.");
    assert_quits(term);
    drill_done(world, term);
    assert_ratings(world, "");
}

static void test_background(void **state)
{
    struct world *world = *state;

    repaints(world, WHITE KIND, RED_LIGHT);
    repaints(world, BLACK KIND, RED_DARK);
    repaints(world, KIND WHITE, RED_LIGHT); /* in another order, as through tmux */
    repaints(world, "\033]11;rgb:fd/f6/e3\a" KIND, RED_LIGHT);
    repaints(world, "\033]11;rgba:1e1e/1e1e/1e1e/cccc\a" KIND, RED_DARK);
}

/* The repaint writes the cells that change, and clears nothing. */
static void test_repaint_is_small(void **state)
{
    struct world *world = *state;
    struct term *term = start_at_answer(world, deck_write(world, 1), 1);
    size_t before = written(term);
    const char *raw;

    term_send(term, WHITE KIND);
    assert_true(term_wait_raw(term, before, RED_LIGHT));
    assert_types(term, "?", "undo the last rating");
    size_t length = term_raw(term, &raw) - before;
    assert_null(memmem(raw + before, length, "\033[2J", 4));
    assert_types(term, "q", "5 Perfectly");
    assert_quits(term);
}

static void test_colorfgbg_if_there_is_no_background(void **state)
{
    struct world *world = *state;

    world_set(world, "COLORFGBG=0;15");
    repaints(world, KIND, RED_LIGHT);
    repaints(world, BLACK KIND, RED_DARK); /* which counts more */
    repaints(world, "\033]11;rgb:?\a" KIND, RED_LIGHT);
    repaints(world, "", RED_LIGHT); /* no answer at all */
}

/* Without colours, the background does not matter, but pictures do. */
static void test_who_is_not_asked(void **state)
{
    static const struct {
        const char *term, *color, *images;
        bool asked;
    } cases[] = {{"TERM=linux", "--color=auto", "auto", false},
        {"TERM=vt100", "--color=auto", "auto", false},
        {"TERM=tmux-256color", "--color=never", "auto", false},
        {"TERM=xterm", "--color=never", "off", false},
        {"TERM=xterm", "--color=never", "kitty", false},
        {"TERM=xterm", "--color=never", "auto", true}};
    struct world *world = *state;
    const char *deck = deck_write(world, 1);

    mkdir(world_text(world, "%s/config", world->home), 0700);
    mkdir(world_text(world, "%s/config/drill", world->home), 0700);
    for (size_t i = 0; i < COUNT(cases); i++) {
        world_set(world, cases[i].term);
        world_write(
            world, "config/drill/config.yaml", world_text(world, "images: %s\n", cases[i].images));
        struct term *term = drill_start(world, 24, 80, ARGS(deck, cases[i].color));
        assert_waits(term, "Question 1?");
        assert_quits(term);
        assert_not_written(term, "\033]11");
        assert_int_equal(raw_has(term, "\033[c", 3), cases[i].asked);
        assert_int_equal(raw_has(term, "\033_G", 3), cases[i].asked);
        drill_done(world, term);
    }
}

/* ---- no answer is a key ---- */

/* At an answer, digits are ratings, and letters have meanings, too. The answers are cut in two at
 * each place. */
static void test_in_two_pieces(void **state)
{
    static const char answers[] = WHITE KIND;
    struct world *world = *state;
    const int count = (int)strlen(answers);
    const char *deck = deck_write(world, 1);

    for (int at = 1; at < count; at++) {
        struct term *term = start_at_answer(world, deck, 1);
        size_t before = written(term);
        term_send(term, world_text(world, "%.*s", at, answers));
        term_wait_read(term);
        term_send(term, answers + at);
        assert_true(term_wait_raw(term, before, RED_LIGHT));
        assert_shows(term, "Answer 1.");
        assert_quits(term);
        drill_done(world, term);
    }
    assert_ratings(world, "");
}

/* Each byte alone; then the next key is a key. */
static void test_byte_by_byte(void **state)
{
    static const char answers[] =
        "\033[>41;390;0c\033P>|XTerm(390)\033\\" WHITE "\033_Gi=31;OK\033\\" KIND;
    struct world *world = *state;
    struct term *term = start_at_answer(world, deck_write(world, 2), 1);

    for (const char *at = answers; *at; at++) {
        term_send(term, (const char[]){*at, '\0'});
        term_wait_read(term);
    }
    assert_types(term, "4", "Question 2?");
    assert_types(term, " ", "5 Perfectly");
    assert_written(term, RED_LIGHT);
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

/* After all questions have been answered, or none. */
static void test_late_and_unasked(void **state)
{
    static const char *const late[] = {BLACK, WHITE, KIND, "\033[?1;2c", "\033[>0;10;1c",
        "\033_Gi=31;ENOTSUP:no graphics 1 2 3\033\\", "\033P>|foot(1.16.2)\033\\", "\033[?31u",
        "\033[?2026;2$y", "\033[4;1155;1450t", "\033[24;80R", "\033]10;rgb:5555/5555/5555\a",
        "\033P1+r544e=787465726d\033\\", "\033]4;1;rgb:cdcd/0000/0000\a"};
    struct world *world = *state;
    struct term *term = start_at_answer(world, deck_write(world, COUNT(late) + 1), 1);
    char words[32];

    term_send(term, WHITE KIND);
    for (size_t i = 0; i < COUNT(late); i++) {
        assert_shows(term, card_answer((int)i + 1, words));
        assert_types(term, world_text(world, "%s5", late[i]), card_question((int)i + 2, words));
        assert_types(term, " ", "5 Perfectly");
    }
    assert_quits(term);
    assert_ratings(world, "c1:5 c2:5 c3:5 c4:5 c5:5 c6:5 c7:5 c8:5 c9:5 c10:5 c11:5 c12:5 c13:5 "
                          "c14:5");
}

/* Cut off, or with parts that make no sense. The question of the terminal's kind is answered after
 * each, and a key follows. */
static void test_broken(void **state)
{
    static const char *const broken[] = {"\033]11;rgb:5555/55", "\033]11;rgb:zz/4/5\a",
        "\033]11;\a", "\033]11\a", "\033]\a", "\033]11;rgb:1/2/3/4/5/1/2/3\033\\",
        "\033]11;rgb:55555/44444/33333\a", "\033[?62;5;", "\033[", "\033]", "\033_Gi=3",
        "\033P>|XTerm(3", "\033]11;5\033"};
    struct world *world = *state;
    const char *deck = deck_write(world, 20);

    for (size_t i = 0; i < COUNT(broken); i++) {
        struct term *term = start_at_answer(world, deck, (int)i + 1);
        char words[32];
        term_send(term, broken[i]);
        term_wait_read(term);
        assert_types(term, KIND "4", card_question((int)i + 2, words));
        assert_types(term, " ", "5 Perfectly");
        assert_quits(term);
        drill_done(world, term);
    }
    assert_ratings(world, "c1:4 c2:4 c3:4 c4:4 c5:4 c6:4 c7:4 c8:4 c9:4 c10:4 c11:4 c12:4 c13:4");
}

/* If the rest never comes, a key that cannot belong to it is a key. */
static void test_cut_off_for_good(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));

    term_mute(term);
    assert_waits(term, "Question 1?");
    term_send(term, "\033]11;rgb:12");
    term_wait_read(term);
    assert_types(term, " ", "5 Perfectly");
    assert_quits(term);
}

/* Where text is typed, none of an answer is in it. */
static void test_into_a_line(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 3);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question 1?");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS("browse"));
    term_mute(term);
    assert_waits(term, "Question 3?");
    assert_types(term, "/2\033]11;rgb:1", "1 of 3 cards");
    term_wait_read(term);
    assert_types(term, "1/22/33\a" KIND "\033[?2026;2$y\n", "/ find");
    assert_int_equal(row_of(term, "Search: 2"), 1);
    assert_string_equal(term_row(term, 1), "    Search: 2");
    assert_quits(term);
}

/* Escape is a key, also while an answer is awaited. */
static void test_escape_is_a_key(void **state)
{
    struct world *world = *state;
    struct term *term = start_at_answer(world, deck_write(world, 1), 1);

    assert_types(term, "?", "undo the last rating");
    term_send(term, "\033");
    term_wait_read(term);
    term_send(term, WHITE KIND);
    assert_gone(term, "undo the last rating");
    assert_types(term, "?", "undo the last rating");
    term_send(term, "\033");
    assert_gone(term, "undo the last rating");
    assert_quits(term);
}

/* ---- the end ---- */

/* What the shell would read as typed does not stay behind. */
static void test_no_answer_is_left_to_the_shell(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));

    term_mute(term);
    assert_waits(term, "Question 1?");
    term_send(term, "q" WHITE KIND);
    assert_int_equal(term_exit(term), 0);
    assert_true(term_restored(term));
    assert_int_equal(term_unread(term), 0);
}

/* Keys that keep coming, as from one held down, do not keep drill from ending. */
static void test_keys_do_not_put_off_the_end(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));
    const char *raw;

    term_mute(term);
    assert_waits(term, "Question 1?");
    for (int i = 0; i < 64; i++) {
        term_send(term, "q");
        term_wait_read(term);
    }
    size_t length = term_raw(term, &raw);
    assert_non_null(memmem(raw, length, "\033[?1049l", 8));
    assert_int_equal(term_exit(term), 0);
    assert_true(term_restored(term));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_background),
        TEST(test_repaint_is_small),
        TEST(test_colorfgbg_if_there_is_no_background),
        TEST(test_who_is_not_asked),
        TEST(test_in_two_pieces),
        TEST(test_byte_by_byte),
        TEST(test_late_and_unasked),
        TEST(test_broken),
        TEST(test_cut_off_for_good),
        TEST(test_into_a_line),
        TEST(test_escape_is_a_key),
        TEST(test_no_answer_is_left_to_the_shell),
        TEST(test_keys_do_not_put_off_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
