/* The home screen: its states at three sizes, compared with stored frames, and its keys. */
#include "screen/frames.h"

#include "view/home.h"
#include "view/screen.h"

#define TODAY 20484 /* 2026-01-31 */

#define DECK(number, word, title, file, ...)                                                       \
    {                                                                                              \
        .deck_id = number, .id = (char *)word, .name = (char *)title, .path = (char *)file,        \
        __VA_ARGS__                                                                                \
    }

static struct deck_overview decks[] = {
    {DECK(1, "bio", "Biology", "/home/me/decks/bio.yaml", .cards = 120, .rating_sum = 240,
         .studied = true, .studied_day = TODAY),
        FILE_READ, {12, 1, 30, 0}, TODAY},
    {DECK(2, "chem", "Chemistry of the elements, a long name that does not fit here",
         "/home/me/a folder with a long name/and another one/that are not to be seen "
         "whole/chemistry.yaml",
         .cards = 80),
        FILE_GONE, {20, 0, 0, 0}, TODAY},
    {DECK(3, "ja", "日本語", "/home/me/ja.yaml", .cards = 3, .rating_sum = 12, .studied = true,
         .studied_day = TODAY - 1),
        FILE_READ, {0, 0, 0, 0}, TODAY + 5},
    {DECK(4, "bad", "\x1b[31mBad\xe2\x80\xae", "/x/\x1b]0;bad.yaml", .cards = 10, .rating_sum = 20,
         .studied = true, .studied_day = TODAY - 40),
        FILE_MISTAKEN, {0, 0, 0, 0}, NO_DAY},
    {DECK(5, "empty", "Nothing yet", NULL, .cards = 0), FILE_GONE, {0, 0, 0, 0}, NO_DAY},
};
static const struct overview overview = {decks, COUNT(decks), COUNT(decks), {20, 1, 30, 0}, TODAY};

/* Press keys: characters, and \1 up, \2 down, \3 end, \4 page down, \5 backspace, \6 F1. */
static enum home_action press(struct home *home, const char *keys, struct frame *frame)
{
    static const uint32_t others[] = {0, KEY_UP_CODE, KEY_DOWN_CODE, KEY_END_CODE,
        KEY_PAGE_DOWN_CODE, KEY_BACKSPACE_CODE, KEY_F1_CODE};
    enum home_action action = HOME_NONE;
    for (; *keys && action == HOME_NONE; keys++) {
        assert_true(home_draw(home, &overview, TODAY, frame));
        action = home_key(home, &overview,
            (unsigned char)*keys < COUNT(others) ? others[(int)*keys] : (unsigned char)*keys);
    }
    return action;
}

static void play(const char *name, const char *keys)
{
    static const int sizes[][2] = {{12, 40}, {24, 80}, {60, 200}};
    struct buf frames = {0};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct home home = {0};
        struct frame frame = {0};
        int64_t chosen[COUNT(decks)];
        assert_true(frame_resize(&frame, sizes[i][0], sizes[i][1]));
        if (press(&home, keys, &frame) == HOME_OPEN)
            home_chosen(&home, &overview, chosen);
        assert_true(home_draw(&home, &overview, TODAY, &frame));
        add_frame(&frame, &frames);
        frame_done(&frame);
        home_done(&home);
    }
    assert_false(frames.failed);
    compare(name, &frames);
    buf_done(&frames);
}

#define SCREEN(test, name, keys)                                                                   \
    static void test_home__##test(void **state)                                                    \
    {                                                                                              \
        (void)state;                                                                               \
        play(name, keys);                                                                          \
    }

SCREEN(all_decks, "home", "")
SCREEN(a_deck_selected, "home-selected", "\2\2")
SCREEN(decks_marked, "home-marked", "\2\t\2\t")
SCREEN(a_filter, "home-filter", "E")
SCREEN(a_filter_that_nothing_passes, "home-filter-none", "zzz")
SCREEN(a_deck_with_mistakes, "home-mistakes", "\2\2\2\2\n")

SCREEN(every_key, "home-keys", "?")
SCREEN(every_key_of_a_filtered_list, "home-keys-filter", "e\6")

/* ---- opening decks ---- */

