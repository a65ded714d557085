/* Days and moments. The expected values come from Python's datetime, which uses the proleptic
 * Gregorian calendar, too; before year 1 and after 9999, they were counted by hand. */
#include "base/buf.h"
#include "base/date.h"

#include "test.h"

#include <limits.h>

#define MINUTE_MS INT64_C(60000)

static void test_date__known_days(void **state)
{
    static const struct {
        int year, month, day, days;
    } cases[] = {
        {-1000000, 3, 1, -365961968},
        {-1, 1, 1, -719893},
        {0, 1, 1, -719528},
        {0, 2, 29, -719469}, /* year 0 is a leap year */
        {0, 3, 1, -719468},
        {0, 12, 31, -719163},
        {1, 1, 1, -719162},
        {1582, 10, 15, -141427},
        {1600, 2, 29, -135081},
        {1899, 12, 31, -25568},
        {1900, 2, 28, -25509},
        {1900, 3, 1, -25508},
        {1968, 2, 29, -672},
        {1968, 3, 1, -671},
        {1969, 12, 31, -1},
        {1970, 1, 1, 0},
        {1970, 1, 2, 1},
        {1972, 2, 29, 789},
        {1972, 3, 1, 790},
        {1999, 12, 31, 10956},
        {2000, 1, 1, 10957},
        {2000, 2, 28, 11015},
        {2000, 2, 29, 11016},
        {2000, 3, 1, 11017},
        {2000, 12, 31, 11322},
        {2024, 2, 29, 19782},
        {2024, 12, 31, 20088},
        {2026, 1, 31, 20484},
        {2038, 1, 19, 24855},
        {2100, 2, 28, 47540},
        {2100, 3, 1, 47541},
        {2400, 2, 29, 157113},
        {9999, 12, 31, 2932896},
        {10000, 1, 1, 2932897},
        {1000000, 3, 1, 364523032},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        int year = 0, month = 0, day = 0;

        assert_int_equal(
            day_from_civil(cases[i].year, cases[i].month, cases[i].day), cases[i].days);
        day_to_civil(cases[i].days, &year, &month, &day);
        assert_int_equal(year, cases[i].year);
        assert_int_equal(month, cases[i].month);
        assert_int_equal(day, cases[i].day);
    }
}

/* The calendar as a child learns it. */
static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month == 2 && leap ? 29 : days[month - 1];
}

/* Every day from the year -400 to 10400, counted one by one: 27 times the calendar's full cycle. */
static void test_date__every_day_counted_one_by_one(void **state)
{
    int days = -719528 - 146097, year, month, day;

    (void)state;
    for (year = -400; year < 10400; year++) {
        for (month = 1; month <= 12; month++) {
            for (day = 1; day <= month_days(year, month); day++, days++) {
                int y, m, d;

                day_to_civil(days, &y, &m, &d);
                if (day_from_civil(year, month, day) != days || y != year || m != month || d != day)
                    fail_msg("%d-%d-%d is day %d: got day %d and %d-%d-%d", year, month, day, days,
                        day_from_civil(year, month, day), y, m, d);
            }
        }
    }
    assert_int_equal(days, 2932897 + 146097);
}

static void test_date__text(void **state)
{
    static const struct {
        int day;
        const char *text;
    } cases[] = {
        {0, "1970-01-01"},
        {-1, "1969-12-31"},
        {11016, "2000-02-29"},
        {20484, "2026-01-31"},
        {47541, "2100-03-01"},
        {-719162, "0001-01-01"},
        {2932896, "9999-12-31"},
        {2932897, "10000-01-01"},
        {INT_MAX, "5881580-07-11"},
        {INT_MIN, "-5877641-06-23"},
    };
    char text[DATE_SIZE];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        assert_ptr_equal(date_text(cases[i].day, text), text);
        assert_string_equal(text, cases[i].text);
    }
}

/* Study days */

static void assert_day(int64_t utc_ms, int offset_min, int day)
{
    struct moment moment = moment_at(utc_ms, offset_min);

    assert_true(moment.utc_ms == utc_ms);
    assert_int_equal(moment.offset_min, offset_min);
    assert_int_equal(moment.day, day);
}

/* When it is 04:00 on some day, by clocks of several offsets: the millisecond before belongs to
 * the day before, the one 24 hours later to the day after. */
