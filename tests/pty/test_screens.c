/* Overlays (all keys, the history), the day's summary, and the way to other decks; clicks and
 * pastes; keys changed in the settings. */
#include "drill.h"

#include <errno.h>

#define MOUSE_ON  "\033[?1006;1000h"
#define MOUSE_OFF "\033[?1006;1000l"

static void settings_write(struct world *world, const char *text)
{
    const char *folder = world_text(world, "%s/drill", world->home);

    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        world_die(folder);
    world_write(world, "drill/config.yaml", text);
    world_set(world, world_text(world, "XDG_CONFIG_HOME=%s", world->home));
}

/* ---- overlays ---- */

static void test_all_keys(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    assert_types(term, "?", "undo the last rating or change");
    assert_shows(term, "show the answer");
    assert_not(term, "Question 1?");
    term_send(term, " 5u"); /* keys for the hidden card have no effect */
    assert_types(term, "?", "Question 1?");
    assert_types(term, "\033OP", "undo the last rating or change"); /* F1 */
    assert_types(term, "\033", "Question 1?");
    assert_types(term, " ?", "rate it");
    assert_not(term, "show the answer");
    assert_types(term, "q", "Answer 1.");
    assert_types(term, "4", "Question 2?");
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

static void test_keys_on_a_small_screen(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 12, 40, ARGS(deck_write(world, 1)));

    assert_waits(term, "Question 1?");
    assert_types(term, "?", "▼");
    assert_types(term, "G", "ctrl-c");
    assert_types(term, "g", "space, enter");
    assert_types(term, KEY_PAGE_DOWN, "▲");
    term_resize(term, 60, 200);
    assert_waits(term, "space, enter");
    assert_shows(term, "ctrl-c");
    term_resize(term, 1, 80);
    assert_waits(term, SAYS_TOO_SMALL);
    term_resize(term, 24, 80);
    assert_waits(term, "space, enter");
    assert_types(term, "q", "Question 1?");
    assert_quits(term);
}

static void test_history(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));

    assert_waits(term, "Question 1?");
    assert_types(term, "i", "No ratings yet.");
    assert_types(term, "i", "space answer");
    assert_types(term, " ", "Answer 1.");
    assert_types(term, "3", "1 repeat");
    assert_types(term, "i", "1 rating, 0 lapses, ease 2.36, due tomorrow");
    assert_shows(term, "3 Partly");
    assert_types(term, "\033", "space answer");
    assert_quits(term);
}

/* ---- the end ---- */

static void test_summary_leads_on(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_rates(term, 1, 2);
    assert_waits(term, "You will see it again in a moment");
    assert_rates(term, 2, 4);
    assert_rates(term, 1, 5);
    assert_waits(term, SAYS_DONE);
    assert_shows(term, "Streak   1 day");
    assert_shows(term, "2 of 20 today");
    assert_shows(term, "Hardest today");
    assert_shows(term, "2 Question 1?");
    assert_types(term, "u", "Answer 1."); /* undo returns to the session */
    assert_types(term, "4", SAYS_DONE);
    assert_types(term, "d", SAYS_HOME); /* on to the other decks */
    assert_types(term, "\n", SAYS_NOTHING);
    assert_types(term, "d", SAYS_HOME);
    assert_quits(term);
    assert_shows(term, "2 cards rated, 0 left for today");
    assert_ratings(world, "c1:2 c2:4 c1:4");
}

static void test_summary_on_a_small_screen(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 12, 40, ARGS(deck_write(world, 1)));

    assert_rates(term, 1, 3);
    assert_rates(term, 1, 4);
    assert_waits(term, SAYS_DONE);
    assert_not(term, "Hardest");
    assert_types(term, "G", "Hardest today");
    assert_not(term, SAYS_DONE);
    term_resize(term, 24, 80);
    assert_waits(term, SAYS_DONE);
    assert_shows(term, "Hardest today");
    assert_quits(term);
}

/* ---- the mouse ---- */

static void test_clicks(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));

    assert_waits(term, "Question 1?");
    assert_true(raw_has(term, MOUSE_ON, strlen(MOUSE_ON)));
    term_send(term, click(world, 10, 10)); /* on empty space */
    assert_clicks(world, term, "space answer", "answer");
    assert_waits(term, "Answer 1.");
    assert_clicks(world, term, "1 Not at all", "4 Well");
    assert_waits(term, "Question 2?");
    assert_types(term, " ", "Answer 2.");
    assert_clicks(world, term, "today, 1 d", "  1 d"); /* the due days can be clicked, too */
    assert_waits(term, "Question 3?");
    assert_clicks(world, term, "space answer", "keys");
    assert_waits(term, "show the answer");
    assert_clicks(world, term, "↑↓ scroll", "back");
    assert_waits(term, "Question 3?");
    assert_quits(term);
    assert_true(raw_has(term, MOUSE_OFF, strlen(MOUSE_OFF)));
    assert_ratings(world, "c1:4 c2:4");
}

