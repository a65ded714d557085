/* The home screen: its states at three sizes, compared with stored frames, and its keys. */
#include "screen/frames.h"

#include "view/home.h"
#include "view/screen.h"

#include <stdlib.h>

#define TODAY 20484 /* 2026-01-31 */

#define DECK(number, word, title, file, ...)                                                       \
    {                                                                                              \
        .deck_id = number, .id = (char *)word, .name = (char *)title, .path = (char *)file,        \
        __VA_ARGS__                                                                                \
    }

static struct deck_overview decks[] = {
    {DECK(1, "bio", "Biology", "/home/me/decks/bio.yaml", .cards = 120, .rating_sum = 240,
         .studied = true, .studied_day = TODAY),
        FILE_READ, {{12, 1, 30, 0}, {12, 1, 30, 0}, TODAY}, {0}},
    {DECK(2, "chem", "Chemistry of the elements, a long name that does not fit here",
         "/home/me/a folder with a long name/and another one/that are not to be seen "
         "whole/chemistry.yaml",
         .cards = 80),
        FILE_GONE, {{20, 0, 0, 0}, {20, 0, 0, 0}, TODAY}, {0}},
    {DECK(3, "ja", "日本語", "/home/me/ja.yaml", .cards = 3, .rating_sum = 12, .studied = true,
         .studied_day = TODAY - 1),
        FILE_READ, {{0, 0, 0, 0}, {0, 0, 0, 0}, TODAY + 5}, {0}},
    {DECK(4, "bad", "\x1b[31mBad\xe2\x80\xae", "/x/\x1b]0;bad.yaml", .cards = 10, .rating_sum = 20,
         .studied = true, .studied_day = TODAY - 40),
        FILE_MISTAKEN, {{0, 0, 0, 0}, {0, 0, 0, 0}, NO_DAY}, {0}},
    {DECK(5, "empty", "Nothing yet", NULL, .cards = 0), FILE_GONE,
        {{0, 0, 0, 0}, {0, 0, 0, 0}, NO_DAY}, {0}},
};
static const struct overview flat = {
    decks, COUNT(decks), COUNT(decks), NULL, 0, {{20, 1, 30, 0}, {32, 1, 30, 0}, TODAY}};

/* The same decks in folders. */
static struct folder_overview folders[] = {
    {"", "", 4, 1, {{0, 0, 0, 0}, {0, 0, 0, 0}, NO_DAY}},
    {"/home/me/lan\x1b[31mguages", "lan\x1b[31mguages", 0, 1,
        {{12, 1, 30, 0}, {441, 1, 120, 0}, TODAY}},
    {"/home/me/science/of/long/names", "science/of/long/names", 1, 3,
        {{20, 0, 0, 0}, {20, 0, 0, 0}, TODAY}},
};
static const struct overview foldered = {decks, COUNT(decks), COUNT(decks), folders, COUNT(folders),
    {{20, 1, 30, 0}, {1441, 1, 120, 0}, TODAY}};
/* One deck alone, with more cards than its caps allow. */
static struct deck_overview capped[] = {{DECK(1, "bio", "Biology", "/bio.yaml", .cards = 500),
    FILE_READ, {{20, 1, 30, 0}, {441, 1, 120, 0}, TODAY}, {0}}};
static const struct overview lone = {
    capped, 1, 1, NULL, 0, {{20, 1, 30, 0}, {441, 1, 120, 0}, TODAY}};

static const struct overview *shown = &flat;

/* Press keys: characters, and \1 up, \2 down, \3 end, \4 page down, \5 backspace, \6 F1. Stops at
 * what the caller must do. */
