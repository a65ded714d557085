/* Numbers and events in words. The expected months of 30.44 days and years of 365.25 were divided
 * by hand. */
#include "view/phrases.h"

#include "test.h"

static void assert_buf(struct buf *out, const char *expected)
{
    assert_false(out->failed);
    assert_string_equal(buf_string(out), expected);
    buf_done(out);
}

static void assert_days(int days, const char *expected)
{
    char words[PHRASE_SIZE];

    assert_string_equal(phrase_days(days, words), expected);
    assert_ptr_equal(phrase_days(days, words), words);
}

static void assert_comeback(bool today, int days, const char *expected)
{
    char words[PHRASE_SIZE];

    assert_string_equal(phrase_comeback((struct comeback){today, days}, words), expected);
}

static void test_words__a_rating_that_asks_again_says_both(void **state)
{
    (void)state;
    assert_comeback(false, 1, "1 d");
    assert_comeback(false, 15, "15 d");
    assert_comeback(true, 1, "today, 1 d");
    assert_comeback(true, 14, "today, 14 d");
    assert_comeback(true, -1, "today");
    assert_comeback(false, -1, "no change");
}

static void test_words__near_days_have_words(void **state)
{
    (void)state;
    assert_days(-1, "-");
    assert_days(0, "today");
    assert_days(1, "1 d");
}

static const struct {
    int days;
    const char *words;
} far[] = {
    {2, "2 d"}, {6, "6 d"}, {15, "15 d"}, {29, "29 d"}, {30, "1 mo"}, /* 0.99 */
    {31, "1 mo"},                                                     /* 1.02 */
    {32, "1.1 mo"},                                                   /* 1.051 */
    {37, "1.2 mo"},                                                   /* 1.22 */
    {45, "1.5 mo"},                                                   /* 1.478 */
    {61, "2 mo"},                                                     /* 2.004 */
    {95, "3.1 mo"},                                                   /* 3.12 */
    {304, "10 mo"},                                                   /* 9.99 */
    {349, "11 mo"},                                                   /* 11.465 */
    {351, "12 mo"},                                                   /* 11.531 */
    {364, "12 mo"},                                                   /* 11.96 */
    {365, "1 y"},                                                     /* 0.9993 */
    {383, "1 y"},                                                     /* 1.0486 */
    {384, "1.1 y"},                                                   /* 1.0513 */
    {548, "1.5 y"},                                                   /* 1.5003 */
    {731, "2 y"},                                                     /* 2.001 */
    {3634, "9.9 y"},                                                  /* 9.9494 */
    {3635, "10 y"},                                                   /* 9.9521 */
    {3652, "10 y"},                                                   /* 9.9986 */
    {3999, "11 y"},                                                   /* 10.9487 */
    {36525, "100 y"}, {1000000, "2738 y"}, /* 2737.8508: the longest interval */
};

static void test_words__far_days_are_days_months_years(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(far); i++) {
        assert_days(far[i].days, far[i].words);
    }
}

/* A card that comes back later never seems to come back sooner. */
static void test_words__days_grow_with_their_words(void **state)
{
    double before = 0;

    (void)state;
    for (int days = 2; days < 20000; days++) {
        char words[PHRASE_SIZE], unit[PHRASE_SIZE];
        double number;
        assert_int_equal(sscanf(phrase_days(days, words), "%lf %3s", &number, unit), 2);
        double length = unit[0] == 'd' ? 1 : unit[0] == 'm' ? 30.44 : 365.25;
        assert_true(number * length >= before - 0.5);
        before = number * length;
    }
}

static void test_words__any_number_of_days_has_room(void **state)
{
    char words[PHRASE_SIZE];

    (void)state;
    assert_true(strlen(phrase_days(INT32_MAX, words)) < PHRASE_SIZE);
    assert_string_equal(phrase_days(INT32_MIN, words), "-");
    for (int days = -1; days <= INTERVAL_LONGEST; days++)
        if (strlen(phrase_comeback((struct comeback){true, days}, words)) > 13)
            fail_msg("%d days: %s", days, words); /* ratings are 14 columns apart */
}

