/* Long cards, small terminals, terminals that are resized, and two-column characters. */
#include "drill.h"

enum { LINES_LONG = 40 };

/* Writes a deck whose first card's answer, or question, consists of LINES_LONG numbered lines. */
static const char *long_write(struct world *world, bool question)
{
    char *lines = world_text(world, "%s", "");

    for (int i = 1; i <= LINES_LONG; i++)
        lines = world_text(world, "%s      - line %02d\n", lines, i);
    const char *text = question ? "deck: Long\ncards:\n  - q: |\n%s    a: Answer 1.\n"
                                  "  - q: Question 2?\n    a: Answer 2.\n"
                                : "deck: Long\ncards:\n  - q: Question 1?\n    a: |\n%s"
                                  "  - q: Question 2?\n    a: Answer 2.\n";
    char *deck;
    assert_true(asprintf(&deck, text, lines) > 0);
    return world_write(world, "long.yaml", world_keep(world, deck));
}

/* Finds the numbers of the first and the last visible line of the long text. */
static void lines_shown(struct term *term, int *first, int *last)
{
    char words[32];

    *first = *last = 0;
    for (int i = 1; i <= LINES_LONG; i++) {
        snprintf(words, sizeof words, "line %02d", i);
        if (!term_shows(term, words))
            continue;
        *first = *first == 0 ? i : *first;
        *last = i;
    }
}

static void test_scroll_by_lines(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 12, 40, ARGS(long_write(world, false)));
    int first, last;

    assert_waits(term, "Question 1?");
    assert_not(term, "▼");
    assert_types(term, " ", "line 01");
    assert_shows(term, "▼");
    assert_shows(term, "1 Not at all");
    assert_shows(term, "scroll");
    lines_shown(term, &first, &last);
    assert_true(last - first >= 2);
    for (int i = 0; i < 6; i++)
        assert_types(term, i % 2 ? "j" : KEY_DOWN, world_text(world, "line %02d", last + 1 + i));
    assert_not(term, "line 01");
    assert_shows(term, "▲");
    lines_shown(term, &first, &last);
    for (int i = 0; i < 3; i++)
        assert_types(term, i % 2 ? "k" : KEY_UP, world_text(world, "line %02d", first - 1 - i));
    assert_shows(term, "1 Not at all");
    assert_types(term, "4", "Question 2?");
    assert_not(term, "▼");
    assert_quits(term);
}

/* Pages from the first line to the last with a key, which must not skip a line. */
static void page_through(struct world *world, struct term *term, const char *key)
{
    int first, last, before;

    lines_shown(term, &first, &last);
    assert_int_equal(first, 1);
    for (before = last; last < LINES_LONG; before = last) {
        assert_types(term, key, world_text(world, "line %02d", before + 1));
        lines_shown(term, &first, &last);
        assert_true(first <= before + 1 && last > before);
    }
    assert_not(term, "▼");
    assert_shows(term, "▲");
}

static void test_scroll_by_pages(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 12, 40, ARGS(long_write(world, false)));

    assert_waits(term, "Question 1?");
    assert_types(term, " ", "line 01");
    page_through(world, term, " ");
    assert_types(term, KEY_HOME, "Question 1?");
    assert_not(term, "▲");
    assert_types(term, KEY_END, "line 40");
    assert_types(term, "g", "line 01");
    assert_types(term, "G", "line 40");
    assert_types(term, "g", "line 01");
    page_through(world, term, KEY_PAGE_DOWN);
    while (!term_shows(term, "line 01")) {
        int first, last;
        lines_shown(term, &first, &last);
        assert_types(term, KEY_PAGE_UP, world_text(world, "line %02d", first - 1));
    }
    /* scrolling stops at the ends, so one key in the other direction moves back */
    term_send(term, KEY_HOME KEY_UP KEY_PAGE_UP "kkk");
    assert_types(term, KEY_END KEY_DOWN KEY_PAGE_DOWN "jjj  ", "line 40");
    assert_types(term, "kkkk", "▼");
    assert_not(term, "line 40");
    assert_quits(term);
    assert_ratings(world, "");
}

/* Revealing the answer scrolls to it, however long the question is. */
static void test_long_question(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 12, 40, ARGS(long_write(world, true)));

    assert_waits(term, "line 01");
    assert_shows(term, "▼");
    assert_types(term, KEY_END, "line 40");
    assert_not(term, "Answer 1.");
    assert_types(term, KEY_HOME, "line 01");
    assert_types(term, "\r", "Answer 1.");
    assert_types(term, KEY_HOME, "line 01");
    assert_not(term, "Answer 1.");
    assert_shows(term, "1 Not at all");
    assert_types(term, "4", "Question 2?");
    assert_quits(term);
}