static struct intent press(struct home *home, const char *keys, struct frame *frame)
{
    static const uint32_t others[] = {0, KEY_UP_CODE, KEY_DOWN_CODE, KEY_END_CODE,
        KEY_PAGE_DOWN_CODE, KEY_BACKSPACE_CODE, KEY_F1_CODE};
    struct intent intent = {0};
    bool own = true;
    for (; *keys && own; keys++) {
        assert_true(home_draw(home, shown, TODAY, frame));
        intent = home_key(home, shown,
            (unsigned char)*keys < COUNT(others) ? others[(int)*keys] : (unsigned char)*keys);
        own = intent.command != HOME_OPEN && intent.command != HOME_SORT && !intent.quit &&
              !intent.side && !intent.edit;
    }
    return intent;
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
        if (press(&home, keys, &frame).command == HOME_OPEN)
            home_chosen(&home, shown, chosen);
        assert_true(home_draw(&home, shown, TODAY, &frame));
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
SCREEN(a_deck_selected, "home-selected", "jj")
SCREEN(decks_marked, "home-marked", "\2\t\2\t")
SCREEN(a_filter, "home-filter", "/E")
SCREEN(a_filter_taken, "home-filter-taken", "/E\n")
SCREEN(a_filter_that_nothing_passes, "home-filter-none", "/zzz")
SCREEN(a_deck_with_mistakes, "home-mistakes", "\2\2\2\2\n")
SCREEN(sorted_by_what_is_due, "home-sorted", "o")

SCREEN(a_path_to_import, "home-import", "x~/notes.csv")
SCREEN(a_path_that_is_longer_than_the_line, "home-import-long",
    "x/home/me/a folder/with a long path/that does not fit into/a line of/this screen/notes.csv")

SCREEN(every_key, "home-keys", "?")
SCREEN(every_key_of_the_filter, "home-keys-filter", "/e\6")
SCREEN(every_key_of_a_path, "home-keys-import", "x\6")

static void play_with(const struct overview *overview, const char *name, const char *keys)
{
    shown = overview;
    play(name, keys);
    shown = &flat;
}

static void test_home__folders(void **state)
{
    (void)state;
    play_with(&foldered, "home-folders", "jj");
}

static void test_home__a_folder_selected_and_marked(void **state)
{
    (void)state;
    play_with(&foldered, "home-folder", "jjjj\tk");
}

static void test_home__a_folder_that_is_filtered(void **state)
{
    (void)state;
    play_with(&foldered, "home-folders-filter", "/chem\n");
}

static void test_home__one_deck(void **state)
{
    (void)state;
    play_with(&lone, "home-one", "");
}

/* ---- opening decks ---- */

static void assert_opens(const char *keys, const char *want)
{
    struct home home = {0};
    struct frame frame = {0};
    int64_t chosen[COUNT(decks)];
    char got[64] = "";
    assert_true(frame_resize(&frame, 24, 80));
    assert_int_equal(press(&home, keys, &frame).command, HOME_OPEN);
    size_t count = home_chosen(&home, shown, chosen);
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
    assert_opens("\n", "1235"); /* all decks without mistakes */
    assert_opens("j\n", "1");   /* the selected deck */
    assert_opens("jjjk\n", "2");
    assert_opens("Gg\n", "1235");
    assert_opens("\2\t\t\n", "12");      /* the marked decks; marking moves to the next row */
    assert_opens("\2\t\1\t\2\t\n", "3"); /* one mark was removed again */
    assert_opens("\tG\n", "1235");       /* on the first row, all are marked */
    assert_opens("\3\n", "5");
    assert_opens("\3\1\n", "");        /* not a deck with mistakes */
    assert_opens("/che\n\n", "2");     /* the first match of the filter */
    assert_opens("/e\1\n\n", "25");    /* all matches of the filter */
    assert_opens("/chem of\n\n", "2"); /* words in any order, or parts of words */
    assert_opens("/of chem\n\n", "2");
    assert_opens("/BIO\n\n", "1");     /* in upper or lower case */
    assert_opens("/ja\n\n", "3");      /* a deck by its id */
    assert_opens("/jq?\5\5\n\n", "3"); /* keys are letters of the filter */
    assert_opens("\x7f\n", "1235");    /* DEL is not a character */
}

static void test_home__what_enter_opens_in_folders(void **state)
{
    (void)state;
    shown = &foldered;
    assert_opens("\n", "1235");
    assert_opens("j\n", "5");      /* the folder of decks without a file */
    assert_opens("jjjjj\n", "23"); /* a folder, without the deck that has mistakes */
    assert_opens("jjjjjj\n", "2");
    assert_opens("jjjjj\t\n", "23");   /* tab marks all decks of a folder ... */
    assert_opens("jjjjj\tk\t\n", "2"); /* ... or unmarks them; then the selected deck opens */
    assert_opens("/i\njjj\n", "2");    /* of a folder, only the listed decks */
    shown = &lone;
    assert_opens("\n", "1");
    assert_opens("k\n", "1");
    shown = &flat;
}

static void test_home__letters_that_act(void **state)
{
    (void)state;
    struct home home = {0};
    struct frame frame = {0};
    assert_true(frame_resize(&frame, 24, 80));
    press(&home, "jj", &frame);
    assert_int_equal(press(&home, "b", &frame).side, SIDE_BROWSE);
    assert_int_equal(home_key(&home, shown, KEY_F1_CODE + 1).side, SIDE_BROWSE);
    assert_int_equal(press(&home, "s", &frame).side, SIDE_STATS);
    assert_true(press(&home, "e", &frame).edit);
    assert_int_equal(home_selected(&home, shown)->facts.deck_id, 2);
    assert_true(press(&home, "q", &frame).quit);
    press(&home, "g", &frame);
    assert_null(home_selected(&home, shown));
    assert_int_equal(press(&home, "o", &frame).command, HOME_SORT);
    assert_int_equal(home.sorted_by, OVERVIEW_BY_DUE);
    press(&home, "o", &frame);
    assert_int_equal(home.sorted_by, OVERVIEW_BY_NAME);
    home_key(&home, shown, 'q' | KEY_PASTED); /* a paste does nothing */
    assert_int_equal(home.filter.length, 0);
    frame_done(&frame);
    home_done(&home);
}

/* The selected deck stays selected when its row moves; if it is gone, the row stays. */
static void test_home__a_list_that_changes(void **state)
{
    (void)state;
    struct home home = {0};
    struct frame frame = {0};
    struct deck_overview moved[] = {decks[2], decks[1], decks[0]};
    const struct overview sorted = {moved, 3, 3, NULL, 0, flat.todo},
                          fewer = {moved, 2, 2, NULL, 0, flat.todo};
    assert_true(frame_resize(&frame, 24, 80));
    press(&home, "j", &frame);
    assert_int_equal(home_selected(&home, shown)->facts.deck_id, 1);
    assert_int_equal(home_selected(&home, &sorted)->facts.deck_id, 1);
    assert_int_equal(home.row, 3);
    assert_int_equal(home_selected(&home, &fewer)->facts.deck_id, 2);
    assert_int_equal(home.row, 2);
    frame_done(&frame);
    home_done(&home);
}

static void test_home__typing_and_leaving(void **state)
{
    (void)state;
    struct home home = {0};
    struct frame frame = {0};
    assert_true(frame_resize(&frame, 24, 80));
    press(&home, "/qu", &frame);
    home_key(&home, shown, 0x65e5); /* 日 */
    assert_string_equal(buf_string(&home.filter), "qu日");
    home_key(&home, shown, KEY_BACKSPACE_CODE); /* removes a character, not a byte */
    assert_string_equal(buf_string(&home.filter), "qu");
    home_key(&home, shown, 'x' | KEY_PASTED);
    assert_string_equal(buf_string(&home.filter), "qux");
    assert_false(home_key(&home, shown, KEY_ESCAPE_CODE).quit);
    assert_string_equal(buf_string(&home.filter), "qux"); /* kept until the next escape */
    assert_false(home_key(&home, shown, KEY_ESCAPE_CODE).quit);
    assert_int_equal(home.filter.length, 0);
    press(&home, "/zz", &frame);
    home_key(&home, shown, KEY_CTRL('u'));
    assert_int_equal(home.filter.length, 0);
    assert_true(home.line);
    home_key(&home, shown, KEY_BACKSPACE_CODE); /* nothing left to delete */
    home_key(&home, shown, KEY_ENTER_CODE);
    press(&home, "j\t", &frame);
    assert_false(home_key(&home, shown, KEY_ESCAPE_CODE).quit); /* removes the mark */
    assert_true(home_key(&home, shown, KEY_ESCAPE_CODE).quit);
    press(&home, "x~/q?", &frame);
    home_key(&home, shown, '/' | KEY_PASTED);
    assert_string_equal(buf_string(&home.path), "~/q?/");
    assert_int_equal(home_key(&home, shown, KEY_TAB_CODE).command, HOME_COMPLETE);
    assert_int_equal(home_key(&home, shown, KEY_ENTER_CODE | KEY_PASTED).command, HOME_NOTHING);
    assert_int_equal(home_key(&home, shown, KEY_ENTER_CODE).command, HOME_IMPORT);
    home_key(&home, shown, KEY_BACKSPACE_CODE);
    assert_string_equal(buf_string(&home.path), "~/q?");
    assert_false(home_key(&home, shown, KEY_ESCAPE_CODE).quit);
    assert_int_equal(home.path.length, 0);
    assert_int_equal(home.filter.length, 0);
    home_key(&home, shown, KEY_END_CODE);
    home_key(&home, shown, KEY_DOWN_CODE);
    assert_int_equal(home.row, COUNT(decks)); /* stops at the last row */
    home_key(&home, shown, KEY_HOME_CODE);
    home_key(&home, shown, KEY_UP_CODE);
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
        shown = rows % 2 ? &flat : &foldered;
        for (int cols = 1; cols <= 130; cols += cols < 40 ? 1 : 7) {
            struct home home = {0};
            struct frame frame = {0};
            assert_true(frame_resize(&frame, rows, cols));
            press(&home, "\2\2\2\2\2", &frame);
            assert_true(home_draw(&home, shown, TODAY, &frame));
            struct buf text = {0};
            frame_dump(&frame, &text);
            assert_int_equal(strstr(buf_string(&text), "❯") != NULL, frame_fits(&frame));
            buf_done(&text);
            frame_done(&frame);
            home_done(&home);
        }
    }
    shown = &flat;
}

