/* The clock: when a day begins, local time, and what is asked first on a day. */
#include "drill.h"

#include <time.h>

/* A repeat still owed at the end of the day expires; the card's due day stays as it was. */
static void test_repeat_over_night(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 2);

    world_now(world, "2026-03-02T23:00");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_rates(term, 1, 1);
    assert_quits(term);
    world_now(world, "2026-03-03T03:59");
    term = drill_start(world, 24, 80, ARGS(deck));
    assert_counts(world, term, 1, 1, 0);
    assert_quits(term);
    world_now(world, "2026-03-03T04:00");
    term = drill_start(world, 24, 80, ARGS(deck));
    assert_counts(world, term, 1, 0, 1);
    assert_rates(term, 1, 4);
    assert_quits(term);
    const struct csv_table *log = drill_export(world, "reviews");
    assert_cell(log, 1, "kind", "review");
    assert_cell(log, 1, "study_day", "2026-03-03");
    assert_cell(log, 1, "due", "2026-03-09");
}

/* Rates `count` cards with 4 at that time, and quits. */
static void play_at(struct world *world, const char *deck, const char *now, int count)
{
    world_now(world, now);
    struct term *term = drill_start(world, 24, 80, ARGS(deck));

    assert_waits(term, "Question");
    for (int i = 0; i < count; i++)
        assert_rates(term, card_shown(term, 4), 4);
    assert_quits(term);
}

/* The log has local times with the offset then in effect. */
static void test_summer_time(void **state)
{
    static const char *const expected[] = {"2026-03-28", "2026-03-28T23:30:00+01:00", "2026-03-28",
        "2026-03-29T03:30:00+02:00", "2026-03-29", "2026-03-29T04:00:00+02:00", "2026-03-29",
        "2026-03-30T03:59:00+02:00"};
    struct world *world = *state;
    const char *deck = deck_write(world, 4);

    world_set(world, "TZ=CET-1CEST,M3.5.0,M10.5.0/3");
    play_at(world, deck, "2026-03-28T23:30", 1);
    play_at(world, deck, "2026-03-29T03:30", 1);
    play_at(world, deck, "2026-03-29T04:00", 1);
    play_at(world, deck, "2026-03-30T03:59", 1);
    const struct csv_table *log = drill_export(world, "reviews");
    assert_int_equal(log->rows, 4);
    for (size_t i = 0; i < log->rows; i++) {
        assert_cell(log, i, "study_day", expected[2 * i]);
        assert_cell(log, i, "reviewed_at", expected[2 * i + 1]);
    }
}

static const char two_decks[] = "cards:\n"
                                "  - {id: c1, q: Question 1?, a: Answer 1., tags: [one]}\n"
                                "  - {id: c2, q: Question 2?, a: Answer 2., tags: [two]}\n";

/* The card most overdue relative to its interval comes first, not the one overdue for longest. */
static void test_most_overdue_first(void **state)
{
    static const char *const plays[][2] = {{"one", "2026-04-01T09:00"}, {"one", "2026-04-02T09:00"},
        {"one", "2026-04-08T09:00"}, {"two", "2026-04-20T09:00"}, {"two", "2026-04-21T09:00"}};
    struct world *world = *state;
    const char *deck = world_write(world, "two.yaml", two_decks);

    for (size_t i = 0; i < sizeof plays / sizeof *plays; i++) {
        world_now(world, plays[i][1]);
        struct term *term = drill_start(world, 24, 80, ARGS(deck, "--tag", plays[i][0]));
        assert_rates(term, i < 3 ? 1 : 2, 4);
        assert_waits(term, SAYS_DONE);
        assert_quits(term);
    }
    const struct csv_table *cards = drill_export(world, "cards");
    assert_cell(cards, 0, "due", "2026-04-23"); /* interval: 15 days */
    assert_cell(cards, 1, "due", "2026-04-27"); /* interval: 6 days */
    for (int i = 0; i < 2; i++) {
        world_now(world, i == 0 ? "2026-04-29T09:00" : "2026-05-01T09:00");
        struct term *term = drill_start(world, 24, 80, ARGS(deck));
        assert_counts(world, term, 0, 0, 2);
        /* days overdue / interval: first 6/15 and 2/6, then 8/15 and 4/6 */
        assert_shows(term, i == 0 ? "Question 1?" : "Question 2?");
        assert_quits(term);
    }
}

