/* Text without its upper case. */
#include "base/casefold.h"

#include "test.h"

static void assert_folds(const char *text, const char *want)
{
    struct buf out = {0};
    casefold_text(&out, text);
    assert_string_equal(buf_string(&out), want);
    buf_done(&out);
}

static void test_fold__letters_of_any_script(void **state)
{
    (void)state;
    assert_folds("", "");
    assert_folds("What DOES a BIAS do? [@Z`{]", "what does a bias do? [@z`{]");
    assert_folds("GRÜN ΛΌΓΟΣ ЖУК Ǆ 日本", "grün λόγοσ жук ǆ 日本");
    assert_folds("straße", "straße");
}

static void test_fold__what_is_no_utf8(void **state)
{
    (void)state;
    assert_folds("A\xff"
                 "B\xe2\x82",
        "a\xef\xbf\xbd"
        "b\xef\xbf\xbd");
}

static void test_fold__a_part_is_appended(void **state)
{
    (void)state;
    struct buf out = {0};
    buf_text(&out, "X");
    casefold_add(&out, "ÄÖÜ", strlen("ÄÖ"));
    assert_string_equal(buf_string(&out), "Xäö");
    buf_done(&out);
}

static void test_fold__a_word_in_a_text(void **state)
{
    (void)state;
    assert_true(casefold_has("Chemistry of the elements", "OF THE", 6));
    assert_true(casefold_has("Grün", "GRÜ", strlen("GRÜ")));
    assert_true(casefold_has("anything", "", 0));
    assert_true(casefold_has("ab", "abc", 2)); /* of the word, so many bytes count */
    assert_false(casefold_has("ab", "abc", 3));
    assert_false(casefold_has("", "a", 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold__letters_of_any_script),
        cmocka_unit_test(test_fold__what_is_no_utf8),
        cmocka_unit_test(test_fold__a_part_is_appended),
        cmocka_unit_test(test_fold__a_word_in_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