/* ---- clicks ---- */

/* Clicks where the frame, drawn anew, shows text in a row. */
static struct intent click(struct home *home, struct frame *frame, int row, const char *text)
{
    assert_true(home_draw(home, shown, TODAY, frame));
    return home_key(home, shown, key_of_click(frame, row, text));
}

static void test_home__clicks_on_rows(void **state)
{
    (void)state;
    struct home home = {0};
    struct frame frame = {0};
    assert_true(frame_resize(&frame, 24, 80));
    assert_int_equal(click(&home, &frame, 4, "Biology").command, HOME_NOTHING);
    assert_int_equal(home_selected(&home, shown)->facts.deck_id, 1);
    assert_int_equal(click(&home, &frame, 6, "日本語").command, HOME_NOTHING);
    assert_int_equal(home_selected(&home, shown)->facts.deck_id, 3);
    assert_int_equal(click(&home, &frame, 4, "now").command, HOME_NOTHING); /* in any column */
    assert_int_equal(home.row, 1);
    assert_int_equal(click(&home, &frame, 4, "Biology").command, HOME_OPEN); /* once more */
    assert_int_equal(home_key(&home, shown, frame_key_at(&frame, 12, 20)).command,
        HOME_NOTHING); /* below the list */
    assert_int_equal(home.row, 1);
    press(&home, "/ch", &frame); /* while the filter is typed, too */
    assert_int_equal(click(&home, &frame, 3, "Chemistry").command, HOME_OPEN);
    assert_false(home.line);
    press(&home, "/zz", &frame);
    assert_true(home_draw(&home, shown, TODAY, &frame));
    uint32_t first = frame_key_at(&frame, 3, 20);
    assert_int_equal(key_click_of(first), CLICK_ROW);
    assert_int_equal(home_key(&home, shown, first).command, HOME_NOTHING); /* nothing is listed */
    press(&home, "?", &frame);
    assert_true(home_draw(&home, shown, TODAY, &frame));
    assert_int_equal(key_click_of(frame_key_at(&frame, 4, 20)), CLICK_NOTHING); /* it is covered */
    frame_done(&frame);
    home_done(&home);
}

