/* Frames of cells: clipping, wide characters, and the text of a frame. */
#include "base/key.h"
#include "view/frame.h"

#include "test.h"

#define ACUTE "\xcc\x81"     /* U+0301 */
#define ZWJ   "\xe2\x80\x8d" /* U+200D */

static struct frame frame;

static void make(int rows, int cols)
{
    assert_true(frame_resize(&frame, rows, cols));
}

static int put(int row, int col, int width, const char *text)
{
    return frame_put(&frame, row, col, width, STYLE_CODE, text, strlen(text));
}

static void assert_cell(int row, int col, const char *text, int width, enum style style)
{
    const struct cell *cell = frame_cell(&frame, row, col);

    assert_string_equal(cell->text, text);
    assert_int_equal(cell->width, width);
    assert_int_equal(cell->style, style);
}

static void assert_dump(const char *expected)
{
    struct buf out = {0};

    frame_dump(&frame, &out);
    assert_false(out.failed);
    assert_string_equal(buf_string(&out), expected);
    buf_done(&out);
}

/* Each cell is either the first of a character as wide as it says, or covered by the one before,
 * and every row is as wide as the frame. */
static void assert_whole(void)
{
    for (int row = 0; row < frame.rows; row++) {
        for (int col = 0; col < frame.cols;) {
            const struct cell *cell = frame_cell(&frame, row, col);
            assert_true(cell->width > 0 && col + cell->width <= frame.cols);
            assert_int_equal(text_width(cell->text, strlen(cell->text)), cell->width);
            for (int i = 1; i < cell->width; i++)
                assert_cell(row, col + i, "", 0, (enum style)cell->style);
            col += cell->width;
        }
    }
}

static int done(void **state)
{
    (void)state;
    frame_done(&frame);
    assert_null(frame.cells);
    assert_int_equal(frame.rows, 0);
    assert_int_equal(frame.cols, 0);
    return 0;
}

static void test_frame__a_new_one_is_blank(void **state)
{
    (void)state;
    make(2, 3);
    for (int i = 0; i < 6; i++)
        assert_cell(i / 3, i % 3, " ", 1, STYLE_PLAIN);
    assert_dump("\n\n");
}

static void test_frame__resizing_blanks_it(void **state)
{
    static const int sizes[][2] = {{2, 3}, {1, 1}, {50, 200}, {3, 2}, {1, 6}, {0, 0}, {2, 3}};

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        make(sizes[i][0], sizes[i][1]);
        assert_int_equal(frame.rows, sizes[i][0]);
        assert_int_equal(frame.cols, sizes[i][1]);
        for (int row = 0; row < frame.rows; row++) {
            for (int col = 0; col < frame.cols; col++)
                assert_cell(row, col, " ", 1, STYLE_PLAIN);
            put(row, 0, 200, "xxxxxxxx");
        }
    }
}

static void test_frame__text_is_put_cell_by_cell(void **state)
{
    (void)state;
    make(2, 5);
    assert_int_equal(put(1, 1, 10, "ae" ACUTE "b"), 4);
    assert_cell(1, 0, " ", 1, STYLE_PLAIN);
    assert_cell(1, 1, "a", 1, STYLE_CODE);
    assert_cell(1, 2, "e" ACUTE, 1, STYLE_CODE);
    assert_cell(1, 3, "b", 1, STYLE_CODE);
    assert_cell(1, 4, " ", 1, STYLE_PLAIN);
    assert_dump("\n ae" ACUTE "b\n");
}

static void test_frame__length_bytes_are_put(void **state)
{
    (void)state;
    make(1, 5);
    assert_int_equal(frame_put(&frame, 0, 0, 5, STYLE_PLAIN, "abc", 2), 2);
    assert_int_equal(frame_put(&frame, 0, 4, 5, STYLE_PLAIN, "abc", 0), 4);
    assert_dump("ab\n");
}

static void test_frame__a_wide_character_covers_two_cells(void **state)
{
    (void)state;
    make(1, 5);
    assert_int_equal(put(0, 1, 5, "漢x"), 4);
    assert_cell(0, 1, "漢", 2, STYLE_CODE);
    assert_cell(0, 2, "", 0, STYLE_CODE);
    assert_cell(0, 3, "x", 1, STYLE_CODE);
    assert_dump(" 漢x\n");
    assert_whole();
}

