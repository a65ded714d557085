/* Days as the user writes them, for example in --since 30d. */
#include "base/date.h"

#include "test.h"

static void assert_day(const char *text, int year, int month, int day)
{
    int parsed = 0;
    if (!day_parse(text, day_from_civil(2026, 3, 31), &parsed))
        fail_msg("\"%s\" is not understood", text);
    char got[DATE_SIZE], want[DATE_SIZE];
    date_text(parsed, got);
    date_text(day_from_civil(year, month, day), want);
    if (strcmp(got, want) != 0)
        fail_msg("\"%s\" is %s, wanted %s", text, got, want);
}

static void test_day_parse__dates_and_how_long_ago(void **state)
{
    (void)state;
    assert_day("2024-02-29", 2024, 2, 29);
    assert_day("today", 2026, 3, 31);
    assert_day("0d", 2026, 3, 31);
    assert_day("30d", 2026, 3, 1);
    assert_day("31d", 2026, 2, 28);
    assert_day("1w", 2026, 3, 24);
    assert_day("12w", 2026, 1, 6);     /* 84 days: 31 + 28 + 25 */
    assert_day("9999d", 1998, 11, 14); /* says date -d '2026-03-31 -9999 days' */
}

static void test_day_parse__months_end_with_the_month(void **state)
{
    (void)state;
    assert_day("1m", 2026, 2, 28);
    assert_day("2m", 2026, 1, 31);
    assert_day("3m", 2025, 12, 31);
    assert_day("4m", 2025, 11, 30);
    assert_day("25m", 2024, 2, 29);
    assert_day("1y", 2025, 3, 31);
    assert_day("100y", 1926, 3, 31);
}

static void test_day_parse__what_is_no_day(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "d", "1", "1x", "1dd", "-1d", "+1d", " 1d", "1 d", "1D",
        "10000d", "99999999999999999999d", "Today", "todays", "2026-02-29", "2026-13-01",
        "2026-01-31T09:00", "2026-1-1", "31.1.2026"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int day = 7;
        if (day_parse(texts[i], 0, &day))
            fail_msg("\"%s\" is taken for the day %d", texts[i], day);
        assert_int_equal(day, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day_parse__dates_and_how_long_ago),
        cmocka_unit_test(test_day_parse__months_end_with_the_month),
        cmocka_unit_test(test_day_parse__what_is_no_day),
    };
    return cmocka_run_group_tests_name("day_parse", tests, NULL, NULL);
}