static void assert_opens(const char *keys, const char *want)
{
    struct home home = {0};
    struct frame frame = {0};
    int64_t chosen[COUNT(decks)];
    char got[64] = "";
    assert_true(frame_resize(&frame, 24, 80));
    assert_int_equal(press(&home, keys, &frame), HOME_OPEN);
    size_t count = home_chosen(&home, &overview, chosen);
    for (size_t i = 0; i < count; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%d", (int)chosen[i]);
    if (strcmp(got, want) != 0)
        fail_msg("opens %s, not %s", got, want);
    assert_int_equal(home.notice.length > 0, count == 0);
    frame_done(&frame);
    home_done(&home);
}

static void test_home__what_enter_opens(void **state)
{
    (void)state;
    assert_opens("\n", "1235");          /* all decks without mistakes */
    assert_opens("\2\n", "1");           /* the selected deck */
    assert_opens("\2\t\t\n", "12");      /* the marked decks; marking moves to the next row */
    assert_opens("\2\t\1\t\2\t\n", "3"); /* one mark was removed again */
    assert_opens("\3\n", "5");
    assert_opens("\3\1\n", "");     /* not a deck with mistakes */
    assert_opens("che\n", "2");     /* the first match of the filter */
    assert_opens("e\1\n", "25");    /* all matches of the filter */
    assert_opens("chem of\n", "2"); /* words in any order, or parts of words */
    assert_opens("of chem\n", "2");
    assert_opens("BIO\n", "1");     /* in upper or lower case */
    assert_opens("ja\n", "3");      /* a deck by its id */
    assert_opens("\x7f\n", "1235"); /* DEL is not a character */
    assert_opens("xx\5\5\n", "1235");
}

static void test_home__browsing(void **state)
{
    (void)state;
    struct home home = {0};
    struct frame frame = {0};
    assert_true(frame_resize(&frame, 24, 80));
    press(&home, "\2", &frame);
    assert_int_equal(home_key(&home, &overview, KEY_F1_CODE + 1), HOME_BROWSE);
    frame_done(&frame);
    home_done(&home);
}

static void test_home__typing_and_leaving(void **state)
{
    (void)state;
    struct home home = {0};
    struct frame frame = {0};
    assert_true(frame_resize(&frame, 24, 80));
    press(&home, "qu", &frame);
    home_key(&home, &overview, 0x65e5); /* 日 */
    assert_string_equal(buf_string(&home.filter), "qu日");
    home_key(&home, &overview, KEY_BACKSPACE_CODE); /* removes a character, not a byte */
    assert_string_equal(buf_string(&home.filter), "qu");
    assert_int_equal(home_key(&home, &overview, KEY_ESCAPE_CODE), HOME_NONE);
    assert_int_equal(home.filter.length, 0);
    home_key(&home, &overview, KEY_BACKSPACE_CODE); /* nothing left to delete */
    press(&home, "\2\t", &frame);
    assert_int_equal(home_key(&home, &overview, KEY_ESCAPE_CODE), HOME_NONE); /* removes the mark */
    assert_int_equal(home_key(&home, &overview, KEY_ESCAPE_CODE), HOME_QUIT);
    home_key(&home, &overview, KEY_END_CODE);
    home_key(&home, &overview, KEY_DOWN_CODE);
    assert_int_equal(home.row, COUNT(decks)); /* stops at the last row */
    home_key(&home, &overview, KEY_HOME_CODE);
    home_key(&home, &overview, KEY_UP_CODE);
    assert_int_equal(home.row, 0);
    frame_done(&frame);
    home_done(&home);
}

/* Drawing works at any size. If the frame is large enough for the screen, the selected row is
 * visible. */
static void test_home__every_size_can_be_drawn(void **state)
{
    (void)state;
    for (int rows = 1; rows <= 30; rows++) {
        for (int cols = 1; cols <= 130; cols += cols < 40 ? 1 : 7) {
            struct home home = {0};
            struct frame frame = {0};
            assert_true(frame_resize(&frame, rows, cols));
            press(&home, "\2\2\2\2\2", &frame);
            assert_true(home_draw(&home, &overview, TODAY, &frame));
            struct buf text = {0};
            frame_dump(&frame, &text);
            assert_int_equal(strstr(buf_string(&text), "❯") != NULL, frame_fits(&frame));
            buf_done(&text);
            frame_done(&frame);
            home_done(&home);
        }
    }
}

/* ---- line by line ---- */

static void test_home__line_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum home_action action;
        size_t marked;
        bool unclear;
    } cases[] = {
        {"\n", HOME_OPEN, 0, false},
        {"2\n", HOME_OPEN, 1, false},
        {" 1, 3 5\n", HOME_OPEN, 3, false},
        {"q\n", HOME_QUIT, 0, false},
        {" q ", HOME_QUIT, 0, false},
        {"/\n", HOME_BROWSE, 0, false},
        {"/2, 3\n", HOME_BROWSE, 2, false},
        {"/x\n", HOME_NONE, 0, true},
        {"6\n", HOME_NONE, 0, true},
        {"0\n", HOME_NONE, 0, true},
        {"1x\n", HOME_NONE, 0, true},
        {"-1\n", HOME_NONE, 0, true},
        {"quit\n", HOME_NONE, 0, true},
        {"99999999999999999999999\n", HOME_NONE, 0, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct home home = {0};
        bool unclear;
        assert_int_equal(home_line(&home, &overview, cases[i].line, &unclear), cases[i].action);
        assert_int_equal(unclear, cases[i].unclear);
        if (!unclear)
            assert_int_equal(home.marked_count, cases[i].marked);
        home_done(&home);
    }
    struct buf text = {0};
    home_plain(&overview, TODAY, &text);
    assert_non_null(
        strstr(buf_string(&text), "1. Biology: 12 new, 1 repeat, 30 due, mastery 50%, next now\n"));
    assert_non_null(strstr(buf_string(&text), "5. Nothing yet: 0 new, 0 repeat, 0 due, mastery 0%, "
                                              "next - (file gone)\n"));
    assert_non_null(strstr(buf_string(&text), "All decks: 20 new, 1 repeat, 30 due\n"));
    assert_null(strchr(buf_string(&text), 0x1b));
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_home__all_decks),
        cmocka_unit_test(test_home__a_deck_selected),
        cmocka_unit_test(test_home__decks_marked),
        cmocka_unit_test(test_home__a_filter),
        cmocka_unit_test(test_home__a_filter_that_nothing_passes),
        cmocka_unit_test(test_home__a_deck_with_mistakes),
        cmocka_unit_test(test_home__every_key),
        cmocka_unit_test(test_home__every_key_of_a_filtered_list),
        cmocka_unit_test(test_home__what_enter_opens),
        cmocka_unit_test(test_home__browsing),
        cmocka_unit_test(test_home__typing_and_leaving),
        cmocka_unit_test(test_home__every_size_can_be_drawn),
        cmocka_unit_test(test_home__line_by_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