/* Makes the terminal too small, then restores its size, on the screen that shows text. */
static void shrink_and_back(struct term *term, const char *text)
{
    static const int small[][2] = {{5, 20}, {24, 10}, {4, 80}, {2, 2}};

    assert_shows(term, text);
    for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
        term_resize(term, small[i][0], small[i][1]);
        assert_waits(term, i < 3 ? SAYS_TOO_SMALL : "To");
        assert_not(term, text);
        term_resize(term, 24, 80);
        assert_waits(term, text);
        assert_not(term, SAYS_TOO_SMALL);
    }
}

static void test_resize(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    shrink_and_back(term, "Question 1?");
    assert_counts(world, term, 2, 0, 0);
    assert_types(term, " ", "Answer 1.");
    shrink_and_back(term, "Answer 1.");
    assert_shows(term, SAYS_ASK);
    assert_types(term, "2", "Question 2?");
    assert_rates(term, 2, 4);
    assert_rates(term, 1, 4);
    assert_waits(term, SAYS_DONE);
    shrink_and_back(term, SAYS_DONE);
    assert_shows(term, "2 cards, 3 ratings");
    assert_types(term, "u", "Answer 1.");
    assert_quits(term);
    assert_ratings(world, "c1:2 c2:4");
}

static void test_resize_of_a_long_card(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 12, 40, ARGS(long_write(world, false)));

    assert_waits(term, "Question 1?");
    assert_types(term, " ", "line 01");
    assert_types(term, KEY_END, "line 40");
    term_resize(term, 60, 200);
    assert_waits(term, "line 01");
    assert_shows(term, "line 40");
    assert_shows(term, "Question 1?");
    assert_not(term, "▲");
    assert_not(term, "▼");
    term_resize(term, 10, 40);
    assert_waits(term, "▼");
    assert_shows(term, "1 Not at all");
    assert_quits(term);
}

/* The terminal is resized and restored before the program notices. That cleared the screen, so the
 * program must redraw it. */
static void test_resize_unseen(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    term_signal(term, SIGSTOP);
    assert_true(term_wait_stopped(term));
    term_resize(term, 1, 1);
    term_resize(term, 24, 80);
    assert_not(term, "Question 1?");
    term_signal(term, SIGCONT);
    assert_waits(term, "Question 1?");
    assert_counts(world, term, 2, 0, 0);
    assert_quits(term);
}

/* A card that is not visible cannot be rated. */
static void test_keys_when_too_small(void **state)
{
    struct world *world = *state;
    struct term *term = drill_start(world, 24, 80, ARGS(deck_write(world, 2)));

    assert_waits(term, "Question 1?");
    term_resize(term, 5, 20);
    assert_waits(term, SAYS_TOO_SMALL);
    const char *raw;
    size_t before = term_raw(term, &raw), after = before;
    term_send(term, " 5\f"); /* Ctrl-L redraws, which shows that the keys before it were read */
    for (int i = 0; i < 500 && after - before < strlen(SAYS_TOO_SMALL); i++) {
        assert_gone(term, "what is nowhere");
        after = term_raw(term, &raw);
    }
    term_resize(term, 24, 80);
    assert_waits(term, "0 repeat");
    assert_types(term, " ", "Answer");
    assert_shows(term, "Question 1?");
    assert_quits(term);
    assert_ratings(world, "");
}

/* Whether a terminal of that size either shows everything needed or says that it is too small. */
static bool fits_or_refuses(struct world *world, const char *deck, int rows, int cols)
{
    static const char *const needed[] = {"Answer 1.", "1 Not at all", "5 Perfectly"};
    struct term *term = drill_start(world, rows, cols, ARGS(deck));
    bool fits = true;

    assert_waits(term, "a"); /* from "small" or "space answer" */
    if (!term_shows(term, "Too small")) {
        assert_types(term, " ", "1-5");
        for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
            fits &= term_shows(term, needed[i]);
        fits &= !term_shows(term, "todayt") && !term_shows(term, "today1");
        fits &= !term_shows(term, "all5");
    }
    if (!fits)
        term_print(term, stderr);
    assert_quits(term);
    drill_done(world, term);
    return fits;
}

static void test_smallest_sizes(void **state)
{
    static const int sizes[][2] = {{5, 24}, {6, 24}, {7, 24}, {7, 80}, {8, 28}, {8, 80}, {9, 24},
        {9, 30}, {9, 80}, {10, 36}, {15, 40}, {16, 40}, {16, 59}, {16, 60}, {16, 80}, {24, 24},
        {24, 30}, {24, 73}, {24, 74}};
    struct world *world = *state;
    const char *deck = deck_write(world, 1);
    int bad = 0;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        bad += !fits_or_refuses(world, deck, sizes[i][0], sizes[i][1]);
    assert_int_equal(bad, 0);
}

/* The width of text in columns; only knows the characters of these tests. */
static int columns_of(const char *text)
{
    int columns = 0;

    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        bool combining = at[0] == 0xcc;
        bool wide = *at >= 0xf0 || (*at >= 0xe3 && *at <= 0xed);
        if ((*at & 0xc0) != 0x80 && !combining)
            columns += wide ? 2 : 1;
    }
    return columns;
}