static void test_date__study_day_starts_at_4_local(void **state)
{
    static const struct {
        int64_t utc_ms;
        int offset_min, day;
    } cases[] = {
        {INT64_C(1769832000000), 0, 20484}, /* 2026-01-31 */
        {INT64_C(1769828400000), 60, 20484}, {INT64_C(1769812200000), 330, 20484},
        {INT64_C(1769844600000), -210, 20484}, {INT64_C(1769781600000), 840, 20484},
        {INT64_C(1769875200000), -720, 20484}, {INT64_C(1769811300000), 345, 20484},
        {INT64_C(951863400000), 330, 11017},   /* 2000-03-01 */
        {INT64_C(4107569400000), -210, 47541}, /* 2100-03-01 */
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        assert_day(cases[i].utc_ms - 1, cases[i].offset_min, cases[i].day - 1);
        assert_day(cases[i].utc_ms, cases[i].offset_min, cases[i].day);
        assert_day(cases[i].utc_ms + 1, cases[i].offset_min, cases[i].day);
        assert_day(cases[i].utc_ms + MS_A_DAY - 1, cases[i].offset_min, cases[i].day);
        assert_day(cases[i].utc_ms + MS_A_DAY, cases[i].offset_min, cases[i].day + 1);
    }
}

static void test_date__study_day_before_the_epoch(void **state)
{
    static const struct {
        int64_t utc_ms;
        int offset_min, day;
    } cases[] = {
        {INT64_C(14400000), 0, 0}, /* 1970-01-01T04:00 */
        {INT64_C(-5400000), 330, 0},
        {INT64_C(27000000), -210, 0},
        {INT64_C(-310527000000), 330, -3594}, /* 1960-02-29T04:00 */
        {INT64_C(-310494600000), -210, -3594},
    };
    size_t i;

    (void)state;
    assert_day(0, 0, -1); /* midnight is still the day before */
    assert_day(-1, 0, -1);
    for (i = 0; i < COUNT(cases); i++) {
        assert_day(cases[i].utc_ms - MS_A_DAY, cases[i].offset_min, cases[i].day - 1);
        assert_day(cases[i].utc_ms - MS_A_DAY - 1, cases[i].offset_min, cases[i].day - 2);
        assert_day(cases[i].utc_ms - 1, cases[i].offset_min, cases[i].day - 1);
        assert_day(cases[i].utc_ms, cases[i].offset_min, cases[i].day);
        assert_day(cases[i].utc_ms + MS_A_DAY - 1, cases[i].offset_min, cases[i].day);
    }
}

/* One instant, two places: the clock on the wall decides. */
static void test_date__study_day_depends_on_the_place(void **state)
{
    int64_t noon = 20484 * MS_A_DAY + 720 * MINUTE_MS; /* 2026-01-31T12:00Z */

    (void)state;
    assert_day(noon, 0, 20484);
    assert_day(noon, 959, 20484);
    assert_day(noon, 960, 20485); /* 04:00 the next day, further east than anyone lives */
    assert_day(noon, -480, 20484);
    assert_day(noon, -481, 20483);
}

/* Moments as text */

