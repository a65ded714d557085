/* A text being typed: its keys, its rows, and what a paste does. */
#include "test.h"

#include "base/key.h"
#include "view/text_edit.h"

#define WIDTH 10

/* Types characters; \1 left, \2 right, \3 up, \4 down, \5 home, \6 end, \7 backspace, \x0b ctrl-k,
 * \x15 ctrl-u, \x17 ctrl-w, \x0e delete. */
static void type(struct text_edit *e, const char *keys)
{
    static const uint32_t others[] = {0, KEY_LEFT_CODE, KEY_RIGHT_CODE, KEY_UP_CODE, KEY_DOWN_CODE,
        KEY_HOME_CODE, KEY_END_CODE, KEY_BACKSPACE_CODE};
    for (const char *c = keys; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        uint32_t key = byte < COUNT(others) ? others[byte] : byte == 0x0e ? KEY_DELETE_CODE : byte;
        text_edit_key(e, key, WIDTH);
    }
}

static void assert_text(const struct text_edit *e, const char *before, const char *after)
{
    char want[256];
    snprintf(want, sizeof want, "%s%s", before, after);
    assert_string_equal(buf_string(&e->text), want);
    assert_int_equal(e->cursor, strlen(before));
}

static void test_text_edit__types_at_the_cursor(void **state)
{
    struct text_edit e = {.one_line = false};
    (void)state;
    type(&e, "abd\1c");
    assert_text(&e, "abc", "d");
    type(&e, "\5x\6y\n\nz");
    assert_text(&e, "xabcdy\n\nz", "");
    type(&e, "\1\1\1");
    assert_text(&e, "xabcdy", "\n\nz");
    type(&e, "\2\2\2\2");
    assert_text(&e, "xabcdy\n\nz", "");
    text_edit_done(&e);
}

static void test_text_edit__deletes(void **state)
{
    struct text_edit e = {.one_line = false};
    (void)state;
    type(&e, "one two  three\x17");
    assert_text(&e, "one two  ", "");
    type(&e, "\x17");
    assert_text(&e, "one ", "");
    type(&e, "\7\7\5\x0e");
    assert_text(&e, "", "n");
    type(&e, "\7"); /* nothing before it */
    assert_text(&e, "", "n");
    type(&e, "ab\nc\x15");
    assert_text(&e, "ab\n", "n");
    type(&e, "\x0b");
    assert_text(&e, "ab\n", "");
    type(&e, "\7");
    assert_text(&e, "ab", "");
    type(&e, "\5\x0b\x0b");
    assert_text(&e, "", "");
    type(&e, "a\nb\5\1\x0b"); /* at a line's end, it joins the lines */
    assert_text(&e, "a", "b");
    text_edit_done(&e);
}

/* What looks like one letter is one: a combining accent, a family of emoji, a wide letter. */
static void test_text_edit__moves_by_grapheme(void **state)
{
    static const char family[] = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
    struct text_edit e = {.one_line = false};
    char text[64];
    (void)state;
    snprintf(text, sizeof text, "e\u0301%s語", family);
    text_edit_set(&e, text);
    type(&e, "\1\1");
    assert_int_equal(e.cursor, 3);
    type(&e, "\1");
    assert_int_equal(e.cursor, 0);
    type(&e, "\2\2\7");
    assert_string_equal(buf_string(&e.text), "e\u0301語");
    type(&e, "\7");
    assert_string_equal(buf_string(&e.text), "語");
    text_edit_done(&e);
}

static void test_text_edit__rows_break_after_spaces(void **state)
{
    struct text_edit e = {.one_line = false};
    size_t at;
    (void)state;
    text_edit_set(&e, "the quick brown\nabcdefghijkl\n");
    struct text_edit_row row = text_edit_row(&e, 0, WIDTH);
    assert_int_equal(row.end, 10); /* "the quick " */
    row = text_edit_row(&e, row.next, WIDTH);
    assert_int_equal(row.end, 15);
    row = text_edit_row(&e, row.next, WIDTH);
    assert_int_equal(row.end - row.start, 10); /* a word longer than a row */
    assert_false(row.last);
    assert_int_equal(text_edit_rows(&e, WIDTH, &at), 5);
    assert_int_equal(at, 4);           /* behind the last line end */
    text_edit_set(&e, "日本語日本語"); /* two columns each */
    assert_int_equal(text_edit_row(&e, 0, 5).end, 6);
    text_edit_set(&e, "");
    assert_int_equal(text_edit_rows(&e, WIDTH, &at), 1);
    text_edit_done(&e);
}