static void test_home__clicks_on_heads(void **state)
{
    (void)state;
    struct home home = {0};
    struct frame frame = {0};
    static const char *const counts[] = {"new", "rep", "due"};
    for (int cols = 40; cols <= 200; cols += 40) {
        assert_true(frame_resize(&frame, 24, cols));
        for (size_t i = 0; i < COUNT(counts); i++) {
            assert_int_equal(click(&home, &frame, 2, counts[i]).command, HOME_SORT);
            assert_int_equal(home.sorted_by, OVERVIEW_BY_DUE);
            assert_int_equal(click(&home, &frame, 2, "deck").command, HOME_SORT);
            assert_int_equal(home.sorted_by, OVERVIEW_BY_NAME);
        }
    }
    assert_int_equal(click(&home, &frame, 2, "mastery").command, HOME_NOTHING); /* no such order */
    frame_done(&frame);
    home_done(&home);
}

/* 99 decks and the row of all in 9 rows: 91 steps over the 7 rows between the ends of the bar. */
static void test_home__clicks_on_the_bar(void **state)
{
    (void)state;
    struct home home = {0};
    struct frame frame = {0};
    struct deck_overview *many = calloc(99, sizeof *many);
    assert_non_null(many);
    for (int i = 0; i < 99; i++) {
        many[i] = decks[0];
        many[i].facts.deck_id = i + 1;
    }
    const struct overview overview = {many, 99, 99, NULL, 0, flat.todo};
    shown = &overview;
    assert_true(frame_resize(&frame, 14, 80));
    assert_true(home_draw(&home, shown, TODAY, &frame));
    static const struct {
        int row;
        const char *shows;
        size_t top;
    } clicks[] = {{11, "▼", 8}, {11, "▼", 16}, {3, "▲", 8}, {3, "▲", 0}, {10, "", 91}, {3, "▲", 83},
        {7, "", 45}, {4, "", 0}};
    assert_int_equal(home.page, 9);
    for (size_t i = 0; i < COUNT(clicks); i++) {
        assert_true(home_draw(&home, shown, TODAY, &frame));
        if (*clicks[i].shows)
            assert_string_equal(frame_cell(&frame, clicks[i].row, 77)->text, clicks[i].shows);
        home_key(&home, shown, frame_key_at(&frame, clicks[i].row, 77));
        assert_true(home_draw(&home, shown, TODAY, &frame));
        assert_int_equal(home.top, clicks[i].top);
        assert_in_range(home.row, home.top, home.top + 8);
    }
    shown = &flat;
    frame_done(&frame);
    home_done(&home);
    free(many);
}

