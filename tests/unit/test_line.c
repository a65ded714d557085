/* The editor of input lines. "|" is the cursor in the expected texts. */
#include "view/line.h"

#include "base/utf8.h"
#include "test.h"
#include "text/text.h"

struct typing {
    struct buf text;
    size_t cursor;
};

static void type(struct typing *t, const char *text)
{
    while (*text)
        line_type(&t->text, &t->cursor, utf8_next(&text));
}

static void assert_line(const struct typing *t, const char *expected)
{
    struct buf got = {0};
    size_t at = t->cursor < t->text.length ? t->cursor : t->text.length;
    buf_add(&got, buf_string(&t->text), at);
    buf_char(&got, '|');
    buf_text(&got, buf_string(&t->text) + at);
    assert_string_equal(buf_string(&got), expected);
    buf_done(&got);
}

static void edit(struct typing *t, enum line_edit what, bool changes, const char *expected)
{
    assert_int_equal(line_edit(&t->text, &t->cursor, what), changes);
    assert_line(t, expected);
}

static void test_line__types_at_the_cursor(void **state)
{
    struct typing t = {0};
    (void)state;
    edit(&t, LINE_LEFT, false, "|");
    edit(&t, LINE_ERASE, false, "|");
    edit(&t, LINE_DELETE, false, "|");
    edit(&t, LINE_ERASE_WORD, false, "|");
    edit(&t, LINE_ERASE_ALL, false, "|");
    type(&t, "helo");
    edit(&t, LINE_LEFT, false, "hel|o");
    type(&t, "l");
    assert_line(&t, "hell|o");
    edit(&t, LINE_START, false, "|hello");
    edit(&t, LINE_LEFT, false, "|hello");
    type(&t, "ä");
    assert_line(&t, "ä|hello");
    edit(&t, LINE_END, false, "ähello|");
    edit(&t, LINE_RIGHT, false, "ähello|");
    edit(&t, LINE_NONE, false, "ähello|");
    buf_done(&t.text);
}

static void test_line__deletes(void **state)
{
    struct typing t = {0};
    (void)state;
    type(&t, "one two  three");
    edit(&t, LINE_ERASE_WORD, true, "one two  |");
    edit(&t, LINE_ERASE_WORD, true, "one |");
    type(&t, "2 3");
    edit(&t, LINE_ERASE, true, "one 2 |");
    edit(&t, LINE_LEFT, false, "one 2| ");
    edit(&t, LINE_LEFT, false, "one |2 ");
    edit(&t, LINE_DELETE, true, "one | ");
    edit(&t, LINE_START, false, "|one  ");
    edit(&t, LINE_DELETE, true, "|ne  ");
    edit(&t, LINE_RIGHT, false, "n|e  ");
    edit(&t, LINE_ERASE_REST, true, "n|");
    edit(&t, LINE_ERASE_REST, false, "n|");
    type(&t, "x");
    edit(&t, LINE_LEFT, false, "n|x");
    edit(&t, LINE_ERASE_ALL, true, "|");
    buf_done(&t.text);
}

/* Whoever clears the text need not know the cursor. */
static void test_line__a_cursor_beyond_the_end_is_at_the_end(void **state)
{
    struct typing t = {0};
    (void)state;
    type(&t, "long");
    buf_clear(&t.text);
    type(&t, "ab");
    assert_line(&t, "ab|");
    buf_done(&t.text);
}

static void test_line__letters_are_whole(void **state)
{
    struct typing t = {0};
    (void)state;
    type(&t, "e\u0301日👩‍🔬");
    edit(&t, LINE_LEFT, false, "e\u0301日|👩‍🔬");
    edit(&t, LINE_LEFT, false, "e\u0301|日👩‍🔬");
    edit(&t, LINE_LEFT, false, "|e\u0301日👩‍🔬");
    edit(&t, LINE_RIGHT, false, "e\u0301|日👩‍🔬");
    edit(&t, LINE_ERASE, true, "|日👩‍🔬");
    edit(&t, LINE_END, false, "日👩‍🔬|");
    edit(&t, LINE_ERASE, true, "日|");
    buf_done(&t.text);
}

static void assert_shown(const char *before, const char *behind, int width, const char *expected)
{
    struct typing t = {0};
    struct buf shown = {0};
    type(&t, before);
    size_t cursor = t.cursor;
    type(&t, behind);
    line_add(&shown, &t.text, cursor, width);
    assert_string_equal(buf_string(&shown), expected);
    assert_true(text_width(buf_string(&shown), shown.length) <= width);
    buf_done(&shown);
    buf_done(&t.text);
}

static void test_line__a_long_line_scrolls_with_the_cursor(void **state)
{
    (void)state;
    assert_shown("abc", "def", 7, "abc▏def");
    assert_shown("abcdef", "", 6, "…cdef▏");
    assert_shown("", "abcdef", 6, "▏abcd…");
    assert_shown("abcdefghi", "jklmnopqr", 10, "…efghi▏jk…");
    assert_shown("日本語日本語", "", 8, "…日本語▏");
    assert_shown("a\x1b", "b", 8, "a␛▏b");
}

static void test_line__has_a_maximum(void **state)
{
    struct typing t = {0};
    (void)state;
    for (int i = 0; i < LINE_BYTES_MAX; i++)
        type(&t, "x");
    type(&t, "y");
    type(&t, "日");
    assert_int_equal(t.text.length, LINE_BYTES_MAX);
    assert_null(strchr(buf_string(&t.text), 'y'));
    buf_done(&t.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line__types_at_the_cursor),
        cmocka_unit_test(test_line__deletes),
        cmocka_unit_test(test_line__a_cursor_beyond_the_end_is_at_the_end),
        cmocka_unit_test(test_line__letters_are_whole),
        cmocka_unit_test(test_line__a_long_line_scrolls_with_the_cursor),
        cmocka_unit_test(test_line__has_a_maximum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