static void test_text_edit__moves_by_row(void **state)
{
    struct text_edit e = {.one_line = false};
    (void)state;
    text_edit_set(&e, "the quick brown\nab\nxyz");
    type(&e, "\3");
    assert_text(&e, "the quick brown\nab", "\nxyz");
    type(&e, "\3");
    assert_text(&e, "the quick br", "own\nab\nxyz");
    type(&e, "\3");
    assert_text(&e, "th", "e quick brown\nab\nxyz");
    assert_false(text_edit_key(&e, KEY_UP_CODE, WIDTH)); /* out of it */
    type(&e, "\4\4\4");
    assert_text(&e, "the quick brown\nab\nxy", "z");
    assert_false(text_edit_key(&e, KEY_DOWN_CODE, WIDTH));
    text_edit_done(&e);
}

/* A paste is text, whatever is in it; control characters are dropped. */
static void test_text_edit__a_paste_is_text(void **state)
{
    static const char paste[] = "a\tb\nc\x13\x15\x17\x1b[3~\x7f";
    struct text_edit e = {.one_line = false}, line = {.one_line = true};
    (void)state;
    for (const char *c = paste; *c; c++) {
        assert_true(text_edit_key(&e, (unsigned char)*c | KEY_PASTED, WIDTH));
        assert_true(text_edit_key(&line, (unsigned char)*c | KEY_PASTED, WIDTH));
    }
    text_edit_key(&e, KEY_UP_CODE | KEY_PASTED, WIDTH);
    assert_text(&e, "a\tb\nc[3~", "");
    assert_text(&line, "a b c[3~", "");
    text_edit_done(&e);
    text_edit_done(&line);
}

static void test_text_edit__one_line_leaves_enter_to_others(void **state)
{
    struct text_edit e = {.one_line = true};
    (void)state;
    assert_false(text_edit_key(&e, KEY_ENTER_CODE, WIDTH));
    assert_false(text_edit_key(&e, KEY_TAB_CODE, WIDTH));
    assert_false(text_edit_key(&e, KEY_CTRL('s'), WIDTH));
    assert_text(&e, "", "");
}

static void test_text_edit__refuses_more_than_it_holds(void **state)
{
    struct text_edit e = {.one_line = false};
    char *text = malloc(TEXT_EDIT_MAX + 1);
    (void)state;
    assert_non_null(text);
    memset(text, 'x', TEXT_EDIT_MAX);
    text[TEXT_EDIT_MAX] = '\0';
    text_edit_set(&e, text);
    type(&e, "y");
    assert_true(e.full);
    assert_int_equal(e.text.length, TEXT_EDIT_MAX);
    type(&e, "\7y");
    assert_false(e.full);
    assert_int_equal(e.text.bytes[TEXT_EDIT_MAX - 1], 'y');
    free(text);
    text_edit_done(&e);
}

/* Nothing of it reaches the terminal raw. */
static void test_text_edit__shows_safe_text(void **state)
{
    struct text_edit e = {.one_line = false};
    struct buf out = {0};
    (void)state;
    text_edit_set(&e, "a\x1b[31m");
    assert_int_equal(text_edit_show(&e, 0, e.text.length, &out), 6);
    assert_null(strchr(buf_string(&out), 0x1b));
    buf_done(&out);
    text_edit_done(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_edit__types_at_the_cursor),
        cmocka_unit_test(test_text_edit__deletes),
        cmocka_unit_test(test_text_edit__moves_by_grapheme),
        cmocka_unit_test(test_text_edit__rows_break_after_spaces),
        cmocka_unit_test(test_text_edit__moves_by_row),
        cmocka_unit_test(test_text_edit__a_paste_is_text),
        cmocka_unit_test(test_text_edit__one_line_leaves_enter_to_others),
        cmocka_unit_test(test_text_edit__refuses_more_than_it_holds),
        cmocka_unit_test(test_text_edit__shows_safe_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