static void test_words__times(void **state)
{
    static const struct {
        int64_t ms;
        const char *words;
    } cases[] = {{0, "0 s"}, {499, "0 s"}, {500, "1 s"}, {8000, "8 s"}, {59499, "59 s"},
        {59500, "1 min 0 s"}, {60000, "1 min 0 s"}, {125000, "2 min 5 s"}, {3599499, "59 min 59 s"},
        {3599500, "1 h 0 min"}, {3600000, "1 h 0 min"}, {3840000, "1 h 4 min"},
        {3899000, "1 h 4 min"}, {3900000, "1 h 5 min"}, {INT64_C(864000000), "240 h 0 min"}};
    char words[PHRASE_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(phrase_time(cases[i].ms, words), cases[i].words);
}

static void test_words__one_is_singular(void **state)
{
    static const struct {
        size_t count;
        const char *words;
    } cases[] = {
        {0, "0 cards"}, {1, "1 card"}, {2, "2 cards"}, {11, "11 cards"}, {101, "101 cards"}};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = {0};
        phrase_count(cases[i].count, "card", &out);
        assert_buf(&out, cases[i].words);
    }
}

static void assert_report(struct load_report report, const char *expected)
{
    struct buf out = {0};

    phrase_report(&report, &out);
    assert_buf(&out, expected);
}

static void test_words__what_loading_changed(void **state)
{
    (void)state;
    assert_report((struct load_report){0}, "");
    assert_report((struct load_report){.added = 2, .edited = 1, .retired = 1},
        "2 new cards, 1 edited, 1 retired");
    assert_report((struct load_report){.added = 100}, "100 new cards");
    assert_report((struct load_report){.retired = 1}, "1 retired card");
}

static void test_words__what_loading_brought_back(void **state)
{
    struct load_report report = {.returned = 3};
    struct buf out = {0};

    (void)state;
    phrase_report(&report, &out);
    assert_buf(&out, "3 restored cards");
}

/* ---- what comes next ---- */

#define TODAY 20484 /* 2026-01-31 */

static void assert_upcoming(struct ahead ahead, const char *expected)
{
    struct session session = {.today = TODAY, .ahead = ahead};
    struct buf out = {0};

    phrase_upcoming(&session, false, &out);
    assert_buf(&out, expected);
}

static void test_words__nothing_comes(void **state)
{
    (void)state;
    assert_upcoming((struct ahead){.day = NO_DAY}, "");
}

static void test_words__what_comes_next(void **state)
{
    (void)state;
    assert_upcoming((struct ahead){TODAY + 1, {.due = 5, .new = 2}, {5, 3, 0, 0, 1}},
        "Tomorrow: 5 due, 2 new. Then: 3 in 2 d, 1 in 5 d");
    assert_upcoming((struct ahead){TODAY + 1, {.due = 1}, {1}}, "Tomorrow: 1 due");
    assert_upcoming((struct ahead){TODAY + 1, {.new = 3}, {0}}, "Tomorrow: 3 new");
    assert_upcoming((struct ahead){TODAY + 3, {.due = 2}, {0, 0, 2, 0, 0, 0, 4}},
        "In 3 d: 2 due. Then: 4 in 7 d");
    assert_upcoming((struct ahead){TODAY + 7, {.due = 1}, {0, 0, 0, 0, 0, 0, 1}}, "In 7 d: 1 due");
    assert_upcoming((struct ahead){TODAY + 2, {0}, {0}}, ""); /* caps of 0 */
}

static void test_words__what_comes_next_briefly(void **state)
{
    struct session session = {.today = TODAY, .ahead = {TODAY + 1, {.due = 5}, {5, 3, 0, 0, 1}}};
    struct buf out = {0};

    (void)state;
    phrase_upcoming(&session, true, &out);
    assert_buf(&out, "Tomorrow: 5 due");
}