static void test_frame__joined_emoji_are_whole(void **state)
{
    (void)state;
    make(1, 12);
    int end = put(0, 0, 12, "👩" ZWJ "💻x");
    assert_cell(0, 0, "👩" ZWJ "💻", end - 1, STYLE_CODE);
    assert_dump("👩" ZWJ "💻x\n");
    assert_whole();
}

static void test_frame__text_ends_at_the_right_edge(void **state)
{
    (void)state;
    make(2, 4);
    assert_int_equal(put(0, 0, 100, "abcdef"), 4);
    assert_int_equal(put(1, 3, 100, "xyz"), 4);
    assert_dump("abcd\n   x\n");
}

static void test_frame__text_ends_at_its_width(void **state)
{
    (void)state;
    make(1, 8);
    assert_int_equal(put(0, 1, 3, "abcdef"), 4);
    assert_int_equal(put(0, 6, 0, "abc"), 6);
    assert_int_equal(put(0, 6, -1, "abc"), 6);
    assert_dump(" abc\n");
}

static void test_frame__a_wide_character_is_not_cut_at_the_edge(void **state)
{
    (void)state;
    make(1, 4);
    assert_int_equal(put(0, 0, 4, "abc漢"), 3);
    assert_int_equal(put(0, 3, 4, "漢"), 3);
    assert_dump("abc\n");
    make(1, 4);
    assert_int_equal(put(0, 0, 3, "漢字"), 2);
    assert_dump("漢\n");
    assert_whole();
}

/* Nothing narrower comes after a character that had no room: text would read wrongly. */
static void test_frame__nothing_follows_what_did_not_fit(void **state)
{
    (void)state;
    make(1, 4);
    put(0, 0, 4, "abc漢d");
    assert_dump("abc\n");
}

static void test_frame__outside_the_frame_is_nothing(void **state)
{
    static const int places[][2] = {{-1, 0}, {2, 0}, {0, 3}, {0, 4}, {1000, 1000}, {-1, -1}};

    (void)state;
    make(2, 3);
    for (size_t i = 0; i < COUNT(places); i++) {
        put(places[i][0], places[i][1], 3, "abc");
        frame_text(&frame, places[i][0], places[i][1], STYLE_KEY, "漢字");
        frame_run(&frame, places[i][0], places[i][1], 5, STYLE_KEY, "─");
    }
    assert_dump("\n\n");
}

static void test_frame__left_of_the_frame_is_harmless(void **state)
{
    (void)state;
    make(1, 3);
    put(0, -1, 10, "漢字");
    put(0, -100, 10, "abc");
    assert_whole();
}

static void test_frame__text_goes_to_the_edge(void **state)
{
    (void)state;
    make(2, 4);
    assert_int_equal(frame_text(&frame, 0, 1, STYLE_TITLE, "ab"), 3);
    assert_int_equal(frame_text(&frame, 1, 1, STYLE_TITLE, "abcdef"), 4);
    assert_int_equal(frame_text(&frame, 1, 0, STYLE_TITLE, ""), 0);
    assert_cell(0, 2, "b", 1, STYLE_TITLE);
    assert_dump(" ab\n abc\n");
}

static void test_frame__a_run_repeats_its_character(void **state)
{
    (void)state;
    make(2, 6);
    frame_run(&frame, 0, 1, 3, STYLE_BAR, "━");
    frame_run(&frame, 1, 4, 100, STYLE_BAR, "━");
    frame_run(&frame, 1, 0, 0, STYLE_BAR, "━");
    frame_run(&frame, 1, 0, -5, STYLE_BAR, "━");
    assert_cell(0, 3, "━", 1, STYLE_BAR);
    assert_cell(0, 4, " ", 1, STYLE_PLAIN);
    assert_dump(" ━━━\n    ━━\n");
}

static void test_frame__the_longest_cluster_fits_a_cell(void **state)
{
    char text[TEXT_CLUSTER_MAX + 1] = "a"; /* and 17 accents of two bytes */

    (void)state;
    for (int i = 0; i < 17; i++)
        strcat(text, ACUTE);
    assert_int_equal(strlen(text), TEXT_CLUSTER_MAX);
    make(1, 2);
    assert_int_equal(put(0, 0, 2, text), 1);
    assert_cell(0, 0, text, 1, STYLE_CODE);
}