static void test_wheel(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 12, 40, ARGS(deck_write(world, 1)));

    assert_waits(term, "Question 1?");
    assert_types(term, "?", "▼");
    assert_types(term, "\033[<65;5;5M", "▲");
    term_send(term, "\033[<64;5;5M");
    assert_gone(term, "▲");
    assert_types(term, "q", "Question 1?");
    assert_quits(term);
}

static void test_no_mouse(void **state)
{
    struct world *world = *state;

    settings_write(world, "mouse: false\n");
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));
    assert_waits(term, "Question 1?");
    assert_types(term, " ", "Answer 1.");
    term_send(term, click(world, row_of(term, "1 Not at all"), 6)); /* has no effect */
    assert_types(term, "5", "Question 2?");
    assert_false(raw_has(term, MOUSE_ON, strlen(MOUSE_ON)));
    assert_quits(term);
    assert_ratings(world, "c1:5");
}

/* After a crash, mouse reports and bracketed paste are off. */
static void test_mouse_off_after_a_fault(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));

    assert_waits(term, "Question 1?");
    term_signal(term, SIGABRT);
    assert_int_equal(term_exit(term), 128 + SIGABRT);
    assert_true(term_restored(term));
    assert_true(raw_has(term, "\033[?2004l", 8));
}

/* ---- pastes ---- */

/* 100,000 pasted characters that would be ratings if typed: drill ignores all of them, and loses no
 * key typed afterwards. */
static void test_paste(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));
    char *text;
    size_t size;
    FILE *file = open_memstream(&text, &size);

    for (int i = 0; i < 20000; i++)
        fputs(" 5u\nq", file);
    fclose(file);
    world_keep(world, text);
    assert_rates(term, 1, 4);
    assert_waits(term, "Question 2?");
    term_send(term, "\033[200~");
    term_send(term, text);
    term_send(term, "\033[201~");
    assert_types(term, " ", "Answer 2.");
    term_send(term, "\033[200~12345\033[201~");
    assert_types(term, "4", "Question 3?");
    assert_quits(term);
    assert_ratings(world, "c1:4 c2:4");
}

/* Terminals mark pastes when they are asked to, even if terminfo does not say so. */
static void test_paste_on_any_terminal(void **state)
{
    static const char *const names[] = {"screen-256color", "linux", "vt100", "rxvt"};
    struct world *world = *state;
    const char *deck = deck_write(world, 2);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        world_set(world, world_text(world, "TERM=%s", names[i]));
        struct term *term = drill_start(world, 24, 80, ARGS(deck));
        assert_waits(term, "Question 1?");
        assert_true(raw_has(term, "\033[?2004h", 8));
        term_send(term, "\033[200~ 4 5 \033[201~");
        assert_types(term, " ", "Answer 1.");
        assert_quits(term);
        assert_true(raw_has(term, "\033[?2004l", 8));
    }
    assert_ratings(world, "");
}

/* A vt52 has no control sequences: it would print what asks for marks. */
static void test_no_paste_marks_on_a_vt52(void **state)
{
    struct world *world = *state;

    world_set(world, "TERM=vt52");
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));
    assert_waits(term, "Question 1?");
    term_send(term, "q");
    assert_int_equal(term_exit(term), 0);
    assert_false(raw_has(term, "2004", 4));
}

/* On a slow line, the start of a paste may arrive in parts. */
static void test_paste_in_parts(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "2 new cards");
    term_send(term, "\033"); /* any key clears the notice */
    assert_gone(term, "2 new cards");
    term_send(term, "[2");
    term_send(term, "00~ 4 5 \033[201~");
    assert_types(term, " ", "Answer 1.");
    assert_types(term, "4", "Question 2?");
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

/* Pasted control characters, and sequences without an end, are no keys and no signals. */
static void test_paste_of_control_characters(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    term_send(term, "\033[200~ \003 \032 \034 \023 4\f\177u \033[12;\033[201~");
    assert_types(term, " ", "Answer 1.");
    assert_types(term, "4", "Question 2?");
    assert_quits(term);
    assert_ratings(world, "c1:4");
}