/* A fact has 25 columns at least where it stands beside the bars (view/summary.c). */
static void test_words__a_day_in_few_columns(void **state)
{
    const struct day_tally all = {9, 9, 9, 9 * 59000}, most = {100, 100, 87, 100 * 12000};
    const struct summary usual = {.today = most, .before = all},
                         most_words = {.today = all, .before = all};
    struct buf out = {0};

    (void)state;
    phrase_recall(&usual, &out);
    assert_buf(&out, "87% today, 100% in 30 d");
    phrase_pace(&usual, &out);
    assert_buf(&out, "12 s a card, 59 s before");
    phrase_recall(&most_words, &out);
    assert_true(out.length <= 25);
    buf_clear(&out);
    phrase_pace(&most_words, &out);
    assert_true(out.length <= 25);
    buf_done(&out);
}

static void test_words__what_comes_after_a_week(void **state)
{
    (void)state;
    assert_upcoming((struct ahead){TODAY + 8, {.due = 2}, {0}}, "In 8 d: 2 due");
    assert_upcoming((struct ahead){TODAY + 61, {.due = 1}, {0}}, "In 2 mo: 1 due");
    assert_upcoming((struct ahead){TODAY + 548, {.due = 9}, {0}}, "In 1.5 y: 9 due");
}

/* The summary was left open, and the day it speaks of has come, or is past. */
static void check_late(int days)
{
    struct session session = {
        .today = TODAY + 1 + days, .ahead = {TODAY + 1, {.due = 5}, {5, 3, 0, 0, 1}}};
    struct buf out = {0};

    phrase_upcoming(&session, false, &out);
    assert_null(strstr(buf_string(&out), "Next:"));
    buf_done(&out);
}

static void test_words__what_was_to_come_has_come(void **state)
{
    (void)state;
    check_late(0);
    check_late(1);
}

static void test_words__what_was_to_come_is_past(void **state)
{
    (void)state;
    for (int days = 2; days < 10; days++)
        check_late(days);
}

static void assert_event(struct undone event, const char *expected)
{
    struct buf out = {0};

    phrase_event(&event, TODAY, &out);
    assert_buf(&out, expected);
}

static void test_words__events_say_what_and_when(void **state)
{
    /* 2026-01-31 09:00 UTC, and 19:03 UTC, which is 21:03 two hours to the east */
    const int64_t nine = INT64_C(1769850000000), evening = INT64_C(1769886180000);

    (void)state;
    assert_event((struct undone){.review_id = 1, .rating = 4, .at = {nine, 0, TODAY}},
        "4 Well, today 09:00");
    assert_event((struct undone){.review_id = 1, .rating = 1, .at = {evening, 120, TODAY - 1}},
        "1 Not at all, yesterday 21:03");
    assert_event((struct undone){.change_id = 1, .change = CHANGE_BURY, .at = {nine, 0, TODAY - 2}},
        "burying, 2026-01-29 09:00");
    for (int change = CHANGE_SUSPEND; change <= CHANGE_LAST; change++) {
        struct buf out = {0};
        const struct undone event = {.change_id = 1, .change = (enum change_kind)change};
        phrase_event(&event, TODAY, &out);
        assert_true(buf_string(&out)[0] != ',');
        buf_done(&out);
    }
}

/* ---- nothing to review, notices ---- */

static void assert_nothing(const struct session *session, const char *expected)
{
    struct buf out = {0};

    phrase_nothing(session, &out);
    assert_buf(&out, expected);
}

static void test_words__why_there_is_nothing(void **state)
{
    static const char *const tags[] = {"nosuch"};
    struct session session = {.ahead = {.day = NO_DAY}};

    (void)state;
    assert_nothing(&session, "There are no cards here yet.");
    session.options.filter = (struct tag_filter){tags, 1};
    assert_nothing(&session, "No cards with these tags.");
    session.new_left = 1;
    assert_nothing(&session, "Nothing is due now.");
    session.new_left = 0;
    session.ahead.day = TODAY + 1;
    assert_nothing(&session, "Nothing is due now.");
}

static void test_words__notices(void **state)
{
    (void)state;
    for (int notice = NOTICE_NONE; notice <= NOTICE_COMES_AGAIN; notice++) {
        struct session session = {.notice = (enum session_notice)notice};
        struct buf out = {0};
        bool warns = notice != NOTICE_NOT_KEPT;
        phrase_notice(&session, &out, &warns);
        assert_int_equal(out.length == 0, notice == NOTICE_NONE);
        assert_int_equal(warns, notice == NOTICE_NOT_KEPT);
        buf_done(&out);
    }
}