static const char wide_deck[] =
    "deck: 深層学習のデッキ\n"
    "cards:\n"
    "  - q: |\n"
    "      漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字\n"
    "      a漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字\n"
    "    a: |\n"
    "      - 😀😀😀 three\n"
    "      - [각힣] end\n"
    "      - [e\xcc\x81\xcc\x82] accents\n"
    "    note: ノート\n"
    "  - {q: Question 2?, a: Answer 2.}\n";

static void test_wide_characters(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(world, "wide.yaml", wide_deck);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "漢字");
    assert_shows(term, "深層学習のデッキ");
    assert_int_equal(columns_of(term_row(term, 0)), 76);
    assert_shows(term, "2 new · 0 repeat · 0 due");
    int characters = 0;
    for (int row = 0; row < 24; row++) {
        assert_in_range(columns_of(term_row(term, row)), 0, 76);
        for (const char *at = term_row(term, row); (at = strstr(at, "漢")) != NULL; at++)
            characters++;
    }
    assert_int_equal(characters, 42);
    assert_types(term, " ", "😀😀😀 three");
    assert_shows(term, "[각힣] end");
    assert_shows(term, "[e\xcc\x81\xcc\x82] accents");
    assert_shows(term, "ノート");
    assert_types(term, "4", "Question 2?");
    assert_not(term, "漢");
    assert_int_equal(columns_of(term_row(term, 0)), 76);

    /* odd widths, too narrow for the deck's name */
    for (int cols = 40; cols <= 43; cols++) {
        term_resize(term, 12, cols);
        assert_waits(term, "1n · 0r · 0d");
        assert_int_equal(columns_of(term_row(term, 0)), cols - 1);
        assert_shows(term, "深層学習");
        term_resize(term, 24, 80);
        assert_waits(term, "1 new");
    }
    assert_quits(term);
}

/* Code goes on beyond the column of text, up to the edge of the screen; its keywords are bold. */
static void test_wide_code(void **state)
{
    static const char code[] = "if (a == 1) return \"a line of code that takes more columns than a "
                               "column of text\";";
    struct world *world = *state;
    const char *deck = world_write(world, "code.yaml",
        world_text(
            world, "cards:\n  - q: Which?\n    a: |\n      ```c\n      %s\n      ```\n", code));
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--color=never"));

    assert_waits(term, "Which?");
    assert_types(term, " ", "↳");
    assert_not(term, code);
    term_resize(term, 24, (int)strlen(code) + 2); /* the code, indented */
    assert_waits(term, code);
    assert_not(term, "↳");
    assert_int_equal(strncmp(term_row(term, row_of(term, code)), "  if", 4), 0);
    assert_true(raw_has(term, "\033[1mif", 6) || raw_has(term, "\033[0;1mif", 8));
    term_resize(term, 24, 200);
    assert_waits(term, "i history");
    assert_shows(term, code);
    assert_quits(term);
}

/* Shows an answer of so many lines on 24 rows. */
static struct term *lines_start(struct world *world, int lines)
{
    char *text = world_text(world, "cards:\n  - q: Which?\n    a: |\n");

    for (int i = 1; i <= lines; i++)
        text = world_text(world, "%s      - line %02d\n", text, i);
    struct term *term = drill_start(world, 24, 80, ARGS(world_write(world, "lines.yaml", text)));
    assert_waits(term, "Which?");
    assert_types(term, " ", "line 01");
    return term;
}

/* The title, the progress, the question, the rule, the rating scale and the keys take 8 rows. */
static void test_blank_rows_give_way(void **state)
{
    struct world *world = *state;
    struct term *term = lines_start(world, 16);

    assert_shows(term, "line 16");
    for (int row = 0; row < 24; row++)
        assert_true(*term_row(term, row) != '\0');
    assert_quits(term);
    term = lines_start(world, 17);
    assert_shows(term, "▼ 2 more lines");
    assert_shows(term, "↑↓ scroll");
    assert_quits(term);
}

/* An emoji newer than the machine's Unicode version is shown or marked, but does not disappear. */
static void test_character_not_known_here(void **state)
{
    struct world *world = *state;
    const char *deck = world_write(
        world, "new.yaml", "cards:\n  - q: 'pink [\xf0\x9f\xa9\xb7] heart'\n    a: yes\n");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "pink [");
    assert_not(term, "pink []");
    assert_not(term, "pink [ ]");
    assert_not(term, "pink [  ]");
    assert_quits(term);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_scroll_by_lines),
        TEST(test_scroll_by_pages),
        TEST(test_long_question),
        TEST(test_resize),
        TEST(test_resize_of_a_long_card),
        TEST(test_resize_unseen),
        TEST(test_keys_when_too_small),
        TEST(test_smallest_sizes),
        TEST(test_wide_characters),
        TEST(test_wide_code),
        TEST(test_blank_rows_give_way),
        TEST(test_character_not_known_here),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