/* A paste without marks looks like typing: every character counts, and all of it can be undone. */
static void test_unmarked_paste(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    assert_types(term, "lol 4 hmm \n 4", SAYS_DONE);
    assert_types(term, "uu", "Answer 1.");
    assert_quits(term);
    assert_ratings(world, "");
}

/* On the home screen, a paste does nothing, but goes into an open filter. */
static void test_paste_into_a_filter(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));

    assert_waits(term, "Question 1?");
    assert_quits(term);
    term = drill_start(world, 24, 80, ARGS("--color=never"));
    assert_waits(term, SAYS_HOME);
    term_send(term, "\033[200~q/b?\n\033[201~");
    assert_types(term, "/", "Filter: ");
    assert_types(term, "\033[200~num?\n\033[201~", "Filter: num?");
    assert_shows(term, "no matching deck");
    term_send(term, "\177");
    assert_gone(term, "no matching deck");
    assert_types(term, "\n", SAYS_HOME);
    assert_types(term, "\n", "Question 1?");
    term_send(term, "q");
    assert_waits(term, "Filter: num");
    term_send(term, "\033");
    assert_gone(term, "Filter: num");
    assert_quits(term);
}

/* ---- settings ---- */

static void test_keys_by_settings(void **state)
{
    struct world *world = *state;

    settings_write(world, "keys:\n  reveal: [x, right]\n  rate-4: ctrl-g\n  quit: [f10, Q]\n");
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 3)));
    assert_waits(term, "x answer");
    assert_types(term, "q x", "Answer 1."); /* q and space are no longer assigned */
    assert_types(term, "4\007", "Question 2?");
    assert_types(term, "\033OC", "Answer 2.");
    assert_types(term, "5", "Question 3?");
    assert_types(term, "?", "x, right");
    assert_types(term, "G", "f10, Q");
    assert_types(term, "\033", "Question 3?");
    term_send(term, "Q");
    assert_int_equal(term_exit(term), 0);
    assert_ratings(world, "c1:4 c2:5");
}

static void test_mistaken_settings(void **state)
{
    struct world *world = *state;

    settings_write(world, "keys:\n  undoo: x\n  undo: w\n  hint: w\n");
    struct term *term = drill_start(world, 24, 200, ARGS(deck_write(world, 1)));
    assert_int_equal(term_exit(term), 2);
    assert_shows(term, "config.yaml:2:3: unknown action \"undoo\": did you mean \"undo\"?");
    assert_shows(term, "config.yaml:3:9: \"w\" is also the key of \"hint\"");
}

/* ---- output ---- */

/* The escape sequence of a style stands before the bracket, and later before what fills it. */
static void assert_styled(const struct term *term, const char *text)
{
    const char *raw;
    size_t length = term_raw(term, &raw);
    const char *at = memmem(raw, length, text, strlen(text));
    assert_non_null(at);
    assert_true(at > raw && at[-1] == 'm');
}

static void test_gaps_are_styled(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "gaps.yaml",
        "cards:\n  - cloze: The capital of France is {{Paris::city}}, on the {{Seine}}.\n");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "The capital of France is [city], on the Seine.");
    assert_styled(term, "[city]");
    assert_types(term, " ", "The capital of France is Paris, on the Seine.");
    assert_styled(term, "Paris");
    assert_quits(term);
}

/* A key without a meaning redraws nothing. A notice redraws only its own row. */
static void test_nothing_is_drawn_twice(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 1)));
    const char *raw;

    assert_waits(term, "space answer");
    size_t before = term_raw(term, &raw);
    for (int i = 0; i < 200; i++)
        term_send(term, "xyz");
    assert_types(term, "4", SAYS_REVEAL_FIRST);
    size_t bytes = term_raw(term, &raw) - before;
    if (bytes > 120)
        fail_msg("%zu bytes for a notice of 40 columns", bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_all_keys),
        TEST(test_keys_on_a_small_screen),
        TEST(test_history),
        TEST(test_summary_leads_on),
        TEST(test_summary_on_a_small_screen),
        TEST(test_clicks),
        TEST(test_wheel),
        TEST(test_no_mouse),
        TEST(test_mouse_off_after_a_fault),
        TEST(test_paste),
        TEST(test_paste_on_any_terminal),
        TEST(test_no_paste_marks_on_a_vt52),
        TEST(test_paste_in_parts),
        TEST(test_paste_of_control_characters),
        TEST(test_unmarked_paste),
        TEST(test_paste_into_a_filter),
        TEST(test_keys_by_settings),
        TEST(test_mistaken_settings),
        TEST(test_gaps_are_styled),
        TEST(test_nothing_is_drawn_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