static void test_words__a_rating_not_kept_says_why_safely(void **state)
{
    struct session session = {.notice = NOTICE_NOT_KEPT};
    struct buf out = {0};
    bool warns = false;

    (void)state;
    strcpy(session.problem.message, "disk\nis \x1b[31mfull");
    phrase_notice(&session, &out, &warns);
    assert_true(warns);
    assert_buf(&out, "Not saved: disk is ␛[31mfull");
}

static void test_words__a_clock_that_is_behind(void **state)
{
    (void)state;
    struct buf out = {0};
    const struct moment last = moment_at(INT64_C(1770153240000), 60); /* date -d @1770153240 */
    phrase_clock(last, moment_at(last.utc_ms, 0), &out);
    phrase_clock(last, moment_at(last.utc_ms - 60000, 0), &out); /* clocks drift */
    assert_int_equal(out.length, 0);
    phrase_clock(last, moment_at(last.utc_ms - 60001, 0), &out);
    assert_buf(&out, "The last rating is ahead of the clock (2026-02-03 22:14): check the date");
}

static void assert_schedule(
    const struct schedule *schedule, const struct regime *regime, const char *want)
{
    struct buf got = {0};
    phrase_schedule(schedule, regime, 20000, &got);
    assert_string_equal(buf_string(&got), want);
    buf_done(&got);
}

/* After as many days as the stability, recall is 90 % whatever the weights. */
static void test_words__what_a_scheduler_knows(void **state)
{
    (void)state;
    const struct scheduler *scheduler = scheduler_numbered(SCHEDULER_FSRS);
    const struct regime sm2 = {0}, fsrs = {scheduler, RETENTION_DEFAULT,
                                       scheduler_weights(scheduler, scheduler->defaults)};
    struct schedule schedule = schedule_new();
    assert_schedule(&schedule, &sm2, "");
    assert_schedule(&schedule, &fsrs, "");
    schedule.reviews = 3;
    schedule.lapses = 1;
    assert_schedule(&schedule, &sm2, "3 ratings, 1 lapse, ease 2.50");
    assert_schedule(&schedule, &fsrs, "3 ratings, 1 lapse");
    schedule.past = (struct past){{{9.5F, 5.26F}}, 20000, 1};
    assert_schedule(&schedule, &fsrs,
        "3 ratings, 1 lapse, stability 9.5 d, difficulty 5.3 of 10, recall now 100%");
    schedule.reviews = 0; /* it came from another program with a schedule */
    schedule.past = (struct past){{{61, 5.26F}}, 20000 - 61, 1};
    assert_schedule(&schedule, &fsrs, "stability 2 mo, difficulty 5.3 of 10, recall now 90%");
    assert_schedule(&schedule, &sm2, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words__what_a_scheduler_knows),
        cmocka_unit_test(test_words__a_clock_that_is_behind),
        cmocka_unit_test(test_words__a_rating_that_asks_again_says_both),
        cmocka_unit_test(test_words__near_days_have_words),
        cmocka_unit_test(test_words__far_days_are_days_months_years),
        cmocka_unit_test(test_words__days_grow_with_their_words),
        cmocka_unit_test(test_words__any_number_of_days_has_room),
        cmocka_unit_test(test_words__times),
        cmocka_unit_test(test_words__one_is_singular),
        cmocka_unit_test(test_words__what_loading_changed),
        cmocka_unit_test(test_words__what_loading_brought_back),
        cmocka_unit_test(test_words__nothing_comes),
        cmocka_unit_test(test_words__what_comes_next),
        cmocka_unit_test(test_words__what_comes_next_briefly),
        cmocka_unit_test(test_words__a_day_in_few_columns),
        cmocka_unit_test(test_words__what_comes_after_a_week),
        cmocka_unit_test(test_words__what_was_to_come_has_come),
        cmocka_unit_test(test_words__what_was_to_come_is_past),
        cmocka_unit_test(test_words__why_there_is_nothing),
        cmocka_unit_test(test_words__events_say_what_and_when),
        cmocka_unit_test(test_words__notices),
        cmocka_unit_test(test_words__a_rating_not_kept_says_why_safely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