static void test_frame__a_cluster_without_end_stays_in_its_cells(void **state)
{
    struct buf text = {0};

    (void)state;
    while (text.length < 1000)
        buf_text(&text, "\u1100"); /* Hangul leads: one cluster by UAX #29 */
    make(1, 30);
    put(0, 0, 30, buf_string(&text));
    assert_whole();
    buf_done(&text);
}

/* Behind text from right to left there is a mark, which takes no column. */
static void test_frame__text_from_right_to_left_is_closed(void **state)
{
    (void)state;
    make(1, 12);
    frame_text(&frame, 0, 0, STYLE_PLAIN, "\u05d0\u05d1 x");
    frame_text(&frame, 0, 6, STYLE_PLAIN, "12");
    assert_cell(0, 1, "\u05d1", 1, STYLE_PLAIN);
    assert_cell(0, 3, "x\u200e", 1, STYLE_PLAIN);
    assert_cell(0, 7, "2", 1, STYLE_PLAIN);
    frame_put_part(&frame, 0, 9, 12, STYLE_PLAIN, "\u0634", 2);
    assert_cell(0, 9, "\u0634", 1, STYLE_PLAIN);
    frame_isolate(&frame, 0, 9, 10);
    assert_cell(0, 9, "\u0634\u200e", 1, STYLE_PLAIN);
    frame_isolate(&frame, 0, 10, 12);
    assert_cell(0, 11, " ", 1, STYLE_PLAIN);
}

static void test_frame__links_have_addresses(void **state)
{
    (void)state;
    make(2, 6);
    frame_text(&frame, 0, 0, STYLE_PLAIN, "abcdef");
    frame_link(&frame, 0, 1, 3, "http://one");
    frame_link(&frame, 1, 0, 100, "http://two");
    frame_link(&frame, 0, 4, 5, "http://one");
    assert_string_equal(frame_address(&frame, frame_cell(&frame, 0, 0)), "");
    assert_string_equal(frame_address(&frame, frame_cell(&frame, 0, 2)), "http://one");
    assert_string_equal(frame_address(&frame, frame_cell(&frame, 0, 4)), "http://one");
    assert_string_equal(frame_address(&frame, frame_cell(&frame, 1, 5)), "http://two");
    frame_text(&frame, 0, 1, STYLE_PLAIN, "x");
    assert_string_equal(frame_address(&frame, frame_cell(&frame, 0, 1)), "");
    make(2, 6);
    assert_int_equal(frame_cell(&frame, 1, 5)->link, 0);
}

static void test_frame__too_many_links_are_none(void **state)
{
    (void)state;
    make(1, 300);
    for (int i = 0; i < 300; i++) {
        char address[32];
        snprintf(address, sizeof address, "http://%d", i);
        frame_link(&frame, 0, i, i + 1, address);
    }
    assert_string_equal(frame_address(&frame, frame_cell(&frame, 0, 254)), "http://254");
    assert_int_equal(frame_cell(&frame, 0, 255)->link, 0);
    assert_false(frame.failed);
}

static void test_frame__text_over_text_replaces_it(void **state)
{
    (void)state;
    make(1, 6);
    put(0, 0, 6, "漢字x");
    put(0, 0, 6, "字漢");
    frame_text(&frame, 0, 4, STYLE_KEY, "y");
    assert_dump("字漢y\n");
    assert_cell(0, 4, "y", 1, STYLE_KEY);
    assert_whole();
}

static void test_frame__over_the_first_half_of_a_wide_character(void **state)
{
    (void)state;
    make(1, 4);
    put(0, 0, 4, "漢");
    put(0, 0, 4, "a");
    assert_cell(0, 0, "a", 1, STYLE_CODE);
    assert_whole();
}

static void test_frame__over_the_second_half_of_a_wide_character(void **state)
{
    (void)state;
    make(1, 4);
    put(0, 0, 4, "漢");
    put(0, 1, 4, "a");
    assert_cell(0, 1, "a", 1, STYLE_CODE);
    assert_whole();
}

static void test_frame__a_wide_character_between_two(void **state)
{
    (void)state;
    make(1, 4);
    put(0, 0, 4, "漢字");
    put(0, 1, 4, "語");
    assert_cell(0, 1, "語", 2, STYLE_CODE);
    assert_whole();
}