static void test_date__moment_text(void **state)
{
    static const struct {
        int64_t utc_ms;
        int offset_min;
        const char *text;
    } cases[] = {
        {INT64_C(1769846400000), 60, "2026-01-31T09:00:00+01:00"},
        {INT64_C(1769846400000), 0, "2026-01-31T08:00:00+00:00"},
        {INT64_C(1769846400000), 330, "2026-01-31T13:30:00+05:30"},
        {INT64_C(1769846400000), -210, "2026-01-31T04:30:00-03:30"},
        {INT64_C(1769846400000), -30, "2026-01-31T07:30:00-00:30"},
        {INT64_C(1769846400999), 60, "2026-01-31T09:00:00+01:00"},
        {INT64_C(1769893199999), 60, "2026-01-31T21:59:59+01:00"},
        {INT64_C(1769893200000), 60, "2026-01-31T22:00:00+01:00"},
        {INT64_C(951782400000), 0, "2000-02-29T00:00:00+00:00"},
        {INT64_C(951867000000), -210, "2000-02-29T20:00:00-03:30"},
        {INT64_C(951867000000), 840, "2000-03-01T13:30:00+14:00"},
        {INT64_C(4107542400000), -720, "2100-02-28T12:00:00-12:00"},
        {INT64_C(253402300799999), 0, "9999-12-31T23:59:59+00:00"},
    };
    char text[TIME_SIZE];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        assert_ptr_equal(moment_text(cases[i].utc_ms, cases[i].offset_min, text), text);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_date__moment_text_before_the_epoch(void **state)
{
    static const struct {
        int64_t utc_ms;
        int offset_min;
        const char *text;
    } cases[] = {
        {INT64_C(0), 0, "1970-01-01T00:00:00+00:00"},
        {INT64_C(0), -210, "1969-12-31T20:30:00-03:30"},
        {INT64_C(-1), 0, "1969-12-31T23:59:59+00:00"},
        {INT64_C(-1000), 0, "1969-12-31T23:59:59+00:00"},
        {INT64_C(-1001), 0, "1969-12-31T23:59:58+00:00"},
        {INT64_C(-999), 330, "1970-01-01T05:29:59+05:30"},
        {INT64_C(-2203891200001), 0, "1900-02-28T23:59:59+00:00"},
        {INT64_C(-62135596800000), 0, "0001-01-01T00:00:00+00:00"},
    };
    char text[TIME_SIZE];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++)
        assert_string_equal(moment_text(cases[i].utc_ms, cases[i].offset_min, text), cases[i].text);
}

/* The calendar's date stands in the text, not the study day: 01:00 is the new date already. */
static void test_date__moment_text_knows_no_study_day(void **state)
{
    char text[TIME_SIZE];

    (void)state;
    assert_string_equal(
        moment_text(20484 * MS_A_DAY + 60 * MINUTE_MS, 0, text), "2026-01-31T01:00:00+00:00");
    assert_int_equal(moment_at(20484 * MS_A_DAY + 60 * MINUTE_MS, 0).day, 20483);
}

/* Reading */

static void test_date__civil_parse_good(void **state)
{
    static const struct {
        const char *text;
        struct civil civil;
    } cases[] = {
        {"2026-01-31T09:00", {2026, 1, 31, 9, 0, 0}},
        {"2026-01-31T09:00:30", {2026, 1, 31, 9, 0, 30}},
        {"2026-12-31T23:59:59", {2026, 12, 31, 23, 59, 59}},
        {"1970-01-01T00:00", {1970, 1, 1, 0, 0, 0}},
        {"1970-01-01T00:00:00", {1970, 1, 1, 0, 0, 0}},
        {"2000-02-29T04:00", {2000, 2, 29, 4, 0, 0}},
        {"2024-02-29T03:59:59", {2024, 2, 29, 3, 59, 59}},
        {"2100-03-01T08:09", {2100, 3, 1, 8, 9, 0}}, /* no octal */
        {"9999-12-31T23:59:59", {9999, 12, 31, 23, 59, 59}},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        struct civil civil;

        memset(&civil, 0x55, sizeof civil);
        if (!civil_parse(cases[i].text, &civil))
            fail_msg("\"%s\" is a date and time", cases[i].text);
        assert_int_equal(civil.year, cases[i].civil.year);
        assert_int_equal(civil.month, cases[i].civil.month);
        assert_int_equal(civil.day, cases[i].civil.day);
        assert_int_equal(civil.hour, cases[i].civil.hour);
        assert_int_equal(civil.minute, cases[i].civil.minute);
        assert_int_equal(civil.second, cases[i].civil.second);
    }
}

/* Real dates all the same. */
/* The times are from Python's datetime. */
static void test_date__instant_parse(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {{"2024-01-05T04:00:00.000Z", INT64_C(1704427200000)},
        {"2024-01-05T10:10:10Z | and more", INT64_C(1704449410000)},
        {"2024-02-29T23:59Z", INT64_C(1709251140000)},
        {"2024-01-05T04:00:00+05:30", INT64_C(1704407400000)},
        {"2024-01-05T04:00:00.5-03:30", INT64_C(1704439800000)},
        {"2024-01-05T04:00:00.000-00:00", INT64_C(1704427200000)}, {"1969-12-31T23:59:59Z", -1000}};
    static const char *const none[] = {"", "2024-01-05", "2024-01-05Z", "2024-01-05T04:00:00",
        "2024-01-05T04:00:00 Z", "2024-02-30T04:00:00Z", "2024-01-05T24:00:00Z",
        "2024-01-05T04:00:00+24:00", "2024-01-05T04:00:00+1:00", "2024-01-05T04:00:00+0530",
        "2024-01-05T04:00:000000000Z"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t ms = 0;
        assert_true(instant_parse(cases[i].text, &ms));
        assert_true(ms == cases[i].ms);
    }
    for (size_t i = 0; i < COUNT(none); i++) {
        int64_t ms = 7;
        assert_false(instant_parse(none[i], &ms));
        assert_true(ms == 7);
    }
}

