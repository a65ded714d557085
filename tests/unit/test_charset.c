/* Frames on terminals that cannot show all of Unicode. */
#include "view/charset.h"

#include "test.h"

static bool has_ascii(uint32_t character)
{
    return character < 0x80;
}

static bool has_latin_1(uint32_t character)
{
    return character < 0x100;
}

static void assert_shown(const char *text, charset_has_fn *has, const char *shown)
{
    struct frame frame = {0};
    struct buf out = {0};
    assert_true(frame_resize(&frame, 1, 60));
    frame_text(&frame, 0, 0, STYLE_PLAIN, text);
    charset_fit(&frame, has);
    frame_dump(&frame, &out);
    buf_cut(&out, out.length - 1); /* the line feed */
    assert_string_equal(buf_string(&out), shown);
    buf_clear(&out);
    charset_fit_text(text, has, &out); /* a text becomes the same as a frame */
    assert_string_equal(buf_string(&out), shown);
    buf_done(&out);
    frame_done(&frame);
}

static void test_charset__lines_of_a_text(void **state)
{
    struct buf out = {0};
    (void)state;
    charset_fit_text("──┤ 漢 →\n• Größe\n\n", has_ascii, &out);
    assert_string_equal(buf_string(&out), "--+ ?? >\n* Gr??e\n\n");
    buf_done(&out);
}

static void test_charset__what_can_be_shown_stays(void **state)
{
    (void)state;
    assert_shown("Größe · 10 × x²", has_latin_1, "Größe · 10 × x²");
    assert_shown("plain ? text", has_ascii, "plain ? text");
}

static void test_charset__an_accent_joins_its_letter(void **state)
{
    (void)state;
    assert_shown("cafe\u0301", has_latin_1, "caf\u00e9");
    assert_shown("x\u0301", has_latin_1, "?"); /* no such letter in Unicode */
    assert_shown("cafe\u0301", has_ascii, "caf?");
}

static void test_charset__lines_and_arrows_are_drawn_in_ascii(void **state)
{
    (void)state;
    assert_shown("━━━──│┼", has_latin_1, "===--|+");
    assert_shown("▲ ▼ ↑↓ ← → ❯", has_latin_1, "^ v ^v < > >");
    assert_shown("cut…", has_latin_1, "cut~");
    assert_shown("• 4 new · 0 due", has_ascii, "* 4 new . 0 due");
    assert_shown("▁▂▃▄▅▆▇█", has_latin_1, "..:::###");
}

/* One mark for each column, so that what follows stays in its column. */
static void test_charset__the_rest_is_a_question_mark_for_each_column(void **state)
{
    (void)state;
    assert_shown("漢字 x", has_latin_1, "???? x");
    assert_shown("∑ₙ|", has_latin_1, "??|");
    assert_shown("\U0001f469\u200d\U0001f4bb|", has_latin_1, "??|"); /* one picture */
    assert_shown("שלום 3", has_latin_1, "???? 3");
    assert_shown("\u2764\ufe0f|", has_latin_1, "??|");
}

static void test_charset__both_columns_keep_style_and_link(void **state)
{
    (void)state;
    struct frame frame = {0};
    assert_true(frame_resize(&frame, 1, 4));
    frame_text(&frame, 0, 0, STYLE_LINK, "漢a");
    frame_link(&frame, 0, 0, 2, "https://example.org/");
    charset_fit(&frame, has_ascii);
    for (int col = 0; col < 2; col++) {
        const struct cell *cell = frame_cell(&frame, 0, col);
        assert_string_equal(cell->text, "?");
        assert_int_equal(cell->width, 1);
        assert_int_equal(cell->style, STYLE_LINK);
        assert_string_equal(frame_address(&frame, cell), "https://example.org/");
    }
    assert_string_equal(frame_cell(&frame, 0, 2)->text, "a");
    frame_done(&frame);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_charset__lines_of_a_text),
        cmocka_unit_test(test_charset__what_can_be_shown_stays),
        cmocka_unit_test(test_charset__an_accent_joins_its_letter),
        cmocka_unit_test(test_charset__lines_and_arrows_are_drawn_in_ascii),
        cmocka_unit_test(test_charset__the_rest_is_a_question_mark_for_each_column),
        cmocka_unit_test(test_charset__both_columns_keep_style_and_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