static void test_frame__spaces_in_a_row_stay_those_at_its_end_go(void **state)
{
    (void)state;
    make(1, 8);
    put(0, 1, 8, "a  b  ");
    assert_dump(" a  b\n");
}

static void test_frame__zones_and_rows_of_another(void **state)
{
    struct frame from = {0};

    (void)state;
    assert_true(frame_resize(&frame, 3, 10) && frame_resize(&from, 2, 6));
    frame_text(&from, 1, 0, STYLE_STRONG, "abcdef");
    frame_copy_row(&frame, 2, 6, &from, 1); /* clipped */
    assert_string_equal(frame_cell(&frame, 2, 9)->text, "d");
    assert_int_equal(frame_cell(&frame, 2, 6)->style, STYLE_STRONG);
    frame_zone(&frame, 1, 2, 2, 3, 'x');
    assert_int_equal(frame_key_at(&frame, 1, 2), 'x');
    assert_int_equal(frame_key_at(&frame, 2, 4), 'x');
    assert_int_equal(frame_key_at(&frame, 0, 2), 0);
    assert_int_equal(frame_key_at(&frame, 2, 5), 0);
    frame_zone_rows(&frame, 3, 0, 2, 2, KEY_CLICK(CLICK_ROW, 7));
    assert_int_equal(frame_key_at(&frame, 3, 1), KEY_CLICK(CLICK_ROW, 7));
    assert_int_equal(frame_key_at(&frame, 4, 0), KEY_CLICK(CLICK_ROW, 8));
    assert_int_equal(frame_key_at(&frame, 5, 0), 0);
    for (int i = 0; i < 2 * ZONES_MAX; i++)
        frame_zone(&frame, 0, 0, 1, 1, 'y'); /* more than there is room for: no harm */
    assert_true(frame_resize(&frame, 3, 10));
    assert_int_equal(frame_key_at(&frame, 1, 2), 0);
    frame_done(&from);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_frame__a_new_one_is_blank, done),
        cmocka_unit_test_teardown(test_frame__resizing_blanks_it, done),
        cmocka_unit_test_teardown(test_frame__text_is_put_cell_by_cell, done),
        cmocka_unit_test_teardown(test_frame__length_bytes_are_put, done),
        cmocka_unit_test_teardown(test_frame__a_wide_character_covers_two_cells, done),
        cmocka_unit_test_teardown(test_frame__joined_emoji_are_whole, done),
        cmocka_unit_test_teardown(test_frame__text_ends_at_the_right_edge, done),
        cmocka_unit_test_teardown(test_frame__text_ends_at_its_width, done),
        cmocka_unit_test_teardown(test_frame__a_wide_character_is_not_cut_at_the_edge, done),
        cmocka_unit_test_teardown(test_frame__nothing_follows_what_did_not_fit, done),
        cmocka_unit_test_teardown(test_frame__outside_the_frame_is_nothing, done),
        cmocka_unit_test_teardown(test_frame__left_of_the_frame_is_harmless, done),
        cmocka_unit_test_teardown(test_frame__text_goes_to_the_edge, done),
        cmocka_unit_test_teardown(test_frame__a_run_repeats_its_character, done),
        cmocka_unit_test_teardown(test_frame__the_longest_cluster_fits_a_cell, done),
        cmocka_unit_test_teardown(test_frame__a_cluster_without_end_stays_in_its_cells, done),
        cmocka_unit_test_teardown(test_frame__text_from_right_to_left_is_closed, done),
        cmocka_unit_test_teardown(test_frame__links_have_addresses, done),
        cmocka_unit_test_teardown(test_frame__too_many_links_are_none, done),
        cmocka_unit_test_teardown(test_frame__text_over_text_replaces_it, done),
        cmocka_unit_test_teardown(test_frame__over_the_first_half_of_a_wide_character, done),
        cmocka_unit_test_teardown(test_frame__over_the_second_half_of_a_wide_character, done),
        cmocka_unit_test_teardown(test_frame__a_wide_character_between_two, done),
        cmocka_unit_test_teardown(test_frame__spaces_in_a_row_stay_those_at_its_end_go, done),
        cmocka_unit_test_teardown(test_frame__zones_and_rows_of_another, done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
