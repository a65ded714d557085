/* Messages of errors: parts, and what remains of one that is too long. */
#include "base/err.h"

#include "test.h"

/* Fill a text of `length` bytes. */
static const char *many(char letter, char *text, size_t length)
{
    memset(text, letter, length);
    text[length] = '\0';
    return text;
}

static void assert_ends_with(const char *text, const char *end)
{
    assert_true(strlen(text) >= strlen(end));
    assert_string_equal(text + strlen(text) - strlen(end), end);
}

static void test_err__the_last_part_of_a_message(void **state)
{
    (void)state;
    assert_null(err_last_part("out of memory"));
    assert_null(err_last_part("at 9:30"));
    assert_string_equal(err_last_part("no editor: set $EDITOR"), ": set $EDITOR");
    assert_string_equal(err_last_part("a: b: c"), ": c");
}

static void test_err__advice_survives_a_long_name(void **state)
{
    struct err err;
    char name[5000];
    (void)state;
    for (size_t length = 470; length < 4000; length += length < 530 ? 1 : 500) {
        err_set(&err, ERR_IO, "no editor \"%s\": set $VISUAL or $EDITOR", many('x', name, length));
        assert_ends_with(err.message, ": set $VISUAL or $EDITOR");
        assert_true(strlen(err.message) < sizeof err.message);
    }
    err_set(&err, ERR_IO, "no editor \"%s\": set $VISUAL or $EDITOR", many('x', name, 600));
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_ends_with(err.message, "xxx...: set $VISUAL or $EDITOR");
}

static void test_err__a_message_without_advice_is_cut_at_its_end(void **state)
{
    struct err err;
    char name[5000];
    (void)state;
    err_set(&err, ERR_IO, "gone: %s", many('x', name, 4000));
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_ends_with(err.message, "xxxx");
}

/* 255 times a character of two bytes, and one byte in front or not */
static void test_err__no_character_is_cut(void **state)
{
    struct err err;
    char name[4 * 600 + 1] = "";
    (void)state;
    for (int i = 0; i < 600; i++)
        memcpy(name + 2 * i, "\u00e9", 3);
    err_set(&err, ERR_IO, "%s", name);
    assert_int_equal(strlen(err.message), 510);
    err_set(&err, ERR_IO, "x%s", name);
    assert_int_equal(strlen(err.message), 511);
    err_set(&err, ERR_IO, "%s: try again", name);
    assert_ends_with(err.message, "\u00e9...: try again");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_err__the_last_part_of_a_message),
        cmocka_unit_test(test_err__advice_survives_a_long_name),
        cmocka_unit_test(test_err__a_message_without_advice_is_cut_at_its_end),
        cmocka_unit_test(test_err__no_character_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
