/* Texts that have been met, with their numbers. */
#include "base/seen.h"

#include "test.h"

#define TEXTS 20000

static void test_seen__keeps_the_number_of_each_text(void **state)
{
    struct seen seen = {0};
    char text[16];
    (void)state;
    for (size_t i = 1; i <= TEXTS; i++) {
        snprintf(text, sizeof text, "text %zu", i);
        size_t *number = seen_number(&seen, text);
        assert_non_null(number);
        assert_int_equal(*number, 0);
        *number = i;
    }
    for (size_t i = 1; i <= TEXTS; i++) {
        snprintf(text, sizeof text, "text %zu", i);
        assert_int_equal(*seen_number(&seen, text), i);
    }
    assert_int_equal(seen.count, TEXTS);
    seen_done(&seen);
    assert_int_equal(*seen_number(&seen, "text 1"), 0);
    seen_done(&seen);
}

static void test_seen__an_empty_text_is_one(void **state)
{
    struct seen seen = {0};
    (void)state;
    *seen_number(&seen, "") = 7;
    assert_int_equal(*seen_number(&seen, "a"), 0);
    assert_int_equal(*seen_number(&seen, ""), 7);
    seen_done(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seen__keeps_the_number_of_each_text),
        cmocka_unit_test(test_seen__an_empty_text_is_one),
    };
    return cmocka_run_group_tests_name("seen", tests, NULL, NULL);
}
