/* The names of keys. */
#include "base/buf.h"
#include "base/key.h"

#include "test.h"

static const struct {
    const char *name;
    uint32_t key;
} names[] = {
    {"a", 'a'},
    {"A", 'A'},
    {"?", '?'},
    {"é", 0xe9},
    {"字", 0x5b57},
    {"😀", 0x1f600},
    {"space", ' '},
    {"enter", '\n'},
    {"tab", '\t'},
    {"escape", 0x1b},
    {"page-down", KEY_PAGE_DOWN_CODE},
    {"f1", KEY_F1_CODE},
    {"f12", KEY_F1_CODE + 11},
    {"ctrl-a", 1},
    {"ctrl-z", 26},
};

static void test_key__names_and_keys(void **state)
{
    char word[KEY_NAME_SIZE];
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(key_named(names[i].name), names[i].key);
        assert_string_equal(key_word(names[i].key, word), names[i].name);
    }
    assert_int_equal(key_named("Page-Down"), KEY_PAGE_DOWN_CODE);
    assert_int_equal(key_named("CTRL-A"), 1);
    assert_string_equal(key_word_brief(KEY_UP_CODE, word), "↑");
    assert_string_equal(key_word_brief('u', word), "u");
}

static void test_key__what_is_no_key(void **state)
{
    static const char *const none[] = {"", "ab", "f0", "f13", "f1x", "ctrl-", "ctrl-ab", "pgdn",
        "\xff", "\xc3", "\x1b", "\x7f", "éé", "letters", "-1"};
    (void)state;
    for (size_t i = 0; i < COUNT(none); i++)
        if (key_named(none[i]) != KEY_NOTHING)
            fail_msg("\"%s\" is taken for a key", none[i]);
}

static void test_key__what_is_text(void **state)
{
    (void)state;
    assert_true(key_is_text(' '));
    assert_true(key_is_text(0x5b57));
    assert_false(key_is_text('\n'));
    assert_false(key_is_text(0x7f));
    assert_false(key_is_text(0x9b));
    assert_false(key_is_text(KEY_UP_CODE));
}

static void test_key__clicks(void **state)
{
    char word[KEY_NAME_SIZE];
    (void)state;
    assert_int_equal(key_click_of(KEY_CLICK(CLICK_HEAD, 4)), CLICK_HEAD);
    assert_int_equal(key_click_number(KEY_CLICK(CLICK_HEAD, 4)), 4);
    assert_int_equal(key_click_number(KEY_CLICK(CLICK_ROW, 0) + 300), 300);
    assert_int_equal(key_click_of('a'), CLICK_NOTHING);
    assert_int_equal(key_click_of(0x10ffff), CLICK_NOTHING);
    assert_int_equal(key_click_of(KEY_F1_CODE), CLICK_NOTHING);
    assert_int_equal(key_click_of('a' | KEY_PASTED), CLICK_NOTHING);
    assert_int_equal(key_click_of(KEY_CLICK(CLICK_ROW, 4) | KEY_PASTED), CLICK_NOTHING);
    assert_false(key_is_text(KEY_CLICK(CLICK_ROW, 'a')));
    assert_string_equal(key_word(KEY_CLICK(CLICK_ROW, 'a'), word), "click");
    assert_int_equal(key_named("click"), KEY_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_key__names_and_keys),
        cmocka_unit_test(test_key__what_is_no_key),
        cmocka_unit_test(test_key__what_is_text),
        cmocka_unit_test(test_key__clicks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