/* Without DRILL_NOW, the real time is used, and thinking takes time. */
static void test_real_clock(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 1);
    time_t before = time(NULL);

    world_set(world, "DRILL_NOW");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_rates(term, 1, 4);
    assert_waits(term, SAYS_DONE);
    assert_quits(term);
    const struct csv_table *log = drill_export(world, "reviews");
    struct tm tm = {0};
    const char *end = strptime(csv_get(log, 0, "reviewed_at"), "%Y-%m-%dT%H:%M:%S", &tm);
    assert_string_equal(end, "+00:00");
    assert_in_range(timegm(&tm), before, time(NULL));
    double seconds = strtod(csv_get(log, 0, "seconds"), NULL);
    assert_true(seconds >= 0 && seconds <= (double)(time(NULL) - before + 1));
}

/* Undo reaches back to earlier days; a new rating then counts for today. */
static void test_rating_of_yesterday_taken_back(void **state)
{
    struct world *world = *state;
    const char *deck = deck_write(world, 1);

    for (int day = 2; day <= 3; day++) {
        world_now(world, world_text(world, "2026-03-%02dT09:00", day));
        struct term *term = drill_start(world, 24, 80, ARGS(deck));
        assert_rates(term, 1, 4);
        assert_waits(term, SAYS_DONE);
        assert_quits(term);
    }
    assert_cell(drill_export(world, "cards"), 0, "due", "2026-03-09");
    world_now(world, "2026-03-05T09:00");
    struct term *term = drill_start(world, 24, 80, ARGS(deck));
    assert_waits(term, SAYS_NOTHING);
    assert_types(term, "u", "Undo 4 Well, 2026-03-03 09:00?");
    assert_types(term, "y", "Answer 1.");
    assert_counts(world, term, 0, 0, 1);
    term_send(term, "2");
    assert_gone(term, "Answer 1.");
    assert_quits(term);
    const struct csv_table *log = drill_export(world, "reviews");
    assert_int_equal(log->rows, 2);
    assert_cell(log, 1, "study_day", "2026-03-05");
    assert_cell(log, 1, "kind", "review");
    assert_cell(log, 1, "interval_before", "1");
    assert_cell(log, 1, "due", "2026-03-06");
}

/* The warning appears once, in full, whether decks are named or chosen. */
static void test_clock_behind_the_log(void **state)
{
    static const char says[] =
        "The last rating is ahead of the clock (2026-03-02 09:00): check the date";
    struct world *world = *state;
    const char *deck = deck_write(world, 2);

    play_at(world, deck, "2026-03-02T09:00", 1);
    world_now(world, "2026-02-28T09:00");
    struct term *term = drill_start(world, 24, 80, ARGS(deck, "--tag", "nosuch"));
    assert_waits(term, says);
    assert_types(term, "d", SAYS_HOME);
    assert_not(term, says);
    term_send(term, "\033");
    assert_int_equal(term_exit(term), 0);
    term = drill_start(world, 24, 80, ARGS(NULL));
    assert_waits(term, says);
    assert_types(term, "\n", "Question");
    assert_not(term, says);
    assert_types(term, "q", SAYS_HOME);
    assert_not(term, says);
    term_send(term, "\033");
    assert_int_equal(term_exit(term), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_repeat_over_night),
        TEST(test_summer_time),
        TEST(test_most_overdue_first),
        TEST(test_real_clock),
        TEST(test_rating_of_yesterday_taken_back),
        TEST(test_clock_behind_the_log),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