static void test_date__civil_parse_before_the_epoch(void **state)
{
    struct civil civil = {0};

    (void)state;
    assert_true(civil_parse("1969-12-31T23:59", &civil));
    assert_int_equal(civil.year, 1969);
    assert_int_equal(civil.minute, 59);
    assert_true(civil_parse("1900-02-28T00:00", &civil));
    assert_false(civil_parse("1900-02-29T00:00", &civil));
    assert_true(civil_parse("0001-01-01T00:00:00", &civil));
    assert_int_equal(civil.year, 1);
}

static void test_date__civil_parse_every_last_day_of_a_month(void **state)
{
    static const int years[] = {1970, 1972, 2000, 2023, 2024, 2100};
    struct civil civil;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(years); i++) {
        int month;

        for (month = 1; month <= 12; month++) {
            char text[DATE_SIZE + 8];
            int last = month_days(years[i], month);

            date_text(day_from_civil(years[i], month, last), text);
            strcat(text, "T12:00");
            assert_true(civil_parse(text, &civil));
            text[8] = (char)('0' + (last + 1) / 10);
            text[9] = (char)('0' + (last + 1) % 10);
            assert_false(civil_parse(text, &civil));
        }
    }
}

static void assert_unreadable(const char *const *texts, size_t count)
{
    size_t i, wrong = 0;

    for (i = 0; i < count; i++) {
        struct civil civil;

        if (!civil_parse(texts[i], &civil))
            continue;
        print_error("\"%s\" is no date and time\n", texts[i]);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void test_date__civil_parse_no_real_date_or_time(void **state)
{
    static const char *const texts[] = {"2026-00-10T09:00", "2026-13-10T09:00", "2026-01-00T09:00",
        "2026-01-32T09:00", "2026-02-29T09:00", "2100-02-29T09:00", "2026-04-31T09:00",
        "2000-02-30T09:00", "2026-99-99T09:00", "2026-01-31T24:00", "2026-01-31T25:00",
        "2026-01-31T09:60", "2026-01-31T09:00:60", "2026-01-31T99:99:99"};

    (void)state;
    assert_unreadable(texts, COUNT(texts));
}

static void test_date__civil_parse_too_short_or_too_long(void **state)
{
    static const char *const texts[] = {"", "2", "2026", "2026-01", "2026-01-31", "2026-01-31T",
        "2026-01-31T09", "2026-01-31T09:", "2026-01-31T09:00:", "T09:00", "09:00",
        "2026-01-31T09:00Z", "2026-01-31T09:00 ", "2026-01-31T09:00:30Z", "2026-01-31T09:00:30 ",
        "2026-01-31T09:00:30.5", "2026-01-31T09:00:300", "2026-01-31T09:00+01:00",
        "2026-01-31T09:00:30+01:00", "2026-01-31T09:000", "2026-01-31T09:00\n",
        "2026-01-31T09:00:30:30", "2026-01-31T09:00:30garbage"};

    (void)state;
    assert_unreadable(texts, COUNT(texts));
}

static void test_date__civil_parse_another_form(void **state)
{
    static const char *const texts[] = {"2026-01-31 09:00", "2026-01-31t09:00", "2026/01/31T09:00",
        "20260131T0900", "2026-01-31T09.00", "2026-01-31T0900", "02026-01-31T09:00",
        "31-01-2026T09:00", "2026-W05-6T09:00", "2026-031T09:00", "now", "2o26-01-31T09:00",
        "2026-01-31T09:0a", "99999999999999999999-01-31T09:00",
        "\xef\xbc\x92\xef\xbc\x90\xef\xbc\x92\xef\xbc\x96-01-31T09:00"};

    (void)state;
    assert_unreadable(texts, COUNT(texts));
}

/* Every field has its two digits, the year four. */
static void test_date__civil_parse_missing_digits(void **state)
{
    static const char *const texts[] = {"2026-1-31T09:00", "2026-01-1T09:00", "2026-01-31T9:00",
        "2026-01-31T09:0", "2026-01-31T09:00:3", "26-01-31T09:00", "2026-1-1T9:0"};

    (void)state;
    assert_unreadable(texts, COUNT(texts));
}

/* What strtol and scanf take for a number. */
static void test_date__civil_parse_signs_and_spaces(void **state)
{
    static const char *const texts[] = {" 2026-01-31T09:00", "\n2026-01-31T09:00",
        "+2026-01-31T09:00", "+026-01-31T09:00", "-026-01-31T09:00", "-2026-01-31T09:00",
        "2026-+1-31T09:00", "2026- 1-31T09:00", "2026-   01-31T09:00", "2026-01--1T09:00",
        "2026-01-31T+9:00", "2026-01-31T 9:00", "2026-01-31T-0:00", "2026-01-31T09:+0",
        "2026-01-31T09: 0", "2026-01-31T09:-0", "2026-01-31T09:00:+3", "2026-01-31T09:00:-0",
        "2026-01-31T09:00: 30", "0x26-01-31T09:00"};

    (void)state;
    assert_unreadable(texts, COUNT(texts));
}

/* What civil_parse reads is what moment_text wrote. */
static void test_date__civil_parse_reads_moment_text(void **state)
{
    int64_t utc_ms;

    (void)state;
    for (utc_ms = 0; utc_ms < INT64_C(5000000000000); utc_ms += INT64_C(98765432100)) {
        char text[TIME_SIZE];
        struct civil civil;

        moment_text(utc_ms, 0, text);
        text[19] = '\0'; /* the offset */
        assert_true(civil_parse(text, &civil));
        assert_true(day_from_civil(civil.year, civil.month, civil.day) * INT64_C(86400) +
                        civil.hour * 3600 + civil.minute * 60 + civil.second ==
                    utc_ms / 1000);
    }
}

static void test_day__as_people_write_it(void **state)
{
    (void)state;
    enum { TODAY = 20484 }; /* 2026-01-31 */
    static const struct {
        const char *text;
        int days;
    } good[] = {{"3", 3}, {"+3", 3}, {" -3\n", -3}, {"0", 0}, {"today", 0}, {"Tomorrow ", 1},
        {"2026-02-01", 1}, {"2025-01-31", -365}, {"36525", 36525}, {"-36525", -36525}};
    static const char *const bad[] = {"", " ", "x", "3x", "3 4", "++3", "+", "-", "3.5", "36526",
        "-36526", "99999999999", "2026-02-30", "2026-2-1", "9999-12-31", "2026-02-01T10:00", "tod",
        "todays", "2026-02-01T00:00T00:00"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int day = 0;
        assert_true(day_parse_ahead(good[i].text, TODAY, &day));
        assert_int_equal(day, TODAY + good[i].days);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int day;
        if (day_parse_ahead(bad[i], TODAY, &day))
            fail_msg("\"%s\" is day %d", bad[i], day);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date__known_days),
        cmocka_unit_test(test_date__every_day_counted_one_by_one),
        cmocka_unit_test(test_date__text),
        cmocka_unit_test(test_date__study_day_starts_at_4_local),
        cmocka_unit_test(test_date__study_day_before_the_epoch),
        cmocka_unit_test(test_date__study_day_depends_on_the_place),
        cmocka_unit_test(test_date__moment_text),
        cmocka_unit_test(test_date__moment_text_before_the_epoch),
        cmocka_unit_test(test_date__moment_text_knows_no_study_day),
        cmocka_unit_test(test_date__civil_parse_good),
        cmocka_unit_test(test_date__instant_parse),
        cmocka_unit_test(test_date__civil_parse_before_the_epoch),
        cmocka_unit_test(test_date__civil_parse_every_last_day_of_a_month),
        cmocka_unit_test(test_date__civil_parse_no_real_date_or_time),
        cmocka_unit_test(test_date__civil_parse_too_short_or_too_long),
        cmocka_unit_test(test_date__civil_parse_another_form),
        cmocka_unit_test(test_date__civil_parse_missing_digits),
        cmocka_unit_test(test_date__civil_parse_signs_and_spaces),
        cmocka_unit_test(test_date__civil_parse_reads_moment_text),
        cmocka_unit_test(test_day__as_people_write_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