/* ---- line by line ---- */

static void test_home__line_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum { NOTHING, OPEN, BROWSE, STATS, FORECAST, RETIRED, IMPORT, QUIT } does;
        size_t marked;
        bool unclear;
    } cases[] = {
        {"\n", OPEN, 0, false},
        {"2\n", OPEN, 1, false},
        {" 1, 3 5\n", OPEN, 3, false},
        {"x notes.csv\n", IMPORT, 0, false},
        {"q\n", QUIT, 0, false},
        {" q ", QUIT, 0, false},
        {"/\n", BROWSE, 0, false},
        {"/2, 3\n", BROWSE, 2, false},
        {"s\n", STATS, 0, false},
        {"s 2\n", STATS, 1, false},
        {"f1 2\n", FORECAST, 2, false},
        {"r3\n", RETIRED, 1, false},
        {"r9\n", NOTHING, 0, true},
        {"x\n", IMPORT, 0, false},
        {"x9\n", NOTHING, 0, true},
        {"/x\n", NOTHING, 0, true},
        {"6\n", NOTHING, 0, true},
        {"0\n", NOTHING, 0, true},
        {"1x\n", NOTHING, 0, true},
        {"-1\n", NOTHING, 0, true},
        {"quit\n", NOTHING, 0, true},
        {"99999999999999999999999\n", NOTHING, 0, true},
    };
    static const enum side_screen sides[] = {[BROWSE] = SIDE_BROWSE,
        [STATS] = SIDE_STATS,
        [FORECAST] = SIDE_FORECAST,
        [RETIRED] = SIDE_RETIRED,
        [QUIT] = SIDE_NONE};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct home home = {0};
        bool unclear;
        struct intent intent = home_line(&home, shown, cases[i].line, &unclear);
        assert_int_equal(intent.command == HOME_OPEN, cases[i].does == OPEN);
        assert_int_equal(intent.command == HOME_IMPORT, cases[i].does == IMPORT);
        assert_int_equal(intent.side, sides[cases[i].does]);
        assert_int_equal(intent.quit, cases[i].does == QUIT);
        assert_int_equal(unclear, cases[i].unclear);
        if (cases[i].does == IMPORT)
            assert_string_equal(buf_string(&home.path), cases[i].line + 1);
        if (!unclear)
            assert_int_equal(home.marked_count, cases[i].marked);
        home_done(&home);
    }
    struct buf text = {0};
    home_plain(shown, TODAY, &text);
    assert_non_null(
        strstr(buf_string(&text), "1. Biology: 12 new, 1 repeat, 30 due, mastery 50%, next now\n"));
    assert_non_null(strstr(buf_string(&text), "5. Nothing yet: 0 new, 0 repeat, 0 due, mastery 0%, "
                                              "next - (file gone)\n"));
    assert_non_null(strstr(buf_string(&text), "All decks: 20 new, 1 repeat, 30 due\n"));
    assert_null(strchr(buf_string(&text), 0x1b));
    buf_clear(&text);
    home_plain(&lone, TODAY, &text);
    assert_null(strstr(buf_string(&text), "All decks"));
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_home__all_decks),
        cmocka_unit_test(test_home__a_deck_selected),
        cmocka_unit_test(test_home__decks_marked),
        cmocka_unit_test(test_home__a_filter),
        cmocka_unit_test(test_home__a_filter_taken),
        cmocka_unit_test(test_home__a_filter_that_nothing_passes),
        cmocka_unit_test(test_home__a_deck_with_mistakes),
        cmocka_unit_test(test_home__sorted_by_what_is_due),
        cmocka_unit_test(test_home__every_key),
        cmocka_unit_test(test_home__every_key_of_the_filter),
        cmocka_unit_test(test_home__a_path_to_import),
        cmocka_unit_test(test_home__a_path_that_is_longer_than_the_line),
        cmocka_unit_test(test_home__every_key_of_a_path),
        cmocka_unit_test(test_home__folders),
        cmocka_unit_test(test_home__a_folder_selected_and_marked),
        cmocka_unit_test(test_home__a_folder_that_is_filtered),
        cmocka_unit_test(test_home__one_deck),
        cmocka_unit_test(test_home__what_enter_opens),
        cmocka_unit_test(test_home__what_enter_opens_in_folders),
        cmocka_unit_test(test_home__letters_that_act),
        cmocka_unit_test(test_home__a_list_that_changes),
        cmocka_unit_test(test_home__typing_and_leaving),
        cmocka_unit_test(test_home__every_size_can_be_drawn),
        cmocka_unit_test(test_home__clicks_on_rows),
        cmocka_unit_test(test_home__clicks_on_heads),
        cmocka_unit_test(test_home__clicks_on_the_bar),
        cmocka_unit_test(test_home__line_by_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
